//! A shutdown goes from winding to its report.

use tidegate::control::{ShutdownReport, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, _at: Time) -> ShutdownReport {
    winding.report(Vec::new())
}

pub fn main() {
    let _ = end;
}
