//! Positions are dealt with once orders have been.

use tidegate::control::{Closed, Flat, Swept};

fn end(swept: Swept, closed: Closed) -> Flat {
    swept.flat(closed)
}

pub fn main() {
    let _ = end;
}
