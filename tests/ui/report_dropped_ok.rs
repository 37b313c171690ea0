//! The exit code follows from it.

#![deny(unused_must_use)]

use tidegate::control::{Disconnected, ExitCode};

fn end(disconnected: Disconnected) -> ExitCode {
    disconnected.report(Vec::new()).exit_code()
}

pub fn main() {
    let _ = end;
}
