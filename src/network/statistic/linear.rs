//! `linear_mean`: the newest counts most.

use super::fold::{Aggregate, Fold};
use super::number::Ramp;

/// Fold of [`linear_mean`].
#[derive(Clone, Copy, Debug)]
pub struct LinearMean;

/// The mean with weights that rise evenly from the oldest member, 1, to the newest, n.
///
/// ```text
/// linear_mean(x₁ … xₙ) = Σ i · xᵢ / (n · (n + 1) / 2)
/// ```
///
/// In the unit of the members; none of nothing. NaN and infinities as for the [`mean`](super::mean), and otherwise NaN while a
/// magnitude is 2⁴⁰⁰ or more; no trace is left of any. O(1) a member: as one leaves, all others count once less.
///
/// Off by at most 2⁻⁵² of itself + N · (N + w) · w · M · 2⁻¹⁰² / (n · (n + 1)), letters as [there](super::Number#floats): for N = 10⁸ and
/// w = n = 1,000 the second part is 2e-18 · M. Of equal members below 2⁴⁰⁰ it is their value.
///
/// ```
/// use tidegate::network::{linear_mean, simulate, Windowed};
/// let means = simulate([(1, 1.0), (2, 4.0), (3, 7.0)], |x| x.window_of(2, linear_mean()));
/// assert_eq!(means, [(1, Some(1.0)), (2, Some(3.0)), (3, Some(6.0))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn linear_mean() -> LinearMean {
    LinearMean
}

impl Fold<f64> for LinearMean {
    type State = Ramp;
    type Out = Option<f64>;

    fn start(&self) -> Ramp {
        Ramp::default()
    }

    #[inline]
    fn enter(&self, ramp: &mut Ramp, x: &f64) {
        ramp.enter(*x);
    }

    #[inline]
    fn out(&self, ramp: &Ramp) -> Option<f64> {
        ramp.mean()
    }
}

impl Aggregate<f64> for LinearMean {
    #[inline]
    fn leave(&self, ramp: &mut Ramp, gone: &f64, _next: Option<&f64>) {
        ramp.leave(*gone);
    }

    #[inline]
    fn replace(&self, ramp: &mut Ramp, gone: &f64, _next: Option<&f64>, x: &f64) {
        ramp.replace(*gone, *x);
    }
}
