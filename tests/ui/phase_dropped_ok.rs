//! It goes on.

#![deny(unused_must_use)]

use tidegate::control::{Closed, Flat, Swept};

fn end(swept: Swept, closed: Closed) -> Option<Flat> {
    let mut flat = None;
    flat.replace(swept.flat(closed));
    flat.take()
}

pub fn main() {
    let _ = end;
}
