//! A phase is gone through twice.

use tidegate::control::{Closed, Flat, Swept};

fn end(swept: Swept, closed: Closed, again: Closed) -> Vec<Flat> {
    let _ = &again;
    vec![swept.flat(closed), swept.flat(again)]
}

pub fn main() {
    let _ = end;
}
