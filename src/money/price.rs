//! What one unit of the base currency costs.

use super::{Amount, Market, MoneyError, Move, Quantity, fixed, ordered};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, marker::PhantomData, str::FromStr};

/// A price on market `M`: zero or more, in 1e-8 of the quote currency for one unit of the base.
///
/// ```
/// use tidegate::money::{Amount, BtcUsdt, Price, Quantity, Usdt};
/// let price: Price<BtcUsdt> = "61837.63".parse()?;
/// let quantity: Quantity<BtcUsdt> = "0.5".parse()?;
/// assert_eq!(price.notional(quantity), "30918.815".parse::<Amount<Usdt>>()?);
/// assert_eq!(price.to_string(), "61837.63");
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
pub struct Price<M: Market> {
    units: i64,
    market: PhantomData<fn() -> M>,
}

ordered!(Price<M: Market> by units);

impl<M: Market> Price<M> {
    /// The smallest price.
    pub const ZERO: Price<M> = Price::of(0);
    /// The largest price, 92233720368.54775807.
    pub const MAX: Price<M> = Price::of(i64::MAX);

    const fn of(units: i64) -> Price<M> {
        Price { units, market: PhantomData }
    }

    /// A price from a count of 1e-8.
    ///
    /// # Errors
    /// [`MoneyError::Negative`] below zero.
    #[inline]
    pub const fn from_units(units: i64) -> Result<Price<M>, MoneyError> {
        if units < 0 {
            Err(MoneyError::Negative { what: "price", found: units })
        } else {
            Ok(Price::of(units))
        }
    }

    /// Reads a price from the bytes of a file or a message.
    ///
    /// # Errors
    /// [`MoneyError::Text`] if it is no decimal number that fits, [`MoneyError::Negative`] below zero.
    #[inline]
    pub fn from_decimal(text: &[u8]) -> Result<Price<M>, MoneyError> {
        match fixed::parse(text) {
            Ok(units) => Price::from_units(units),
            Err(source) => Err(MoneyError::Text { what: "price", source }),
        }
    }

    /// The price that a model computed, as the nearest whole number of ticks, ties upwards.
    ///
    /// The one way from floating point into orders. The binary number is taken exactly as it is,
    /// so the result is the same on every machine.
    ///
    /// ```
    /// use tidegate::money::{BtcUsdt, Price};
    /// let tick: Price<BtcUsdt> = "0.05".parse()?;
    /// assert_eq!(Price::rounded_from_f64(100.0 / 3.0, tick)?.to_string(), "33.35");
    /// assert!(Price::rounded_from_f64(f64::NAN, tick).is_err());
    /// # Ok::<(), tidegate::money::MoneyError>(())
    /// ```
    ///
    /// # Errors
    /// [`MoneyError::NotAPrice`] for NaN, infinities, and what is negative or too large;
    /// [`MoneyError::ZeroTick`] for a tick of zero.
    pub fn rounded_from_f64(value: f64, tick: Price<M>) -> Result<Price<M>, MoneyError> {
        if tick.units == 0 {
            return Err(MoneyError::ZeroTick);
        }
        let wrong = MoneyError::NotAPrice { found: value };
        let (whole, half) = exact_units(value).ok_or(wrong)?;
        let tick = i128::from(tick.units);
        // With a rest of r + f, r whole and f below one: up if 2r + 2f >= tick.
        let short_of_half = tick - 2 * (whole % tick);
        let up = short_of_half <= 0 || (short_of_half == 1 && half);
        let units = (whole / tick + i128::from(up)) * tick;
        i64::try_from(units).map(Price::of).map_err(|_| wrong)
    }

    /// The count of 1e-8, zero or more.
    #[inline]
    #[must_use]
    pub const fn units(self) -> i64 {
        self.units
    }

    /// The nearest floating point number: lossy, for indicators and charts only.
    #[inline]
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.units as f64 / fixed::SCALE as f64
    }

    /// How far this price is above the other.
    ///
    /// ```
    /// use tidegate::money::{BtcUsdt, Price};
    /// let (low, high): (Price<BtcUsdt>, _) = ("10".parse()?, "12.5".parse()?);
    /// assert_eq!(low.minus(high).to_string(), "-2.5");
    /// assert_eq!(low.checked_sub(low.minus(high)), Some(high));
    /// # Ok::<(), tidegate::money::MoneyError>(())
    /// ```
    #[inline]
    #[must_use]
    pub const fn minus(self, other: Price<M>) -> Move<M> {
        // Both lie between 0 and 2^63 - 1, so the difference fits.
        Move::from_units(self.units - other.units)
    }

    /// The price after a move, or `None` below zero or beyond the range.
    #[inline]
    #[must_use]
    pub fn checked_add(self, by: Move<M>) -> Option<Price<M>> {
        self.units.checked_add(by.units()).filter(|&units| units >= 0).map(Price::of)
    }

    /// The price before a move, or `None` below zero or beyond the range.
    #[inline]
    #[must_use]
    pub fn checked_sub(self, by: Move<M>) -> Option<Price<M>> {
        self.units.checked_sub(by.units()).filter(|&units| units >= 0).map(Price::of)
    }

    /// What a quantity is worth at this price: exact, and always in range.
    #[inline]
    #[must_use]
    pub const fn notional(self, quantity: Quantity<M>) -> Amount<M::Quote> {
        // Two factors below 2^63 make a product below 2^126; 1e-8 times 1e-8 is 1e-16.
        Amount::from_units(self.units as i128 * quantity.units() as i128)
    }
}

