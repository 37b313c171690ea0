//! An order is placed only if it answers that it may.

#![deny(unused_must_use)]

use tidegate::prelude::*;
use tidegate::safety::{Halted, KillSwitch};

fn place(kill: &KillSwitch, at: Time) -> Result<&'static str, Halted> {
    let _cleared = kill.check("place order", at)?;
    Ok("placed")
}

pub fn main() {
    let _ = place;
}
