//! A shutdown's report is not read.

#![deny(unused_must_use)]

use tidegate::control::Disconnected;

fn end(disconnected: Disconnected) {
    disconnected.report(Vec::new());
}

pub fn main() {
    let _ = end;
}
