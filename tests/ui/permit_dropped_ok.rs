//! Its permit lives until it is.

#![deny(unused_must_use)]

use tidegate::safety::{Gate, NoEntry};

fn end(gate: &Gate) -> Result<(), NoEntry> {
    let _permit = gate.enter("place order")?;
    Ok(())
}

pub fn main() {
    let _ = end;
}
