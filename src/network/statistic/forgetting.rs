//! `exponential` and `exponential_by_time`: mean and variance that forget exponentially.

use serde::{Deserialize, Serialize};

use super::fold::Fold;
use super::number::{Faded, Left, Number};
use crate::network::clock::timer::nonzero;
use crate::network::error::{BuildError, Place};
use crate::time::{Span, Time};

/// Fold of [`exponential`] and of [`exponential_by_time`].
#[derive(Clone, Copy, Debug)]
pub struct Forgetting<By> {
    by: By,
    adjusted: bool,
}

/// By occurrence: the part that each takes from what was before.
#[derive(Clone, Copy, Debug)]
pub struct Alpha(f64);

/// By time.
#[derive(Clone, Copy, Debug)]
pub struct HalfLife(Span);

/// Mean and variances of members that weigh less the older they are.
///
/// ```text
/// W = Σ w   mean = Σ w · x / W
/// biased_variance = Σ w · (x - mean)² / W
/// variance        = Σ w · (x - mean)² · W / (W² - Σ w²)
/// ```
///
/// The second is what a variance of independent members with these weights has to be for it to be right on average: of equal weights
/// it is the [`variance`](super::variance()). Pandas: `ewm(…).mean()`, `.var(bias=True)`, `.var()`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exponential {
    /// In the unit of the members.
    pub mean: f64,
    /// Corrected for bias, in that unit squared; none while fewer than two members weigh anything.
    pub variance: Option<f64>,
    /// Without correction, in that unit squared; 0 of one member.
    pub biased_variance: f64,
}

impl Exponential {
    /// The square root of the corrected variance.
    pub fn std(&self) -> Option<f64> {
        self.variance.map(f64::sqrt)
    }

    /// The square root of the variance that is not corrected.
    pub fn biased_std(&self) -> f64 {
        self.biased_variance.sqrt()
    }
}

/// Mean and variance that forget exponentially, by occurrence, as an [`Exponential`]; none of nothing.
///
/// ```text
/// f = 1 - alpha
/// weights, from the newest:  alpha, alpha · f, alpha · f², …, and of the oldest, the n-th: fⁿ⁻¹
///     of `.adjusted()`:      1, f, f², …, fⁿ⁻¹
/// ```
///
/// Without `adjusted` the first member weighs as if it had been there for ever, and the mean is that of
/// [`ewma`](super::Smooth::ewma) (pandas: `adjust=False`). With it, all have their weight from the start: the first of a hundred
/// counts as one (pandas: `adjust=True`, the default there). A half-life of h occurrences is `alpha = 1 - 2^(-1/h)`, what pandas
/// calls a span s is `alpha = 2 / (s + 1)`.
///
/// A NaN stays in it, and so does what is infinite or from 2⁴⁰⁰ on: all is NaN from there on (with `alpha = 1`, which forgets all
/// but the newest, while it is the newest). `.only(|x| !x.is_nan())` keeps it out; the others are then as if it had not come, as with
/// pandas' `ignore_na=True`.
///
/// The mean is off by at most 2⁻⁵³ of itself + D · 2⁻⁵⁰, where D is the greatest distance that a member had from it; of a constant it
/// is the constant, with a variance of 0, exactly. The error does not grow with what has come: over 10⁸ prices near 60,000 that
/// move by cents, with steps and spikes, and over numbers of all sizes, the variances were within 1e-14 of themselves, until a
/// price had stood still for so long that the deviation was below M · 2⁻⁷⁴ / alpha, M being the greatest magnitude. Weights are
/// exactly those above, but where they are below 2⁻²⁰⁰ of that of the newest: who weighs less is forgotten wholly. O(1) a member.
///
/// It takes in and never lets go: for [`total`](crate::network::Windowed::total) and for bars, in which it begins anew.
///
/// # Errors
/// An alpha that is not above 0 and at most 1 is a [`BuildError::OutOfRange`] of the total or bar.
///
/// ```
/// use tidegate::network::{exponential, simulate, Exponential, Windowed};
/// let seen = simulate([(1, 4.0), (2, 8.0)], |x| x.total((exponential(0.5), exponential(0.5).adjusted())));
/// let of = |mean, variance, biased_variance| Some(Exponential { mean, variance, biased_variance });
/// assert_eq!(seen[0].1, (of(4.0, None, 0.0), of(4.0, None, 0.0)));
/// assert_eq!(seen[1].1.0, of(6.0, Some(8.0), 4.0));
/// assert!((seen[1].1.1.unwrap().mean - 20.0 / 3.0).abs() < 1e-15);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn exponential(alpha: f64) -> Forgetting<Alpha> {
    Forgetting { by: Alpha(alpha), adjusted: false }
}

