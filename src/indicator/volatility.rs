//! How far prices spread, from closes and from bars.
//!
//! Each is per bar, as a part of the price: times √(bars in a year) it is the volatility of a year. While a price that is not
//! above zero is in, it is NaN, and afterwards as if that had not come.

use std::f64::consts::LN_2;

use super::lengths::Lengths;
use crate::network::{Aggregate, Fold, Ohlc, mean};

/// From closes: the root of the mean of the last `length` squared log returns.
///
/// ```text
/// realised_volatility(n) = √(Σ ln(xₜ / xₜ₋₁)² / n)   over the last n returns
/// ```
///
/// Andersen and Bollerslev, *Answering the skeptics*, 1998; the mean return is taken for zero. From the (n + 1)-th price on.
/// O(1) a price; it keeps the last n returns. Logarithms have the same bits on every machine. Those of small moves are off by
/// their last digits, and by what the floats of the prices are: for a cent near 60,000 that is up to 10⁻⁹ of the return.
///
/// ```
/// use tidegate::indicator::realised_volatility;
/// use tidegate::network::{simulate, Windowed};
/// let spread = simulate([(1, 1.0), (2, 2.0), (3, 1.0)], |x| x.total(realised_volatility(2)));
/// assert!((spread[2].1.unwrap() - 2.0_f64.ln()).abs() < 1e-15);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn realised_volatility(length: usize) -> impl Fold<f64, Out = Option<f64>> + Clone {
    let returns = root_of_mean(length).of_steps(|before: &f64, now: &f64| square_of_log(*now, *before));
    Lengths::of("realised_volatility", [length], returns)
}

/// From the ranges of bars, which say more than closes: of the last `length`.
///
/// ```text
/// parkinson(n) = √(Σ ln(high / low)² / (4 · ln 2 · n))
/// ```
///
/// Parkinson, *The extreme value method for estimating the variance of the rate of return*, 1980. From the n-th bar on. O(1) a
/// bar; it keeps n numbers.
///
/// ```
/// use tidegate::indicator::parkinson;
/// use tidegate::network::{simulate, Ohlc, Windowed};
/// let spread = simulate([(1, Ohlc { open: 1.0, high: 2.0, low: 1.0, close: 2.0 })], |x| x.total(parkinson(1)));
/// assert!((spread[0].1.unwrap() - 2.0_f64.ln().sqrt() / 2.0).abs() < 1e-15);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn parkinson(length: usize) -> impl Fold<Ohlc<f64>, Out = Option<f64>> + Clone {
    let ranges = root_of_mean(length).of(|bar: &Ohlc<f64>| square_of_log(bar.high, bar.low) / (4.0 * LN_2));
    Lengths::of("parkinson", [length], ranges)
}

/// From ranges and bodies of bars: of the last `length`.
///
/// ```text
/// garman_klass(n) = √(Σ (ln(high / low)² / 2 - (2 ln 2 - 1) · ln(close / open)²) / n)
/// ```
///
/// Garman and Klass, *On the estimation of security price volatilities from historical data*, 1980. From the n-th bar on.
/// O(1) a bar; it keeps n numbers.
///
/// ```
/// use tidegate::indicator::garman_klass;
/// use tidegate::network::{simulate, Ohlc, Windowed};
/// let spread = simulate([(1, Ohlc { open: 1.0, high: 2.0, low: 1.0, close: 1.0 })], |x| x.total(garman_klass(1)));
/// assert!((spread[0].1.unwrap() - 2.0_f64.ln() / 2.0_f64.sqrt()).abs() < 1e-15);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn garman_klass(length: usize) -> impl Fold<Ohlc<f64>, Out = Option<f64>> + Clone {
    let parts = root_of_mean(length).of(|bar: &Ohlc<f64>| {
        square_of_log(bar.high, bar.low) / 2.0 - (2.0 * LN_2 - 1.0) * square_of_log(bar.close, bar.open)
    });
    Lengths::of("garman_klass", [length], parts)
}

/// `ln(price / before)`²; NaN unless both are above zero.
fn square_of_log(price: f64, before: f64) -> f64 {
    let ratio = price / before;
    let log = match price > 0.0 && before > 0.0 {
        // Here the difference is exact (Sterbenz), while the ratio has been rounded.
        true if (0.5..=2.0).contains(&ratio) => libm::log1p((price - before) / before),
        true => libm::log(ratio),
        false => f64::NAN,
    };
    log * log
}

fn root_of_mean(length: usize) -> impl Fold<f64, Out = Option<f64>> + Clone {
    Fold::<f64>::map(mean().of_last(length), |mean| {
        // Sums of floats that have left may lack a last digit; NaN stays.
        mean.flatten().map(|mean| if mean < 0.0 { 0.0 } else { mean.sqrt() })
    })
}
