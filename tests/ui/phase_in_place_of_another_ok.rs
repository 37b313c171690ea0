//! Sealing gives what can be swept.

use tidegate::control::{Orders, Sealed, Swept, Verdict, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> Swept {
    Sealed::sweep(winding.seal(at, Cause::Request, Verdict::TimedOut), at, Orders::default())
}

pub fn main() {
    let _ = end;
}
