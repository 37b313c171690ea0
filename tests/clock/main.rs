//! Time: alarms in two phases, what they mean, and what a driver owes them.

#[path = "../laws/timeline.rs"]
#[allow(dead_code, reason = "networks with alarms are run, the others have laws of their own")]
mod timeline;

mod agree;
mod drivers;
mod laws;
mod simulation;
