//! The state says so.

use tidegate::control::{Parted, Saved};
use tidegate::prelude::*;

fn end(saved: &Saved, _at: Time) -> Option<Parted> {
    let _ = saved;
    saved.parted()
}

pub fn main() {
    let _ = end;
}
