//! The state says so.

use tidegate::control::{Flat, Kept};
use tidegate::prelude::*;

fn end(flat: &Flat, _at: Time) -> Option<Kept> {
    let _ = flat;
    flat.kept()
}

pub fn main() {
    let _ = end;
}
