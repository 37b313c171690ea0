//! Once; the stricter cause is joined before.

use tidegate::control::{Sealed, Verdict, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> Sealed {
    winding.seal(at, Cause::Request.join(Cause::Signal), Verdict::TimedOut)
}

pub fn main() {
    let _ = end;
}
