//! It ends once.

use tidegate::control::{Budgets, Sealed, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> Vec<Sealed> {
    let budgets = Budgets::default();
    vec![winding.done(at, &budgets, DoneCode::OK)]
}

pub fn main() {
    let _ = end;
}
