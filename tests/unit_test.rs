//! The tests that the example `unit_test` shows, run with all others.
//!
//! An example with `test = true` is built by `cargo test` as its tests only, and not as the program that
//! `tests/examples` starts.

#[path = "../examples/unit_test.rs"]
#[expect(dead_code, reason = "the example's main is for `cargo run`")]
mod unit_test;
