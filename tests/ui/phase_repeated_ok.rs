//! Once, and then the next.

use tidegate::control::{Closed, Flat, Swept};

fn end(swept: Swept, closed: Closed, again: Closed) -> Vec<Flat> {
    let _ = &again;
    vec![swept.flat(closed)]
}

pub fn main() {
    let _ = end;
}
