//! State is data: a run that is split by save and restore at any instant boundary is the run in one piece.

mod refusals;
mod split;
mod strategy;
