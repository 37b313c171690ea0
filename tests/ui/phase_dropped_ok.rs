//! Each phase leads to the next.

#![deny(unused_must_use)]

use tidegate::control::{Sealed, Verdict, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> Sealed {
    winding.seal(at, Cause::Request, Verdict::TimedOut)
}

pub fn main() {
    let _ = end;
}
