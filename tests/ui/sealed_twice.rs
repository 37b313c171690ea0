//! A winding system is sealed twice.

use tidegate::control::{Sealed, Verdict, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> Sealed {
    let _timed_out = winding.seal(at, Cause::Request, Verdict::TimedOut);
    winding.seal(at, Cause::Signal, Verdict::TimedOut)
}

pub fn main() {
    let _ = end;
}
