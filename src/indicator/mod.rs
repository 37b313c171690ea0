//! Indicators: what chartists, makers and takers watch, each a fold.
//!
//! An indicator is a [`Fold`](crate::network::Fold): a function of all that has come so far. So it is fed like every other
//! statistic, and the combinator says from when on and how often (with their own lengths they go with `total` and bars; [`vwap`] and
//! [`volume_profile`] with `window` and its like, too):
//!
//! | for | is |
//! |---|---|
//! | its value at each occurrence | `closes.total(rsi(14))` |
//! | the same, anew with each trading day | `closes.total_in(calendar.days(), rsi(14))` |
//! | its value at the end of each hour | `closes.total(rsi(14)).bars(hour, Time::EPOCH, last())` |
//! | that of the closes of each hour alone, begun anew with it | `closes.bars(hour, Time::EPOCH, rsi(14))` |
//! | that of hourly closes | `closes.bars(hour, Time::EPOCH, last()).filter_map(\|bar\| bar.value).total(rsi(14))` |
//! | several of the same bars | `bars.total((atr(14), adx(14), donchian(20)))` |
//! | one of another's values | `rsi(14).then(sma(3))` |
//! | without what is not a number | `sma(20).only(\|x: &f64\| x.is_finite())` |
//!
//! Each says nothing until it has what its length asks for (its warm-up), and keeps as much as it needs for the next value.
//! Lengths of zero are refused where the indicator is used. In an average that forgets a NaN stays for ever, and so does what
//! an infinity leaves; from averages over the last few, as `sma`, both go with their members. `.only` keeps them out. The
//! definitions are those of the authors named at each; where libraries differ, mostly in how averages begin, the page says which
//! way is taken.
//!
//! Most are of `f64`, as [`Price::to_f64`](crate::money::Price::to_f64) gives them, some of bars ([`Ohlc`](crate::network::Ohlc)), trades
//! or [`Quote`]s. From trades, in a strategy as here:
//!
//! ```
//! use tidegate::indicator::{bollinger, rsi, vwap};
//! use tidegate::market::{Side, Trade, TradeId};
//! use tidegate::money::{BtcUsdt, Only};
//! use tidegate::network::{Event, Fold, Stretch, Windowed, last, simulate};
//! use tidegate::time::{Span, Time};
//!
//! let trade = |second: i32| Trade::<BtcUsdt> {
//!     instrument: Only,
//!     id: TradeId(second as u64),
//!     price: format!("{}", 60_000 + second % 70).parse().unwrap(),
//!     quantity: "0.1".parse().unwrap(),
//!     aggressor: Side::Buy,
//! };
//! let day = || (1..300).map(|second| (second, trade(second)));
//! let bands = simulate(day(), |trades| {
//!     let close = last().of(|trade: &Trade<BtcUsdt>| trade.price.to_f64());
//!     let closes = trades.bars(Span::from_secs(60), Time::EPOCH, close).filter_map(|bar| bar.value);
//!     closes.total((bollinger(3, 2.0), rsi(3)))
//! });
//! let (band, strength) = bands[3].1;
//! assert_eq!((bands[3].0, band.is_some(), strength.is_some()), (240, true, true));
//! // Of a session; those of an exchange are made by `session::Calendar`.
//! let session = vec![Stretch { start: Time::from_secs(100), end: Time::from_secs(200) }];
//! let values = simulate(day(), |trades| trades.total_in(session, vwap()));
//! assert_eq!((values[0], values.len()), ((100, Some(60_030.0)), 100));
//! ```
//!
//! | file | idea |
//! |---|---|
//! | `average.rs` | moving averages |
//! | `momentum.rs` | how fast prices go, and which way |
//! | `range.rs` | how far bars reach |
//! | `channel.rs` | a band around prices |
//! | `volatility.rs` | how far prices spread, from closes and from bars |
//! | `volume.rs` | prices by what was traded at them |
//! | `quote.rs` | the best prices of a book, and what flows into them |
//! | `lengths.rs` | lengths that have no meaning are refused |

mod average;
mod channel;
mod lengths;
mod momentum;
mod quote;
mod range;
mod volatility;
mod volume;

pub use self::average::{dema, ema, sma, wilder, wma};
pub use self::channel::{Band, bollinger, donchian, keltner};
pub use self::momentum::{Macd, Stochastic, macd, rsi, stochastic};
pub use self::quote::{Quote, Run, order_flow, order_flow_imbalance, trade_run};
pub use self::range::{Directional, adx, atr, true_range};
pub use self::volatility::{garman_klass, parkinson, realised_volatility};
pub use self::volume::{VolumeProfile, obv, volume_profile, vwap};
