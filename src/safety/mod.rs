//! The boundary between a strategy and its executors: what may leave, what is under way, what is kept back.
//!
//! - [`Gate`]: the side of those who want to pass; an [`Admitted`] action carries a [`Permit`].
//! - [`Keeper`]: the one who closes it, once; what is then left is a [`Sweep`], with a [`Drain`] that waits for
//!   what is in flight and gives [`Drained`] as evidence.
//! - [`KillSwitch`]: one latch per system over all its gates; [`Reconciled`] is the evidence that ends a halt.
//! - [`RateLimit`]: how many orders may leave in a span of time, with a [`RateLimiter`] that counts them.
//! - [`Exposure`]: which orders only make a position smaller.
//! - [`ReportCell`]: what one thread settles and all others read.
//!
//! *In flight* is the gate's count of submissions that are not over; *working* is the ledger's count of orders at
//! the venue. A drain waits for the first, a cancel phase for the second (R10).
//!
//! Nothing here reads a clock, a file or a variable: times and readers are arguments.

mod admitted;
mod drain;
mod exposure;
mod gate;
mod halt;
mod keeper;
mod kill_switch;
mod kill_text;
mod latch;
mod permit;
mod rate_limit;
mod read_kill;
mod reconciled;
mod refusal;
mod report_cell;
mod sweep;
mod sync;
mod turnstile;
mod word;

pub use self::admitted::{Admitted, Origin};
pub use self::drain::{DRAIN, Drain, Drained, InFlight};
pub use self::exposure::Exposure;
pub use self::gate::Gate;
pub use self::halt::{Cleared, Halt, HaltReason, Halted};
pub use self::keeper::{Keeper, Open, Winding};
pub use self::kill_switch::{EXECUTION_HALTED, EXECUTION_HALTED_FILE, KillSwitch, Posture};
pub use self::latch::{Change, History, ResumeError, Transition};
pub use self::permit::Permit;
pub use self::rate_limit::{RateLimit, RateLimiter};
pub use self::read_kill::{ReadKill, Source};
pub use self::reconciled::{Reconciled, Unreconciled};
pub use self::refusal::{NoEntry, Refusal};
pub use self::report_cell::ReportCell;
pub use self::sweep::{Cancelling, Closing, Sweep};
pub use self::word::Position;
