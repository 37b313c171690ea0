//! Positions are dealt with while orders are working still.

use tidegate::control::{Closed, Flat, Sealed, Settled};

fn end(sealed: Sealed, settled: Settled, closed: Closed) -> Flat {
    let _ = &settled;
    sealed.flat(closed)
}

pub fn main() {
    let _ = end;
}
