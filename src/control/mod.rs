//! Stopping as a protocol: what a strategy hears and says, and the phases a shutdown goes through.
//!
//! A strategy hears one [`Notice`] and says any number of [`Complaint`]s, then one [`DoneCode`]. The
//! runtime moves a [`Running`] system through its phases to a [`ShutdownReport`]; each step consumes the
//! phase before and needs evidence of what was done.

mod cause;
mod event;
mod exit;
mod phase;
mod report;

pub use self::cause::Cause;
pub use self::event::{Complaint, DoneCode, Notice};
pub use self::exit::ExitCode;
pub use self::phase::{Disconnected, Flat, Running, Saved, Sealed, Swept, Winding};
pub use self::report::{Orders, PhaseRecord, ShutdownReport, Verdict};
