//! What can be chosen about a made up market, and what choices make sense.

use super::error::SyntheticError;
use super::walk::{MAX_LOTS, MAX_MOVE};
use crate::money::{Market, Price, Quantity, fixed};
use crate::time::Time;

/// The start of the year 2024, UTC.
const START: Time = Time::from_secs(1_704_067_200);
/// Spread and start in ticks stay far below 2^63, so that sums of them need no check.
const MAX_TICKS: i64 = 1 << 40;
/// Enough for decades of trades 100 ms apart, and the clock cannot leave its range.
const MAX_TRADES: u64 = 1 << 32;

/// The choices for a [`Synthetic`](super::Synthetic) market.
///
/// Unless told otherwise: seed 1, 100,000 trades from 2024-01-01 on, best bid 60,000 in steps of 0.1, a
/// spread of one tick, lots of 0.00001.
///
/// ```
/// use tidegate::connector::synthetic::{Synthetic, SyntheticError, SyntheticOptions};
/// use tidegate::money::{BtcUsdt, Only, Price};
///
/// let odd = SyntheticOptions::<BtcUsdt>::default().tick("0.07".parse()?);
/// let refused = Synthetic::new(Only, odd).unwrap_err();
/// assert!(matches!(refused, SyntheticError::OffTick { .. }));
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Debug)]
pub struct SyntheticOptions<M: Market> {
    seed: u64,
    start: Time,
    trades: u64,
    price: Price<M>,
    tick: Price<M>,
    lot: Quantity<M>,
    spread: u32,
}

crate::money::copies!(SyntheticOptions<M: Market>);

/// Everything in whole numbers: ticks of units, lots of units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// Best bid at the start, in ticks.
    pub(super) start: i64,
    /// In ticks.
    pub(super) spread: i64,
    /// In 1e-8 of the quote currency.
    pub(super) tick: i64,
    /// In 1e-8 of the base currency.
    pub(super) lot: i64,
}

impl<M: Market> SyntheticOptions<M> {
    /// Another seed is another market.
    #[must_use = "options are values: the changed ones are returned"]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The time from which the market runs.
    #[must_use = "options are values: the changed ones are returned"]
    pub const fn start(mut self, at: Time) -> Self {
        self.start = at;
        self
    }

    /// How many trades there are.
    #[must_use = "options are values: the changed ones are returned"]
    pub const fn trades(mut self, trades: u64) -> Self {
        self.trades = trades;
        self
    }

    /// The best bid at the start, a whole number of ticks.
    #[must_use = "options are values: the changed ones are returned"]
    pub const fn start_price(mut self, price: Price<M>) -> Self {
        self.price = price;
        self
    }

    /// The smallest step of a price.
    #[must_use = "options are values: the changed ones are returned"]
    pub const fn tick(mut self, tick: Price<M>) -> Self {
        self.tick = tick;
        self
    }

    /// The smallest step of a quantity.
    #[must_use = "options are values: the changed ones are returned"]
    pub const fn lot(mut self, lot: Quantity<M>) -> Self {
        self.lot = lot;
        self
    }

    /// The distance of best bid and best ask, in ticks.
    #[must_use = "options are values: the changed ones are returned"]
    pub const fn spread(mut self, ticks: u32) -> Self {
        self.spread = ticks;
        self
    }

    /// The options in whole numbers, with seed, start and number of trades.
    pub(super) fn checked(self) -> Result<(Scale, u64, Time, u64), SyntheticError> {
        let (tick, lot, spread) = (self.tick.units(), self.lot.units(), i64::from(self.spread));
        for (what, value) in [("tick", tick), ("lot", lot), ("spread", spread)] {
            if value == 0 {
                return Err(SyntheticError::Zero { what });
            }
        }
        if self.price.units() % tick != 0 {
            return Err(SyntheticError::OffTick { tick, found: self.price.units() });
        }
        most("lot", lot, i64::MAX / MAX_LOTS)?;
        most("trades", i64::try_from(self.trades).unwrap_or(i64::MAX), MAX_TRADES as i64)?;
        let start = self.price.units() / tick;
        // The best bid stays between half and twice the start, but for one move; levels come on top.
        let room = (i64::MAX / tick).min(MAX_TICKS);
        let (low, high) = (2 * (MAX_MOVE + 1), (room - spread) / 2 - 2 * MAX_MOVE);
        if !(low..=high).contains(&start) {
            return Err(SyntheticError::Start { low, high, found: start });
        }
        Ok((Scale { start, spread, tick, lot }, self.seed, self.start, self.trades))
    }
}

const fn most(what: &'static str, found: i64, limit: i64) -> Result<(), SyntheticError> {
    if found > limit { Err(SyntheticError::TooLarge { what, limit, found }) } else { Ok(()) }
}

impl<M: Market> Default for SyntheticOptions<M> {
    fn default() -> Self {
        let price = |units| Price::from_units(units).unwrap_or(Price::MAX);
        Self {
            seed: 1,
            start: START,
            trades: 100_000,
            price: price(60_000 * fixed::SCALE),
            tick: price(fixed::SCALE / 10),
            lot: Quantity::from_units(1_000).unwrap_or(Quantity::MAX),
            spread: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::BtcUsdt;

    #[test]
    fn each_nonsense_has_its_error() {
        let options = SyntheticOptions::<BtcUsdt>::default;
        let found = |options: SyntheticOptions<BtcUsdt>| options.checked().expect_err("nonsense");
        let zero = |what| SyntheticError::Zero { what };
        assert_eq!(found(options().tick(Price::ZERO)), zero("tick"));
        assert_eq!(found(options().lot(Quantity::ZERO)), zero("lot"));
        assert_eq!(found(options().spread(0)), zero("spread"));
        assert!(matches!(found(options().start_price(Price::ZERO)), SyntheticError::Start { found: 0, .. }));
        assert!(matches!(found(options().lot(Quantity::MAX)), SyntheticError::TooLarge { what: "lot", .. }));
        let long = found(options().trades(u64::MAX));
        assert!(matches!(long, SyntheticError::TooLarge { what: "trades", .. }));
        let high = options().tick(Price::MAX).start_price(Price::MAX);
        assert!(matches!(found(high), SyntheticError::Start { found: 1, .. }));
        assert!(options().trades(0).checked().is_ok(), "a quiet market is a market");
    }
}
