//! The report is there if it is over.

use tidegate::control::{ExitCode, Facts, Protocol};

fn end(protocol: Protocol) -> Option<ExitCode> {
    Some(protocol.report(Facts::default()).ok()?.exit_code())
}

pub fn main() {
    let _ = end;
}
