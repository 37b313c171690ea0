//! That the state is saved is claimed.

use tidegate::control::{Flat, Kept};
use tidegate::prelude::*;

fn end(flat: &Flat, _at: Time) -> Option<Kept> {
    let _ = flat;
    Some(Kept { _private: () })
}

pub fn main() {
    let _ = end;
}
