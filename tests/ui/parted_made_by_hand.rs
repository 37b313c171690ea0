//! That connectors have ended is claimed.

use tidegate::control::{Parted, Saved};
use tidegate::prelude::*;

fn end(saved: &Saved, _at: Time) -> Option<Parted> {
    let _ = saved;
    Some(Parted { _private: () })
}

pub fn main() {
    let _ = end;
}
