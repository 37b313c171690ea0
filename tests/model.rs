//! The model is what the reference library and this one do: the conformance cases, and random runs with
//! alarms.

// The data of a case, shared with the runner of networks, which needs more of it.
#[path = "conformance/runner/case.rs"]
#[allow(dead_code, reason = "the order in which networks are built is of no concern to lists")]
mod case;
#[path = "conformance/runner/error.rs"]
#[allow(dead_code, reason = "building lists does not fail")]
mod error;
#[path = "conformance/runner/function.rs"]
#[allow(dead_code, reason = "functions are applied in order, not composed")]
mod function;
#[path = "conformance/runner/outcome.rs"]
mod outcome;

#[path = "model/cases.rs"]
mod cases;
#[path = "model/graph.rs"]
mod graph;
#[path = "model/networks.rs"]
mod networks;
#[path = "laws/timeline.rs"]
#[allow(dead_code, reason = "networks with alarms are run, the others have laws of their own")]
mod timeline;
