//! A strategy's part ends twice.

use tidegate::control::{Budgets, Sealed, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> [Sealed; 2] {
    let budgets = Budgets::default();
    [winding.done(at, &budgets, DoneCode::OK), winding.crashed(at, &budgets)]
}

pub fn main() {
    let _ = end;
}
