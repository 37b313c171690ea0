//! That orders are dealt with is claimed.

use tidegate::control::{Sealed, Settled};
use tidegate::prelude::*;

fn end(sealed: &Sealed, at: Time) -> Option<Settled> {
    let _ = (sealed, at);
    Some(Settled { _private: () })
}

pub fn main() {
    let _ = end;
}
