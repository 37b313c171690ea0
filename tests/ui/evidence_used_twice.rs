//! One evidence for two systems.

use tidegate::control::{Sealed, Settled, Swept};

fn end(one: Sealed, two: Sealed, settled: Settled, other: Settled) -> [Swept; 2] {
    let _ = &other;
    [one.swept(settled, false), two.swept(settled, false)]
}

pub fn main() {
    let _ = end;
}
