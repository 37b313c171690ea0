//! Each submission has its own.

use tidegate::safety::{Gate, NoEntry, Permit};

fn submit(gate: &Gate) -> Result<[Permit; 2], NoEntry> {
    let first = gate.enter("place order")?;
    Ok([first, gate.enter("place order")?])
}

pub fn main() {
    let _ = submit;
}
