//! A sealed system is taken for one whose orders have been dealt with.

use tidegate::control::{Closed, Flat, Sealed, Swept};

fn end(sealed: Sealed, _swept: Option<Swept>, closed: Closed) -> Flat {
    Swept::flat(sealed, closed)
}

pub fn main() {
    let _ = end;
}
