//! A strategy's part ends twice.

use tidegate::control::{Budgets, Sealed, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> Vec<Sealed> {
    let budgets = Budgets::default();
    vec![winding.done(at, &budgets, DoneCode::OK), winding.crashed(at, &budgets)]
}

pub fn main() {
    let _ = end;
}
