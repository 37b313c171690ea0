//! A permit is written down instead of given.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Permit};

fn end(admitted: Admitted<BtcUsdt>) -> Permit {
    let admitted = Some(admitted);
    Permit { turnstile: admitted.and(None).expect("a gate") }
}

pub fn main() {
    let _ = end;
}
