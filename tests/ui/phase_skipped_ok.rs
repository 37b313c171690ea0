//! Through each phase, in order.

use tidegate::control::{Orders, ShutdownReport, Verdict, Winding};
use tidegate::prelude::*;

fn end(winding: Winding, at: Time) -> ShutdownReport {
    let sealed = winding.seal(at, Cause::Request, Verdict::TimedOut);
    let flat = sealed.sweep(at, Orders::default()).keep_positions(at);
    flat.save(at, Ok(())).disconnect(at, Vec::new()).report(Vec::new())
}

pub fn main() {
    let _ = end;
}
