//! A second signal is taken for a first.

use tidegate::control::{Budgets, Sealed, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> Result<Winding, Sealed> {
    let budgets = Budgets::default();
    Ok(winding.signal(at, &budgets))
}

pub fn main() {
    let _ = end;
}
