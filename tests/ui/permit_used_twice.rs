//! One permit is handed to two submissions.

use tidegate::safety::{Gate, NoEntry, Permit};

fn submit(gate: &Gate) -> Result<[Permit; 2], NoEntry> {
    let first = gate.enter("place order")?;
    Ok([first, first])
}

pub fn main() {
    let _ = submit;
}
