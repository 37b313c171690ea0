//! That positions are dealt with is claimed.

use tidegate::control::{Closed, Swept};
use tidegate::prelude::*;

fn end(swept: &Swept, _at: Time) -> Option<Closed> {
    let _ = swept;
    Some(Closed { _private: () })
}

pub fn main() {
    let _ = end;
}
