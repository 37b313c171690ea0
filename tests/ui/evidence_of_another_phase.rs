//! Orders are dealt with, and that is taken for positions.

use tidegate::control::{Closed, Flat, Settled, Swept};

fn end(swept: Swept, settled: Settled, closed: Closed) -> Flat {
    let _ = (&settled, &closed);
    swept.flat(settled)
}

pub fn main() {
    let _ = end;
}