/// Mean and variance that forget exponentially, by time, as an [`Exponential`]; none of nothing. Over pairs of a time and a value:
/// what [`timestamped`](crate::network::Clock::timestamped) gives.
///
/// ```text
/// A weight is halved in `half_life`. A new member, e after the one before, weighs 1 - 2^(-e / half_life), the first one 1
///     of `.adjusted()`: each weighs 1 when it is new
/// ```
///
/// Without `adjusted` a member stands for the time since the one before: its mean is that of
/// [`ewma_half_life`](super::Smooth::ewma_half_life), and one with the timestamp of the one before has no weight, whatever its value.
/// With it a member is an observation, and ten at once count as ten (pandas: `ewm(halflife=…, times=…)`).
///
/// Half-lives passed are the quotient of two whole numbers of nanoseconds, rounded; powers have the same bits on every machine.
/// Times should not go back; where they do, no time has passed. Otherwise as [`exponential`]; a NaN is forgotten after a pause of 200
/// half-lives, and so is all that was before.
///
/// # Errors
/// A half-life of zero is a [`BuildError::ZeroSpan`] of the total or bar.
///
/// ```
/// use tidegate::network::{exponential_by_time, simulate, Clock, Event, Windowed};
/// use tidegate::time::Span;
/// let seen = simulate([(1, 4.0), (3, 8.0)], |x| {
///     let folds = (exponential_by_time(Span::from_secs(2)), exponential_by_time(Span::from_secs(1)).adjusted());
///     x.timestamped().total(folds).map(|(plain, adjusted)| (plain.unwrap().mean, adjusted.unwrap().mean))
/// });
/// assert_eq!(seen, [(1, (4.0, 4.0)), (3, (6.0, 7.2))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn exponential_by_time(half_life: Span) -> Forgetting<HalfLife> {
    Forgetting { by: HalfLife(half_life), adjusted: false }
}

impl<By> Forgetting<By> {
    /// The same with the weights of all relative to each other from the start.
    #[must_use = "a fold does nothing until a window or a bar applies it"]
    pub fn adjusted(self) -> Self {
        Self { adjusted: true, ..self }
    }

    #[inline]
    fn take(&self, faded: &mut Faded, x: impl Number, left: Left) {
        faded.enter(x.in_two(), left, if self.adjusted { 1.0 } else { left.lost() });
    }
}

fn told(faded: &Faded) -> Option<Exponential> {
    let (variance, biased_variance) = (faded.variance(), faded.biased_variance());
    faded.mean().map(|mean| Exponential { mean, variance, biased_variance })
}

impl<X: Number> Fold<X> for Forgetting<Alpha> {
    type State = Faded;
    type Out = Option<Exponential>;

    fn check(&self, used_at: Place) -> Result<(), BuildError> {
        let alpha = self.by.0;
        match alpha > 0.0 && alpha <= 1.0 {
            true => Ok(()),
            false => Err(BuildError::OutOfRange {
                operator: "exponential",
                expected: "an alpha above 0, at most 1",
                found: alpha.to_string(),
                used_at,
            }),
        }
    }

    fn start(&self) -> Faded {
        Faded::default()
    }

    #[inline]
    fn enter(&self, faded: &mut Faded, x: &X) {
        self.take(faded, *x, Left::without(self.by.0));
    }

    #[inline]
    fn out(&self, faded: &Faded) -> Option<Exponential> {
        told(faded)
    }
}

impl<X: Number> Fold<(Time, X)> for Forgetting<HalfLife> {
    /// With the time of the last member; of none, where it does not matter, the epoch.
    type State = (Faded, Time);
    type Out = Option<Exponential>;

    fn check(&self, at: Place) -> Result<(), BuildError> {
        nonzero(self.by.0, "exponential_by_time", at)
    }

    fn start(&self) -> Self::State {
        (Faded::default(), Time::EPOCH)
    }

    #[inline]
    fn enter(&self, (faded, last): &mut Self::State, (at, x): &(Time, X)) {
        let half_lives = at.since(*last).nanos() as f64 / self.by.0.nanos() as f64;
        self.take(faded, *x, Left::after_half_lives(half_lives));
        *last = *at;
    }

    #[inline]
    fn out(&self, (faded, _): &Self::State) -> Option<Exponential> {
        told(faded)
    }
}
