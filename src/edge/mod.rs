//! The edges of a network: streams, sinks and signals of the async world.
//!
//! A network has no clock, thread or queue. Here it stands between a `futures` stream and whoever polls it, or
//! between whoever sends and a `futures` sink, and runs an instant when one is asked for.
//!
//! ```
//! use futures::{executor::block_on_stream, stream};
//! use tidegate::edge::{AtEnd, Stamped};
//! use tidegate::network::{Event, Network};
//! use tidegate::time::Time;
//!
//! let wired = Network::build(Time::EPOCH, |border| {
//!     let (price, prices) = border.input::<i64>();
//!     let change = prices.sample(prices.hold(0), |new, old| new - old);
//!     (price, border.output(change))
//! })?;
//! let prices = stream::iter([(Time::from_secs(1), 100), (Time::from_secs(2), 103)]);
//! let changes = block_on_stream(prices.through(wired, AtEnd::Stop)).collect::<Result<Vec<_>, _>>()?;
//! assert_eq!(changes, [(Time::from_secs(1), 100), (Time::from_secs(2), 3)]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What holds at every edge
//!
//! - **Time** comes from the stamps of the items only. An alarm is run when an item stamped later has come, or with
//!   an item of its own stamp, so while the inputs are silent no time passes. Merge a stream of
//!   ticks `(Time, ())` in if it should; `()` is their [`Intake`].
//! - **An item is an instant.** What is to be simultaneous comes as one item: see [`Intake`].
//! - **Back-pressure.** An instant runs only when what the one before gave has been handed out. No edge has a
//!   queue; each holds one item at most.
//! - **Nothing is lost silently.** An error is said once and ends the edge; [`Parts`] gives back the network, the
//!   other side and an item that was not run. A panic in the network is [`InstantError::Poisoned`] at the next poll.
//! - **Dropping** an edge runs nothing.
//!
//! | edge | takes an item when | ends |
//! |---|---|---|
//! | [`NetworkStream`] | it is polled, and alarms before the item in hand are done | with its inputs, then as [`AtEnd`] says |
//! | [`NetworkSink`] | the item before is done and its outputs are sent on | when it is closed, then as [`AtEnd`] says |
//! | [`deliver`] | the sink is ready: not before | with its stream; it closes the sink |
//! | [`ByStamp`] | it is polled; one of each stream is looked at ahead | when both have ended |
//! | [`ByArrival`] | it is polled; nothing is held | when both have ended |
//! | [`FromSignal`] | it is polled; values in between are **skipped** | when the signal ends |
//! | [`Mirror`] | (sets a `Mutable`: never waits, readers may **skip** values) | with its edge |
//!
//! # Signals skip
//!
//! A signal is the latest value, not a list of values: whoever looks late sees the last of several changes and never
//! learns of the others. That is right for parameters, switches and displays, and wrong for whatever is counted:
//! fills, orders, cancels, trades. Those are events and take a stream.

mod at_end;
mod beside;
mod by_arrival;
mod by_stamp;
mod deliver;
mod engine;
mod error;
mod from_signal;
mod intake;
mod mirror;
mod outlet;
mod sink;
mod stamped;
mod stream;

pub use self::at_end::AtEnd;
pub use self::beside::Beside;
pub use self::by_arrival::{ByArrival, Late};
pub use self::by_stamp::ByStamp;
pub use self::deliver::{Deliver, deliver};
pub use self::engine::{Parts, Wired};
pub use self::error::EdgeError;
pub use self::from_signal::{FromSignal, from_signal};
pub use self::intake::{Feeding, Intake, feeding};
pub use self::mirror::Mirror;
pub use self::outlet::{Outlet, Reading, reading};
pub use self::sink::NetworkSink;
pub use self::stamped::Stamped;
pub use self::stream::NetworkStream;

#[cfg(doc)]
use crate::network::InstantError;
