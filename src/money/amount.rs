//! Money of one currency: what fills pay, fees cost and a position is worth.

use super::{Currency, MoneyError, fixed, ordered};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, marker::PhantomData, str::FromStr};

/// Decimals of an amount: those of a price and of a quantity together.
const DECIMALS: u32 = 2 * fixed::DECIMALS;

/// A signed amount of currency `C`, in 1e-16.
///
/// ```
/// use tidegate::money::{Amount, Usdt};
/// let gain: Amount<Usdt> = "12.5".parse()?;
/// let fee: Amount<Usdt> = "0.0125".parse()?;
/// assert_eq!(gain.checked_sub(fee).map(|net| net.to_string()).as_deref(), Some("12.4875"));
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
pub struct Amount<C: Currency> {
    units: i128,
    currency: PhantomData<fn() -> C>,
}

ordered!(Amount<C: Currency> by units);

impl<C: Currency> Amount<C> {
    /// Nothing.
    pub const ZERO: Amount<C> = Amount::from_units(0);

    /// An amount from a count of 1e-16.
    #[inline]
    #[must_use]
    pub const fn from_units(units: i128) -> Amount<C> {
        Amount { units, currency: PhantomData }
    }

    /// The count of 1e-16; negative for a loss or a debt.
    #[inline]
    #[must_use]
    pub const fn units(self) -> i128 {
        self.units
    }

    /// Whether there is nothing.
    #[inline]
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.units == 0
    }

    /// The nearest floating point number: lossy, for charts and statistics only.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.units as f64 / 1e16
    }

    /// Both together, or `None` beyond the range.
    #[inline]
    #[must_use]
    pub fn checked_add(self, other: Amount<C>) -> Option<Amount<C>> {
        self.units.checked_add(other.units).map(Amount::from_units)
    }

    /// The difference, or `None` beyond the range.
    #[inline]
    #[must_use]
    pub fn checked_sub(self, other: Amount<C>) -> Option<Amount<C>> {
        self.units.checked_sub(other.units).map(Amount::from_units)
    }

    /// The opposite amount, or `None` for the one that has none.
    #[inline]
    #[must_use]
    pub fn checked_neg(self) -> Option<Amount<C>> {
        self.units.checked_neg().map(Amount::from_units)
    }

    /// The exact sum, or `None` if a partial sum leaves the range.
    ///
    /// ```
    /// use tidegate::money::{Amount, Usdt};
    /// let fees = ["0.1", "0.2", "0.3"].map(|fee| fee.parse::<Amount<Usdt>>().unwrap());
    /// assert_eq!(Amount::sum(fees), "0.6".parse().ok());
    /// ```
    #[must_use]
    pub fn sum(amounts: impl IntoIterator<Item = Amount<C>>) -> Option<Amount<C>> {
        amounts.into_iter().try_fold(Amount::ZERO, Amount::checked_add)
    }
}

impl<C: Currency> Default for Amount<C> {
    fn default() -> Self {
        Amount::ZERO
    }
}

impl<C: Currency> fmt::Display for Amount<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fixed::print(self.units, DECIMALS).fmt(f)
    }
}

impl<C: Currency> fmt::Debug for Amount<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Amount({self} {})", C::CODE)
    }
}

impl<C: Currency> FromStr for Amount<C> {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Amount<C>, MoneyError> {
        match fixed::parse_wide(text.as_bytes(), DECIMALS) {
            Ok(units) => Ok(Amount::from_units(units)),
            Err(source) => Err(MoneyError::Text { what: "amount", source }),
        }
    }
}

impl<C: Currency> Serialize for Amount<C> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.units.serialize(to)
    }
}

impl<'de, C: Currency> Deserialize<'de> for Amount<C> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Amount<C>, D::Error> {
        i128::deserialize(from).map(Amount::from_units)
    }
}
