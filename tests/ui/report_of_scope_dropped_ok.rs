//! Whether something was abandoned follows from it.

#![deny(unused_must_use)]

use tidegate::scope::{Scope, VirtualClock};
use tidegate::time::Time;

async fn stop(process: Scope, clock: &VirtualClock) {
    let stopping = process.close("SIGTERM", clock, Time::from_secs(1));
    assert!(stopping.await.is_complete());
}

pub fn main() {
    let _ = stop;
}
