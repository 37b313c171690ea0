//! A fraction of an amount, as fees are quoted.

use super::{Amount, Currency, MoneyError, fixed};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A fraction in 1e-8: `0.001` is ten basis points. Negative for a rebate.
///
/// ```
/// use tidegate::money::{Amount, Rate, Usdt};
/// let taker: Rate = "0.001".parse()?;
/// let paid: Amount<Usdt> = "30918.815".parse()?;
/// assert_eq!(taker.of(paid)?.to_string(), "30.918815");
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(i64);

impl Rate {
    /// No fee.
    pub const ZERO: Rate = Rate(0);

    /// A rate from a count of 1e-8.
    #[must_use]
    pub const fn from_units(units: i64) -> Rate {
        Rate(units)
    }

    /// A rate from basis points, of which ten thousand make one.
    #[must_use]
    pub const fn from_basis_points(points: i32) -> Rate {
        Rate(points as i64 * (fixed::SCALE / 10_000))
    }

    /// The count of 1e-8.
    #[must_use]
    pub const fn units(self) -> i64 {
        self.0
    }

    /// The nearest floating point number: lossy, for charts only.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / fixed::SCALE as f64
    }

    /// This fraction of an amount, rounded to 1e-16, half a unit away from zero.
    ///
    /// Exact whenever 16 decimals can hold the result.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] if the result does not fit an amount.
    pub fn of<C: Currency>(self, amount: Amount<C>) -> Result<Amount<C>, MoneyError> {
        let (scale, rate) = (i128::from(fixed::SCALE), i128::from(self.0));
        // Split first: amount times rate may need 190 bits, though the result fits 127. The rest
        // has the sign of the amount, so rounding it alone rounds the whole in the same direction.
        let (whole, rest) = (amount.units() / scale, amount.units() % scale);
        let rounded = divide_half_away(rest * rate, scale);
        whole
            .checked_mul(rate)
            .and_then(|units| units.checked_add(rounded))
            .map(Amount::from_units)
            .ok_or(MoneyError::amount("rate of an amount"))
    }
}

/// `number / by`, rounded to the nearest whole number, halves away from zero.
fn divide_half_away(number: i128, by: i128) -> i128 {
    let (whole, rest) = (number / by, number % by);
    if 2 * rest.abs() >= by { whole + number.signum() } else { whole }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fixed::print(self.0.into(), fixed::DECIMALS).fmt(f)
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rate({self})")
    }
}

impl FromStr for Rate {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Rate, MoneyError> {
        match fixed::parse(text.as_bytes()) {
            Ok(units) => Ok(Rate(units)),
            Err(source) => Err(MoneyError::Text { what: "rate", source }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rate;
    use crate::money::{Amount, Usdt};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_rate_of_an_amount_is_the_exact_product_rounded_once(
            amount in -(1_i128 << 60)..1 << 60,
            rate in any::<i64>(),
        ) {
            let exact = amount * i128::from(rate);
            let away = (2 * exact.abs() + 100_000_000) / 200_000_000 * exact.signum();
            let got = Rate::from_units(rate).of(Amount::<Usdt>::from_units(amount)).unwrap();
            prop_assert_eq!(got.units(), away);
        }

        #[test]
        fn one_as_a_rate_changes_nothing(amount in any::<i128>()) {
            let amount = Amount::<Usdt>::from_units(amount);
            prop_assert_eq!(Rate::from_units(100_000_000).of(amount), Ok(amount));
        }
    }

    #[test]
    fn a_result_beyond_the_range_is_an_error() {
        assert!(Rate::from_units(200_000_000).of(Amount::<Usdt>::from_units(i128::MAX)).is_err());
    }
}
