//! Parts that come and go: what they keep, when they end, and what is left of them.

#[path = "dynamics/against_model.rs"]
mod against_model;
#[path = "dynamics/ends.rs"]
mod ends;
#[path = "dynamics/loops.rs"]
mod loops;
#[path = "dynamics/memory.rs"]
mod memory;
#[path = "dynamics/snapshots.rs"]
mod snapshots;

#[path = "laws/timeline.rs"]
#[allow(dead_code, reason = "the laws use more of it")]
mod timeline;
