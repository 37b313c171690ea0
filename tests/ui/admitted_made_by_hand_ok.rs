//! The gate makes it.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Exposure, Gate};

fn admit(gate: &Gate, advice: Advice<BtcUsdt>) -> Option<Admitted<BtcUsdt>> {
    gate.admit(advice, Exposure::FLAT).ok()
}

pub fn main() {
    let _ = admit;
}
