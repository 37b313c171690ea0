//! Positions are.

use tidegate::control::{Closed, Flat, Settled, Swept};

fn end(swept: Swept, settled: Settled, closed: Closed) -> Flat {
    let _ = (&settled, &closed);
    swept.flat(closed)
}

pub fn main() {
    let _ = end;
}
