//! The system whose orders have been.

use tidegate::control::{Closed, Flat, Sealed, Swept};

fn end(_sealed: Option<Sealed>, _swept: Option<Swept>, closed: Closed) -> Option<Flat> {
    _swept.map(|system| Swept::flat(system, closed))
}

pub fn main() {
    let _ = end;
}
