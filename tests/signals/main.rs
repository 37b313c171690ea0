//! Real signals, to real processes: each test starts itself a second time as a child, and sends signals to that.
//!
//! Signals belong to a process: no test here may listen to them in the process of the tests.
#![cfg(unix)]

mod child;
mod counter;
mod cycles;
mod leaving;
mod names;
mod reload;
#[cfg(target_os = "linux")]
mod residue;
mod storm;
mod system;
mod two_systems;
mod waking;
