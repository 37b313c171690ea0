//! A system whose orders have been dealt with.

use tidegate::control::{Closed, Flat, Sealed, Swept};

fn end(_sealed: Option<Sealed>, swept: Swept, closed: Closed) -> Flat {
    Swept::flat(swept, closed)
}

pub fn main() {
    let _ = end;
}
