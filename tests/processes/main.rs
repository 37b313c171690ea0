//! Real processes, real signals, and a judge that keeps its own books.
//!
//! The system under test is the example `live_paper`; its orders go over TCP to a venue in this process. What became of them
//! is judged by the venue's ledger, never by the system's report alone.

#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "processes run by the clock on the wall")]

mod judge;
mod lines;
mod storms;
mod system;
mod terms;
