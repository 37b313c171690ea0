//! Scopes: trees, reasons, deadlines, joining, and every loop stopped in the middle of its wait.
//!
//! Tests that begin with `d`, `m` or `n` and a number are named after a line of the requirements.

mod back_off;
mod deadlines;
mod follow;
mod joins;
mod laws;
mod loops;
mod real;
mod stops;
mod tree;
mod world;
