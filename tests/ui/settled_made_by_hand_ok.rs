//! The state says so.

use tidegate::control::{Sealed, Settled};
use tidegate::prelude::*;

fn end(sealed: &Sealed, at: Time) -> Option<Settled> {
    let _ = (sealed, at);
    sealed.settled(at)
}

pub fn main() {
    let _ = end;
}
