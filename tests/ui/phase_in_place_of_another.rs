//! A sealed system is taken for one whose orders have been dealt with.

use tidegate::control::{Closed, Flat, Sealed, Swept};

fn end(_sealed: Option<Sealed>, _swept: Option<Swept>, closed: Closed) -> Option<Flat> {
    _sealed.map(|system| Swept::flat(system, closed))
}

pub fn main() {
    let _ = end;
}
