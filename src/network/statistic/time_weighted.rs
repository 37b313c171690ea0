//! `time_weighted_mean` of values that hold until the next one comes.

use super::fold::{Aggregate, Fold};
use super::number::{Number, Running, Weights};
use crate::time::Time;

/// Fold of [`time_weighted_mean`].
#[derive(Clone, Copy, Debug)]
pub struct TimeWeightedMean;

/// The mean over time of a value that holds until the next one comes, over pairs of a time and a value: what
/// [`timestamped`](crate::network::Clock::timestamped) gives. Of quotes, positions, spreads; by `.of` of anything that knows its time.
///
/// ```text
/// time_weighted_mean(members) = Σ xᵢ · (tᵢ₊₁ - tᵢ) / (tₙ - t₁)
/// ```
///
/// In the unit of x. The newest weighs nothing yet, and what was replaced within its own timestamp never did, whatever its value.
/// None while no time has passed between members, so none of fewer than two.
///
/// It knows its members and no clock: in a window of time it reaches from the oldest member that is still in to the newest, in a bar
/// from the first one in the bar to the last. What held when the bar began, and until it ends, is no part of it: let a timer sample
/// the value there if it has to be.
///
/// While a NaN has held, or an infinity or a magnitude from 2²⁰⁰ on, it is NaN, and afterwards it is as if that had not come. Off as a
/// [`weighted_mean`](super::weighted_mean()) whose weights are spans: with N, w, X as there, V the longest that a member held
/// and T the time between the oldest and the newest, by 2⁻⁵¹ of itself + N · w · X · V · 2⁻¹⁰² / T; a span of more than 2⁵³ ns, 104 days, is rounded
/// to a float. If all x that have held are equal, it is that value. Times should not go back; where they do, no time has passed. O(1) a
/// member.
///
/// ```
/// use tidegate::network::{simulate, time_weighted_mean, Clock, Windowed};
/// let means = simulate([(1, 10.0), (4, 20.0), (5, 7.0)], |x| x.timestamped().total(time_weighted_mean()));
/// assert_eq!(means, [(1, None), (4, Some(10.0)), (5, Some(12.5))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn time_weighted_mean() -> TimeWeightedMean {
    TimeWeightedMean
}

type Pieces = <f64 as Number>::Weights;

/// A member with how long it has held when the next one comes.
fn piece((at, x): (Time, f64), next: Time) -> (f64, f64) {
    (x, next.since(at).nanos() as f64)
}

impl Fold<(Time, f64)> for TimeWeightedMean {
    /// Those that have held, and the one that holds.
    type State = (Pieces, Option<(Time, f64)>);
    type Out = Option<f64>;

    fn start(&self) -> Self::State {
        Self::State::default()
    }

    #[inline]
    fn enter(&self, (pieces, newest): &mut Self::State, member: &(Time, f64)) {
        if let Some(before) = newest.replace(*member) {
            pieces.enter(piece(before, member.0));
        }
    }

    #[inline]
    fn out(&self, (pieces, _): &Self::State) -> Option<f64> {
        pieces.mean()
    }
}

impl Aggregate<(Time, f64)> for TimeWeightedMean {
    #[inline]
    fn leave(&self, (pieces, newest): &mut Self::State, gone: &(Time, f64), next: Option<&(Time, f64)>) {
        match next {
            Some(next) => pieces.leave(piece(*gone, next.0)),
            None => *newest = None,
        }
    }
}
