//! It may seal.

use tidegate::control::{Budgets, Sealed, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> Result<Winding, Sealed> {
    let budgets = Budgets::default();
    winding.signal(at, &budgets)
}

pub fn main() {
    let _ = end;
}
