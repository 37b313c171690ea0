//! The journal of instants: what went into a network and what came out, instant by instant.
//!
//! A network is a function: equal instants give equal outputs. What is left to chance in a live run is which
//! events come when, and which of them are one instant; that choice is what a journal keeps. So each run, in whatever
//! runtime, can be [replayed](crate::runtime::sim::replay) in simulation, without its connectors.
//!
//! A runtime tells a [`Journal`] one [`Record`] after the other. [`MemoryJournal`] keeps them, [`FileJournal`] writes
//! them to a file, which [`JournalReader`] reads.
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use tidegate::journal::{MemoryJournal, Record, Stream};
//! use tidegate::prelude::*;
//! use tidegate::runtime::{Runtime, Sim, sim::replay};
//! # use tidegate::testing::Script;
//!
//! /// Says how many trades there were.
//! fn count(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
//!     let trades = market.trades().scan(0, |n, _| n + 1).hold(0);
//!     let code = control.shutdown().sample(trades, |_, n| DoneCode(n));
//!     (never(), control.done_when(code))
//! }
//! let journal = MemoryJournal::new();
//! let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
//! let outcome = Sim::new().journal_to(journal.clone()).run(&count, (script,))?;
//!
//! let mut prices = Vec::new();
//! for record in journal.records() {
//!     if let Record::Input { stream: Stream::Trades, value, .. } = record {
//!         prices.push(value.decode::<Trade<BtcUsdt>>()?.price.to_string());
//!     }
//! }
//! assert_eq!(prices, ["100", "101"]);
//!
//! let replayed = replay(&count, journal.read())?;
//! assert_eq!((replayed.instants, replayed.trace_hash), (outcome.instants, outcome.trace_hash));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod file;
mod frame;
mod memory;
mod payload;
mod reader;
mod record;
mod scratch;

pub use self::error::JournalError;
pub use self::file::FileJournal;
pub use self::memory::MemoryJournal;
pub use self::payload::Payload;
pub use self::reader::JournalReader;
pub use self::record::{Asked, PortNote, Record, Ruling, Stream};
pub(crate) use self::scratch::Scratch;

/// Where a run writes what it does.
///
/// It belongs to one run. The records come in the order of [`Record`]'s table, on the thread of the network: what takes
/// long here holds up the strategy.
///
#[cfg_attr(feature = "testing", doc = "```")]
#[cfg_attr(not(feature = "testing"), doc = "```ignore")]
/// use tidegate::journal::{Journal, JournalError, Record};
/// use tidegate::prelude::*;
/// use tidegate::runtime::{Runtime, Sim};
/// # use tidegate::testing::Script;
///
/// /// Has room for so many records.
/// struct Short(u32);
/// impl Journal for Short {
///     fn record(&mut self, _record: Record<'_>) -> Result<(), JournalError> {
///         self.0 = self.0.checked_sub(1).ok_or_else(|| JournalError::failed("it is full"))?;
///         Ok(())
///     }
/// }
/// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
///     (market.trades().filter_map(|_| None),)
/// }
/// let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
/// let outcome = Sim::new().journal_to(Short(3)).run(&uncontrolled(watch), (script,))?;
/// assert_eq!(outcome.events, 2, "the run goes on");
/// assert_eq!(outcome.journal_failure.map(|error| error.to_string()).as_deref(), Some("it is full"));
/// assert_eq!(outcome.report.alerts[0].code, "journal.failed");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Journal: Send {
    /// Takes one record.
    ///
    /// # Errors
    /// Why it cannot. The run goes on and says so; this journal gets no further record, as what comes after a gap
    /// means nothing. A panic counts as an error.
    fn record(&mut self, record: Record<'_>) -> Result<(), JournalError>;
}
