//! A system is swept that was not sealed.

use tidegate::control::{Orders, Sealed, Swept, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> Swept {
    Sealed::sweep(winding, at, Orders::default())
}

pub fn main() {
    let _ = end;
}
