//! What became of a scope's children is not read.

#![deny(unused_must_use)]

use tidegate::scope::{Scope, VirtualClock};
use tidegate::time::Time;

async fn stop(process: Scope, clock: &VirtualClock) {
    let stopping = process.close("SIGTERM", clock, Time::from_secs(1));
    stopping.await;
}

pub fn main() {
    let _ = stop;
}
