//! Testing strategies: scripted streams in, time lines out.
//!
//! ```
//! use tidegate::prelude::*;
//! use tidegate::testing::Script;
//!
//! /// Buys one unit whenever the price falls below 100.
//! fn dip(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
//!     let hundred: Price<BtcUsdt> = "100".parse().expect("a price");
//!     let buys = market.trades().filter(move |trade| trade.price < hundred).map_accum(0, |orders, _| {
//!         *orders += 1;
//!         let quantity = "1".parse().expect("a quantity");
//!         Action::Market { id: OrderId::new(*orders), instrument: Only, side: Side::Buy, quantity }
//!     });
//!     (buys, control.done_at_once())
//! }
//!
//! Script::<BtcUsdt>::new()
//!     .trade(1, "100", "2")
//!     .trade(2, "99", "2")
//!     .check(&dip, ["2: market buy 1 (order 1, only)"]);
//! ```

mod marbles;
mod runtime;
mod script;
mod scripted;
mod timeline;

pub use self::marbles::marbles;
pub use self::runtime::{Law, Laws, assert_runtime, check_runtime, check_runtime_within};
pub use self::script::{Lines, Nothing, Script, Seen};
pub use self::scripted::Scripted;
pub use self::timeline::{Mismatch, Timeline};
