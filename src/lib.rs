//! Functional-reactive event networks for trading strategies.
//!
//! A strategy is a pure function from event streams (market events and control) to event streams (actions
//! and one answer to shutdown). The function builds an **event network**; a **runtime** interprets it.
//!
//! # One complete strategy
//!
#![cfg_attr(feature = "testing", doc = "```")]
#![cfg_attr(not(feature = "testing"), doc = "```ignore")]
//! use tidegate::prelude::*;
//! use tidegate::testing::Script;
//!
//! fn order(id: u64, side: Side) -> Action<BtcUsdt> {
//!     let quantity = "1".parse().expect("a quantity");
//!     Action::Market { id: OrderId::new(id), instrument: Only, side, quantity }
//! }
//!
//! /// Buys one unit at the first trade and sells it at the first price above 110.
//! fn take_profit(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Advice<BtcUsdt>>, Done) {
//!     let target: Price<BtcUsdt> = "110".parse().expect("a price");
//!     let prices = market.trades().map(|trade| trade.price).share();
//!     let buy = prices.once().map(|price| order(1, Side::Buy).because(format!("a start, at {price}")));
//!     let above = prices.filter(move |price| *price > target).once();
//!     let sell = above.map(|price| order(2, Side::Sell).because(format!("{price} is enough")));
//!     (buy.or(sell), control.done_at_once())
//! }
//!
//! Script::<BtcUsdt>::new()
//!     .trade(1, "100", "5")
//!     .trade(2, "105", "5")
//!     .trade(3, "110.5", "5")
//!     .check(&take_profit, ["1: market buy 1 (order 1, only)", "3: market sell 1 (order 2, only)"]);
//! ```
//!
//! # The map
//!
//! Folders are strata; arrows point down only, and a test keeps it so.
//!
//! - [`time`], [`money`], [`market`]: values. Time in nanoseconds; prices, quantities and amounts in fixed
//!   point, typed by market and currency; orders, books, and the contract between a market and a strategy.
//! - [`network`]: events, behaviors and the machine that runs them. Uses [`time`] only.
//! - [`model`]: what the combinators of [`network`] mean, as functions of lists. For reading and for tests.
//! - [`control`], [`safety`], [`strategy`]: how a shutdown goes, as one pure step; what may leave; functions of ports.
//! - [`scope`]: how work that waits is owned, cancelled and joined; loops that stop in the middle of a wait. Uses
//!   [`time`] only.
//! - [`indicator`]: moving averages, oscillators, bands, volatility, volume by price, imbalance: each a fold.
//! - `session`: trading hours, holidays and time zones: when a market is open.
//! - [`edge`]: streams, sinks and signals of the async world at the border of a network.
//! - [`journal`]: what a run did, instant by instant, in memory and in files.
//! - [`connector`], `report`: the edges. Tapes, a synthetic market, a simulated venue, wires with faults; tables, JSON, pages.
//! - [`runtime`]: who drives all this: the simulation in virtual time, threads and tokio in real time.
//! - `testing`: scripts and time lines for tests.
//!
//! Layers up to [`strategy`] do no I/O, read no clock and spawn nothing: they are functions.
//!
//! # Tenets, ranked
//!
//! Correct, safe to stop, understandable, fast, complete. A slower combinator with a clear meaning beats a
//! fast one with a footnote; a refused order beats a doubtful one.
//!
//! # Features
//!
//! `replay` (tapes of trades), `report` (tables, JSON, pages with pictures), `sessions` (trading hours and calendars, with
//! the IANA time-zone database), `signals` (SIGINT, SIGTERM and SIGHUP)
//! and `testing` (scripts, laws of runtimes) are on by default, `tokio` (the runtime on tokio) is not. Without them the
//! core remains: network, values, strategies, simulation, threads.

pub mod connector;
pub mod control;
pub mod edge;
pub mod indicator;
pub mod journal;
pub mod market;
pub mod model;
pub mod money;
pub mod network;
pub mod prelude;
#[cfg(feature = "report")]
pub mod report;
mod rng;
pub mod runtime;
pub mod safety;
pub mod scope;
#[cfg(feature = "sessions")]
pub mod session;
pub mod strategy;
#[cfg(feature = "testing")]
pub mod testing;
pub mod time;

/// The README's examples are tests.
#[cfg(all(doctest, feature = "testing"))]
#[doc = include_str!("../README.md")]
pub struct Readme;
