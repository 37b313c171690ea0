//! A shutdown goes on.

#![deny(unused_must_use)]

use tidegate::control::{Closed, Flat, Swept};

fn end(swept: Swept, closed: Closed) -> Flat {
    swept.flat(closed)
}

pub fn main() {
    let _ = end;
}
