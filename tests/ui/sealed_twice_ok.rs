//! A strategy's part ends once.

use tidegate::control::{Budgets, Sealed, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> [Sealed; 1] {
    let budgets = Budgets::default();
    [winding.done(at, &budgets, DoneCode::OK)]
}

pub fn main() {
    let _ = end;
}
