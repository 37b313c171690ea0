//! A shutdown is left half-way.

#![deny(unused_must_use)]

use tidegate::control::{Closed, Swept};

fn end(swept: Swept, closed: Closed) {
    swept.flat(closed);
}

pub fn main() {
    let _ = end;
}
