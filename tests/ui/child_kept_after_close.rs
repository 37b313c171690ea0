//! A scope that is closed is kept for one more child.

use futures::executor::block_on;
use tidegate::scope::{Scope, VirtualClock};
use tidegate::time::Time;

pub fn main() {
    let clock = VirtualClock::new(Time::EPOCH);
    let process = Scope::root("process");
    let report = block_on(process.close("SIGTERM", &clock, Time::from_secs(1)));
    let late = process.child("cleaning");
    assert!(report.is_complete() && !late.is_cancelled());
}
