//! An exit code is made of a verdict alone.

use tidegate::control::{ExitCode, ShutdownReport};

fn end(report: &ShutdownReport) -> ExitCode {
    ExitCode::of(&report.verdict)
}

pub fn main() {
    let _ = end;
}
