//! Money that adds up: fixed point, typed by currency and market.
//!
//! Binary floating point cannot hold a tenth, so sums of prices drift and two ways of computing one
//! balance differ. Here every number is a whole count of a small unit:
//!
//! | type | counts | unit | range |
//! |---|---|---|---|
//! | [`Price<M>`] | quote currency for one base unit | 1e-8 | 0 to 92 billion |
//! | [`Move<M>`] | difference of two prices | 1e-8 | ±92 billion |
//! | [`Quantity<M>`] | base currency | 1e-8 | 0 to 92 billion |
//! | [`Amount<C>`] | money of one currency, signed | 1e-16 | ±1.7e22 |
//! | [`Rate`] | fraction, for fees | 1e-8 | ±92 billion |
//!
//! Laws of exactness:
//!
//! 1. What is parsed prints as the same number; nothing is rounded in between.
//! 2. Price times quantity is exact and cannot overflow: 63 bits times 63 bits fit in 127.
//! 3. Sums are exact or `None`; they never wrap and never saturate.
//! 4. Rounding happens in functions that say so: [`Rate::of`] and [`Price::rounded_from_f64`].
//! 5. Floating point leaves (`to_f64`, for indicators) and comes back only by the second of these.
//!
//! The marker types keep markets apart: a price at one venue cannot be added to, compared with or
//! sent to another.
//!
//! ```compile_fail,E0308
//! use tidegate::money::{BtcUsdt, EthUsdt, Price};
//! let btc: Price<BtcUsdt> = "61837.63".parse().unwrap();
//! let eth: Price<EthUsdt> = "2683.10".parse().unwrap();
//! btc.minus(eth);
//! ```

mod amount;
mod currency;
mod error;
pub mod fixed;
mod marked;
mod offset;
mod price;
mod quantity;
mod rate;

pub use amount::Amount;
pub use currency::{
    Btc, BtcUsdt, Currency, Eth, EthUsdt, Eur, Instrument, InstrumentId, Market, Only, Usd, Usdt, Xrp,
};
pub use error::MoneyError;
pub use offset::Move;
pub use price::Price;
pub use quantity::Quantity;
pub use rate::Rate;

pub(crate) use marked::{copies, ordered};
