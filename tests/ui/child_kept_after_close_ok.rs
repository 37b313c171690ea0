//! What cleans up afterwards is a scope of its own.

use futures::executor::block_on;
use tidegate::scope::{Scope, VirtualClock};
use tidegate::time::Time;

pub fn main() {
    let clock = VirtualClock::new(Time::EPOCH);
    let process = Scope::root("process");
    let report = block_on(process.close("SIGTERM", &clock, Time::from_secs(1)));
    let late = Scope::root("cleaning");
    assert!(report.is_complete() && !late.is_cancelled());
}
