//! A shutdown's report is read.

#![deny(unused_must_use)]

use tidegate::control::{Facts, Protocol};

fn end(protocol: Protocol) -> u8 {
    protocol.report(Facts::default()).expect("it is over").exit_code().0
}

pub fn main() {
    let _ = end;
}
