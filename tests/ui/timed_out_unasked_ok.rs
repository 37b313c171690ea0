//! It is looked at.

use tidegate::control::{Budgets, Sealed, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> Result<Sealed, Winding> {
    let budgets = Budgets::default();
    winding.timed_out(at, &budgets)
}

pub fn main() {
    let _ = end;
}
