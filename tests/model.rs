//! The model is what the reference library and this one do: the conformance cases, and random runs with
//! alarms.

#[path = "conformance/runner/mod.rs"]
#[allow(dead_code, reason = "only the data of a case is used here")]
mod runner;

#[path = "model/cases.rs"]
mod cases;
#[path = "conformance/model.rs"]
mod graph;
#[path = "model/networks.rs"]
mod networks;
#[path = "laws/timeline.rs"]
#[allow(dead_code, reason = "networks with alarms are run, the others have laws of their own")]
mod timeline;
