//! Prices by what was traded at them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::market::Trade;
use crate::money::{Market, Price, fixed::SCALE};
use crate::network::{Aggregate, BuildError, Fold, Place, sum, weighted_mean};

/// On-balance volume: what was traded as prices rose, less what was traded as they fell, over pairs `(close, volume)`.
///
/// ```text
/// obv₁ = 0,  obvₜ = obvₜ₋₁ + volumeₜ · sign(closeₜ - closeₜ₋₁)
/// ```
///
/// Granville, *Granville's new key to stock market profits*, 1963. A NaN stays for ever. In the unit of the volume. From the
/// first on. O(1) a pair, [exact](crate::network::Number) as a [`sum`].
///
/// ```
/// use tidegate::indicator::obv;
/// use tidegate::network::{simulate, Windowed};
/// let bars = [(1, (10.0, 5.0)), (2, (11.0, 3.0)), (3, (9.0, 4.0)), (4, (9.0, 8.0))];
/// assert_eq!(simulate(bars, |x| x.total(obv())), [(1, 0.0), (2, 3.0), (3, -1.0), (4, -1.0)]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn obv() -> impl Fold<(f64, f64), Out = f64> + Clone {
    sum().of_steps(|before: &(f64, f64), now: &(f64, f64)| match now.0.partial_cmp(&before.0) {
        Some(Ordering::Greater) => now.1,
        Some(Ordering::Less) => -now.1,
        Some(Ordering::Equal) => 0.0,
        None => f64::NAN,
    })
}

/// The mean price by volume, none without trades.
///
/// ```text
/// vwap(trades) = Σ price · quantity / Σ quantity
/// ```
///
/// Anchored to the session: `trades.total_in(calendar.days(), vwap())`; rolling: `trades.window_at(span, vwap())`. The sums
/// are exact, so that it does not drift; the result is within 2⁻⁵⁰ of itself. O(1) a trade.
///
/// ```
/// use tidegate::indicator::vwap;
/// use tidegate::market::{Side, Trade, TradeId};
/// use tidegate::money::{BtcUsdt, Only};
/// use tidegate::network::{simulate, Windowed};
///
/// let trade = |price: &str, quantity: &str| Trade::<BtcUsdt> {
///     instrument: Only,
///     id: TradeId(1),
///     price: price.parse().unwrap(),
///     quantity: quantity.parse().unwrap(),
///     aggressor: Side::Buy,
/// };
/// let trades = [(1, trade("60000", "3")), (2, trade("60004", "1"))];
/// let means = simulate(trades, |x| x.total(vwap()));
/// assert_eq!(means[0], (1, Some(60_000.0)));
/// assert!((means[1].1.unwrap() - 60_001.0).abs() < 1e-9);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn vwap<M: Market>() -> impl Aggregate<Trade<M>, Out = Option<f64>> + Clone {
    let pairs = weighted_mean().of(|trade: &Trade<M>| (trade.price.units(), trade.quantity.units()));
    Fold::<Trade<M>>::map(pairs, |units: Option<f64>| units.map(|units| units / SCALE as f64))
}

/// How much was traded at which prices.
///
/// ```
/// use tidegate::indicator::volume_profile;
/// use tidegate::market::{Side, Trade, TradeId};
/// use tidegate::money::{BtcUsdt, Only, Price};
/// use tidegate::network::{simulate, Windowed};
///
/// let price = |text: &str| text.parse::<Price<BtcUsdt>>().unwrap();
/// let trade = |at: &str, quantity: &str| Trade::<BtcUsdt> {
///     instrument: Only,
///     id: TradeId(1),
///     price: price(at),
///     quantity: quantity.parse().unwrap(),
///     aggressor: Side::Buy,
/// };
/// let trades = [(1, trade("60003", "1")), (2, trade("60012", "5")), (3, trade("60017", "2"))];
/// let profiles = simulate(trades, |x| x.total(volume_profile(price("10"))));
/// let profile = &profiles[2].1;
/// assert_eq!(profile.point_of_control(), Some(price("60010")));
/// assert_eq!(profile.value_area(0.7), Some((price("60010"), price("60020"))));
/// ```
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct VolumeProfile<M: Market> {
    step: Price<M>,
    /// Units of quantity by the number of the step, without empty ones.
    levels: BTreeMap<i64, i128>,
}

impl<M: Market> Clone for VolumeProfile<M> {
    fn clone(&self) -> Self {
        Self { step: self.step, levels: self.levels.clone() }
    }
}

impl<M: Market> PartialEq for VolumeProfile<M> {
    fn eq(&self, other: &Self) -> bool {
        self.step == other.step && self.levels == other.levels
    }
}

impl<M: Market> Eq for VolumeProfile<M> {}

