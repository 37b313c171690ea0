//! A submission is over before it begins.

#![deny(unused_must_use)]

use tidegate::safety::{Gate, NoEntry};

fn end(gate: &Gate) -> Result<(), NoEntry> {
    gate.enter("place order")?;
    Ok(())
}

pub fn main() {
    let _ = end;
}
