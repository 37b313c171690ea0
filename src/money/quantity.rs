//! How much of the base currency.

use super::{Market, MoneyError, fixed, ordered};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, marker::PhantomData, str::FromStr};

/// A quantity on market `M`: zero or more, in 1e-8 of the base currency.
///
/// The direction of an order is its side, never the sign of its quantity.
///
/// ```
/// use tidegate::money::{BtcUsdt, Quantity};
/// let have: Quantity<BtcUsdt> = "0.5".parse()?;
/// let want: Quantity<BtcUsdt> = "0.7".parse()?;
/// assert_eq!(have.checked_sub(want), None);
/// assert_eq!(have.min(want), have);
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
pub struct Quantity<M: Market> {
    units: i64,
    market: PhantomData<fn() -> M>,
}

ordered!(Quantity<M: Market> by units);

impl<M: Market> Quantity<M> {
    /// Nothing.
    pub const ZERO: Quantity<M> = Quantity::of(0);
    /// The largest quantity, 92233720368.54775807.
    pub const MAX: Quantity<M> = Quantity::of(i64::MAX);

    const fn of(units: i64) -> Quantity<M> {
        Quantity { units, market: PhantomData }
    }

    /// A quantity from a count of 1e-8.
    ///
    /// # Errors
    /// [`MoneyError::Negative`] below zero.
    #[inline]
    pub const fn from_units(units: i64) -> Result<Quantity<M>, MoneyError> {
        if units < 0 {
            Err(MoneyError::Negative { what: "quantity", found: units })
        } else {
            Ok(Quantity::of(units))
        }
    }

    /// Reads a quantity from the bytes of a file or a message.
    ///
    /// # Errors
    /// [`MoneyError::Text`] if it is no decimal number that fits, [`MoneyError::Negative`] below zero.
    #[inline]
    pub fn from_decimal(text: &[u8]) -> Result<Quantity<M>, MoneyError> {
        match fixed::parse(text) {
            Ok(units) => Quantity::from_units(units),
            Err(source) => Err(MoneyError::Text { what: "quantity", source }),
        }
    }

    /// The count of 1e-8, zero or more.
    #[inline]
    #[must_use]
    pub const fn units(self) -> i64 {
        self.units
    }

    /// Whether there is nothing.
    #[inline]
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.units == 0
    }

    /// The nearest floating point number: lossy, for indicators and charts only.
    #[inline]
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.units as f64 / fixed::SCALE as f64
    }

    /// Both together, or `None` beyond the range.
    #[inline]
    #[must_use]
    pub fn checked_add(self, other: Quantity<M>) -> Option<Quantity<M>> {
        self.units.checked_add(other.units).map(Quantity::of)
    }

    /// What remains, or `None` below zero.
    #[inline]
    #[must_use]
    pub fn checked_sub(self, other: Quantity<M>) -> Option<Quantity<M>> {
        Some(self.units - other.units).filter(|&units| units >= 0).map(Quantity::of)
    }

    /// The smaller of the two.
    #[inline]
    #[must_use]
    pub const fn min(self, other: Quantity<M>) -> Quantity<M> {
        if self.units < other.units { self } else { other }
    }
}

impl<M: Market> Default for Quantity<M> {
    fn default() -> Self {
        Quantity::ZERO
    }
}

impl<M: Market> fmt::Display for Quantity<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fixed::print(self.units.into(), fixed::DECIMALS).fmt(f)
    }
}

impl<M: Market> fmt::Debug for Quantity<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Quantity({self} {})", M::NAME)
    }
}

impl<M: Market> FromStr for Quantity<M> {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Quantity<M>, MoneyError> {
        Quantity::from_decimal(text.as_bytes())
    }
}

impl<M: Market> Serialize for Quantity<M> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.units.serialize(to)
    }
}

impl<'de, M: Market> Deserialize<'de> for Quantity<M> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Quantity<M>, D::Error> {
        Quantity::from_units(i64::deserialize(from)?).map_err(de::Error::custom)
    }
}
