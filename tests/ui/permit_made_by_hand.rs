//! A permit is written down instead of given.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Permit};

fn begin(_admitted: Admitted<BtcUsdt>) -> Permit {
    Permit { word: Default::default() }
}

pub fn main() {
    let _ = begin;
}
