//! A shutdown is left half-way.

#![deny(unused_must_use)]

use tidegate::control::{Verdict, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) {
    winding.seal(at, Cause::Request, Verdict::TimedOut);
}

pub fn main() {
    let _ = end;
}
