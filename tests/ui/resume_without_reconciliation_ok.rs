//! The evidence comes first, and is used up.

use tidegate::prelude::*;
use tidegate::safety::{KillSwitch, Reconciled, ResumeError};

fn resume(kill: &KillSwitch, _evidence: Reconciled, at: Time) -> Result<(), ResumeError> {
    kill.resume(_evidence, at)
}

pub fn main() {
    let _ = resume;
}
