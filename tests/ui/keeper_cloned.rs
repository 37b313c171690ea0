//! A second keeper is made, which could seal again.

use tidegate::safety::{Gate, Keeper, Open};

fn share(gate: &Gate, keeper: Keeper<Open>) -> (Gate, Keeper<Open>) {
    let _second: Keeper<Open> = Clone::clone(&keeper);
    (gate.clone(), keeper)
}

pub fn main() {
    let _ = share;
}
