//! Stopping as a protocol: what a strategy hears and says, and the phases a shutdown goes through.
//!
//! A strategy hears one [`Notice`] and says any number of [`Complaint`]s, then one [`DoneCode`]. What follows is
//! decided by [`Protocol::step`], a pure function that runtimes feed and whose [`Output`]s they perform. Its states
//! are types, [`Running`] to [`Complete`]; each step consumes the state before and needs evidence of what was
//! done. What is left behind is a [`ShutdownReport`], and the [`ExitCode`] follows from it alone.

mod advance;
mod budget;
mod cause;
mod chase;
mod closing;
mod crash;
mod details;
mod document;
mod ending;
mod event;
mod evidence;
mod exit;
mod hooks;
mod input;
mod log;
mod order;
mod output;
mod parting;
mod phase;
mod policy;
mod protocol;
mod report;
mod stage;
mod state;
mod summary;
mod sweep;
mod text;
mod turn;

pub use self::budget::{Budgets, Schedule};
pub use self::cause::Cause;
pub use self::closing::CloseNews;
pub use self::crash::CrashRecord;
pub use self::ending::{Answer, Cut, Ending, Haste, Verdict};
pub use self::event::{Complaint, ControlEvent, DoneCode, Notice};
pub use self::evidence::{Closed, Kept, Parted, Settled};
pub use self::exit::ExitCode;
pub use self::hooks::{HookEnd, HookId, HookPlan, HookRecord, Priority};
pub use self::input::{Input, Inventory};
pub use self::log::{CauseRecord, PartEnd, PhaseRecord};
pub use self::order::{End, Fate, Known, LiveOrder, Move, OrderKey, OrderNews, Port, PositionKey, Purpose};
pub use self::output::{Alert, Output};
pub use self::parting::PartNews;
pub use self::phase::Phase;
pub use self::policy::{OnOrders, OnPositions, Policy};
pub use self::protocol::{Core, Plan, Protocol};
pub use self::report::{
    ConnectorRecord, Facts, OrderRecord, Orders, PositionFate, PositionRecord, ShutdownReport, StageRecord,
};
pub use self::stage::{Complete, Disconnected, Flat, Running, Saved, Sealed, Swept, Winding};
