//! A shutdown is left half-way.

#![deny(unused_must_use)]

use tidegate::control::{Closed, Flat, Swept};

fn end(swept: Swept, closed: Closed) -> Option<Flat> {
    let mut flat = None;
    swept.flat(closed);
    flat.take()
}

pub fn main() {
    let _ = end;
}
