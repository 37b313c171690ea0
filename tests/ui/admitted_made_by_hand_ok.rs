//! The gate makes it.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Exposure, Gate, Origin, Permit};

fn end(gate: &Gate, permit: Permit, advice: Advice<BtcUsdt>) -> Option<Admitted<BtcUsdt>> {
    let (origin, exposure) = (Origin::Advised, Exposure::FLAT);
    let _ = (gate, &permit, origin, exposure);
    gate.admit(advice, exposure).ok()
}

pub fn main() {
    let _ = end;
}
