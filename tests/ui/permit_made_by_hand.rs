//! A permit is written down instead of given.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Permit};

fn begin(_admitted: Admitted<BtcUsdt>) -> Permit {
    Permit { turnstile: None.expect("a gate") }
}

pub fn main() {
    let _ = begin;
}
