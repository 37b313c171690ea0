//! The example programs as processes: what they print, refuse, leave behind, and how fast they stop.
#![cfg(all(unix, feature = "replay", feature = "report", feature = "signals"))]

mod bad_cases;
mod bad_flags;
mod bad_tapes;
mod custom_runtime;
mod gallery;
mod graceful;
mod graph;
mod inspect;
mod live_paper;
mod program;
mod reconfigure;
mod results;
mod signals;
mod stdout;
mod tape;
