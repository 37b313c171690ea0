//! An admitted action is written down instead of admitted.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Exposure, Gate, Origin, Permit};

fn end(gate: &Gate, permit: Permit, advice: Advice<BtcUsdt>) -> Option<Admitted<BtcUsdt>> {
    let (origin, exposure) = (Origin::Advised, Exposure::FLAT);
    let _ = (gate, &permit, origin, exposure);
    Some(Admitted { advice, permit, origin })
}

pub fn main() {
    let _ = end;
}
