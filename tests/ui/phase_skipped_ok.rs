//! Orders first.

use tidegate::control::{Closed, Flat, Sealed, Settled};

fn end(sealed: Sealed, settled: Settled, closed: Closed) -> Flat {
    let _ = &settled;
    sealed.swept(settled, false).flat(closed)
}

pub fn main() {
    let _ = end;
}
