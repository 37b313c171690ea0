//! A shutdown's report is not read.

#![deny(unused_must_use)]

use tidegate::control::{Facts, Protocol};

fn end(protocol: Protocol) {
    protocol.report(Facts::default()).expect("it is over");
}

pub fn main() {
    let _ = end;
}
