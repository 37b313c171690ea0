//! Runs conformance cases: small graphs read from data, with what a reference library made of them.
//!
//! The format is described in `tests/conformance/FORMAT.md`. Shared by the conformance test and by the
//! example of the same name: [`case`] is the data, [`function`] its constants, [`graph`] builds a network
//! with the public combinators, [`run`] drives it, [`outcome`] compares.

mod behaviors;
pub(crate) mod case;
pub(crate) mod error;
pub(crate) mod function;
pub(crate) mod graph;
pub(crate) mod outcome;
mod references;
pub(crate) mod run;