/// The whole units of 1e-8 in a binary number, and whether at least half a unit remains.
fn exact_units(value: f64) -> Option<(i128, bool)> {
    /// 2^37: above the largest price, and what lies below needs 16 binary places or more.
    const TOO_LARGE: f64 = 137_438_953_472.0;
    if !(0.0..TOO_LARGE).contains(&value) {
        return None;
    }
    let bits = value.to_bits() & !(1 << 63);
    let exponent = (bits >> 52) as u32;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) = if exponent == 0 { (fraction, 1) } else { (fraction | 1 << 52, exponent) };
    let scaled = i128::from(mantissa) * i128::from(fixed::SCALE);
    // value = mantissa / 2^places; 53 and 27 bits make `scaled` shorter than 81.
    let places = 1075 - exponent;
    if places > 100 {
        return Some((0, false));
    }
    Some((scaled >> places, scaled >> (places - 1) & 1 == 1))
}

impl<M: Market> fmt::Display for Price<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fixed::print(self.units.into(), fixed::DECIMALS).fmt(f)
    }
}

impl<M: Market> fmt::Debug for Price<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Price({self} {})", M::NAME)
    }
}

impl<M: Market> FromStr for Price<M> {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Price<M>, MoneyError> {
        Price::from_decimal(text.as_bytes())
    }
}

impl<M: Market> Serialize for Price<M> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.units.serialize(to)
    }
}

impl<'de, M: Market> Deserialize<'de> for Price<M> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Price<M>, D::Error> {
        Price::from_units(i64::deserialize(from)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Price;
    use crate::money::BtcUsdt;
    use proptest::prelude::*;

    type P = Price<BtcUsdt>;

    fn p(units: i64) -> P {
        P::from_units(units).unwrap()
    }

    proptest! {
        #[test]
        fn a_rounded_price_is_within_half_a_tick(value in 0.0..9e10, tick in 1..10_000_000_000_i64) {
            let price = P::rounded_from_f64(value, p(tick)).unwrap();
            prop_assert_eq!(price.units() % tick, 0);
            let off = (price.units() as f64 - value * 1e8).abs();
            prop_assert!(off <= tick as f64 / 2.0 + value * 1e8 * f64::EPSILON, "{} off {}", price, off);
        }

        #[test]
        fn an_exactly_held_price_comes_back_from_floating_point(units in 0..1_i64 << 52) {
            prop_assert_eq!(P::rounded_from_f64(p(units).to_f64(), p(1)).unwrap(), p(units));
        }

        #[test]
        fn a_move_leads_from_one_price_to_the_other(a in 0..i64::MAX, b in 0..i64::MAX) {
            prop_assert_eq!(p(a).checked_add(p(b).minus(p(a))), Some(p(b)));
            prop_assert_eq!(p(a).checked_sub(p(a).minus(p(b))), Some(p(b)));
        }
    }

    #[test]
    fn ties_go_away_from_zero_and_numbers_that_are_no_price_are_errors() {
        let tick = p(10_000_000);
        assert_eq!(P::rounded_from_f64(0.25, tick).unwrap(), p(30_000_000));
        assert_eq!(P::rounded_from_f64(0.2499999, tick).unwrap(), p(20_000_000));
        // Exactly half a unit of 1e-8, which only a tick of odd length makes a tie.
        assert_eq!(P::rounded_from_f64(0.00390625, p(1)).unwrap(), p(390_625));
        assert_eq!(P::rounded_from_f64(0.001953125, p(1)).unwrap(), p(195_313));
        assert_eq!(P::rounded_from_f64(-0.0, tick).unwrap(), P::ZERO);
        assert_eq!(P::rounded_from_f64(f64::MIN_POSITIVE / 4.0, tick).unwrap(), P::ZERO);
        for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.1, 1e11, f64::MAX] {
            assert!(P::rounded_from_f64(wrong, tick).is_err(), "{wrong}");
        }
        assert!(P::rounded_from_f64(1.0, P::ZERO).is_err());
    }

    #[test]
    fn a_price_is_never_negative() {
        assert!(P::from_units(-1).is_err());
        assert!("-1".parse::<P>().is_err());
        assert!(serde_json::from_str::<P>("-1").is_err());
        assert_eq!(P::ZERO.checked_sub(p(1).minus(P::ZERO)), None);
    }
}
