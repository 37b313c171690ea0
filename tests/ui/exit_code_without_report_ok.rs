//! Of the report.

use tidegate::control::{ExitCode, ShutdownReport};

fn end(report: &ShutdownReport) -> ExitCode {
    ExitCode::of(report)
}

pub fn main() {
    let _ = end;
}