impl<M: Market> fmt::Debug for VolumeProfile<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VolumeProfile").field("step", &self.step).field("levels", &self.levels).finish()
    }
}

impl<M: Market> VolumeProfile<M> {
    /// The lower edge of each step in which something was traded, and how much, in units of quantity of which there
    /// are 10⁸; from the lowest price to the highest.
    pub fn levels(&self) -> impl Iterator<Item = (Price<M>, i128)> + '_ {
        self.levels.iter().filter_map(|(number, volume)| Some((self.edge(*number)?, *volume)))
    }

    /// The lower edge of the step in which most was traded, the lowest of equal ones; none without trades.
    #[must_use]
    pub fn point_of_control(&self) -> Option<Price<M>> {
        self.edge(self.fullest()?)
    }

    /// The edges of the steps around the point of control in which at least that part of the volume was traded, from 0 to 1.
    /// Of the next step with trades below and the next above, the fuller comes in first, the lower of equal ones. None
    /// without trades. A part below 0 or NaN is as 0, the point of control alone; one above 1 is as 1, all.
    #[must_use]
    pub fn value_area(&self, part: f64) -> Option<(Price<M>, Price<M>)> {
        let fullest = self.fullest()?;
        let all: i128 = self.levels.values().sum();
        let wanted = if part < 1.0 || part.is_nan() { (part * all as f64).ceil() as i128 } else { all };
        let mut inside = self.levels.get(&fullest).copied()?;
        let (mut low, mut high) = (fullest, fullest);
        while inside < wanted {
            let below = self.levels.range(..low).next_back();
            let above = self.levels.range(high.saturating_add(1)..).next();
            let goes_down = match (below, above) {
                (None, None) => break,
                (Some((_, below)), Some((_, above))) => below >= above,
                (below, _) => below.is_some(),
            };
            let (number, volume) = if goes_down { below? } else { above? };
            inside += volume;
            (low, high) = (low.min(*number), high.max(*number));
        }
        Some((self.edge(low)?, self.edge(high.saturating_add(1))?))
    }

    fn edge(&self, number: i64) -> Option<Price<M>> {
        Price::from_units(number.checked_mul(self.step.units())?).ok()
    }

    fn fullest(&self) -> Option<i64> {
        let fuller = |best: (i64, i128), next: (i64, i128)| if next.1 > best.1 { next } else { best };
        self.levels.iter().map(|(number, volume)| (*number, *volume)).reduce(fuller).map(|(number, _)| number)
    }

    fn add(&mut self, trade: &Trade<M>, sign: i128) {
        let Some(number) = trade.price.units().checked_div_euclid(self.step.units()) else { return };
        let volume = self.levels.entry(number).or_default();
        *volume += sign * i128::from(trade.quantity.units());
        if *volume == 0 {
            self.levels.remove(&number);
        }
    }
}

/// How much was traded at which prices, in steps of `step`: a fold for bars and sessions.
///
/// The market profile of Steidlmayer, 1985, by volume instead of time. Exact. O(log k) a trade for k steps; it gives a copy
/// of all of them, O(k), as often as it is asked: at the end of each bar with `bars` and `bars_in`.
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn volume_profile<M: Market>(step: Price<M>) -> impl Aggregate<Trade<M>, Out = VolumeProfile<M>> + Clone {
    Profiled { step }
}

#[derive(Debug)]
struct Profiled<M: Market> {
    step: Price<M>,
}

impl<M: Market> Clone for Profiled<M> {
    fn clone(&self) -> Self {
        Self { step: self.step }
    }
}

impl<M: Market> Fold<Trade<M>> for Profiled<M> {
    type State = VolumeProfile<M>;
    type Out = VolumeProfile<M>;

    fn check(&self, used_at: Place) -> Result<(), BuildError> {
        match self.step.units() > 0 {
            true => Ok(()),
            false => Err(BuildError::OutOfRange {
                operator: "volume_profile",
                expected: "a step above zero",
                found: self.step.to_string(),
                used_at,
            }),
        }
    }

    fn start(&self) -> VolumeProfile<M> {
        VolumeProfile { step: self.step, levels: BTreeMap::new() }
    }

    #[inline]
    fn enter(&self, profile: &mut VolumeProfile<M>, trade: &Trade<M>) {
        profile.add(trade, 1);
    }

    fn out(&self, profile: &VolumeProfile<M>) -> VolumeProfile<M> {
        profile.clone()
    }
}

impl<M: Market> Aggregate<Trade<M>> for Profiled<M> {
    fn leave(&self, profile: &mut VolumeProfile<M>, gone: &Trade<M>, _next: Option<&Trade<M>>) {
        profile.add(gone, -1);
    }
}
