//! Sequences of one event and joins of several: what they are, against the model, and what they refuse.

mod allocated;
mod check;
mod join;
mod laws;
mod refusals;
mod sequence;
mod shape;

#[path = "../laws/timeline.rs"]
#[allow(dead_code, reason = "only some of what laws need")]
mod timeline;
