//! The state says so.

use tidegate::control::{Closed, Swept};
use tidegate::prelude::*;

fn end(swept: &Swept, _at: Time) -> Option<Closed> {
    let _ = swept;
    swept.closed()
}

pub fn main() {
    let _ = end;
}
