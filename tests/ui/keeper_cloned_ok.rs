//! There is one; others get the gate.

use tidegate::safety::{Gate, Keeper, Open};

fn share(gate: &Gate, keeper: Keeper<Open>) -> (Gate, Keeper<Open>) {
    let _second: Gate = Clone::clone(gate);
    (gate.clone(), keeper)
}

pub fn main() {
    let _ = share;
}
