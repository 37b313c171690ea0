//! A strategy is timed out without a look at the time.

use tidegate::control::{Budgets, Sealed, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> Result<Sealed, Winding> {
    let budgets = Budgets::default();
    Ok(winding.timed_out(at, &budgets))
}

pub fn main() {
    let _ = end;
}
