//! A kill switch is asked, and not heard.

#![deny(unused_must_use)]

use tidegate::prelude::*;
use tidegate::safety::{Halted, KillSwitch};

fn place(kill: &KillSwitch, at: Time) -> Result<&'static str, Halted> {
    kill.check("place order", at);
    Ok("placed")
}

pub fn main() {
    let _ = place;
}
