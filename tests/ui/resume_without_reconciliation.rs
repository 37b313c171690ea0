//! A kill switch is turned off though nobody looked at what it left behind.

use tidegate::prelude::*;
use tidegate::safety::{KillSwitch, Reconciled, ResumeError};

fn resume(kill: &KillSwitch, _evidence: Reconciled, at: Time) -> Result<(), ResumeError> {
    kill.resume(at)
}

pub fn main() {
    let _ = resume;
}
