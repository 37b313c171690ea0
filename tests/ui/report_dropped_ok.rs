//! It is read.

#![deny(unused_must_use)]

use tidegate::control::{Facts, Protocol};

fn end(protocol: Protocol) {
    println!("{}", protocol.report(Facts::default()).expect("it is over"));
}

pub fn main() {
    let _ = end;
}
