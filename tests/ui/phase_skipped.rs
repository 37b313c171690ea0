//! Positions are dealt with while orders are working still.

use tidegate::control::{Closed, Flat, Sealed};

fn end(sealed: Sealed, closed: Closed) -> Flat {
    sealed.flat(closed)
}

pub fn main() {
    let _ = end;
}
