//! Folds of order: which place a value has among others, and which value a place.
//!
//! All are made of what can be compared. As `min` and `max` they pass over what does not even equal itself, as NaN; unlike
//! them they do so even if it is the oldest, but for [`argmin`] and [`argmax`], which say where those two are. Apart from such,
//! any two values have to be comparable. Equal are those for which `==` holds: 0.0 and -0.0 are.

mod extremum;
mod interpolate;
mod quantile;
mod rank;
mod sorted;
mod tree;
mod unique;

use self::extremum::Dated;
use self::unique::Unique;

pub use self::extremum::Extremum;
pub use self::interpolate::Interpolate;
pub use self::quantile::Quantile;
pub use self::rank::Rank;
pub(super) use self::rank::{OfNewest, Ranked};

/// The value below which lies the part `q` of the members, an `f64` in their unit; none of nothing.
///
/// ```text
/// order = the n members from the least to the greatest, of equal ones the oldest first
/// p = (n - 1) · q,  k = ⌊p⌋
///
/// quantile(q)            = order[k] + (p - k) · (order[k + 1] - order[k])
/// quantile(q).midpoint() = (order[k] + order[k + 1]) / 2, or order[p] if p is whole
/// quantile(q).lower()    = order[⌊p⌋]
/// quantile(q).higher()   = order[⌈p⌉]
/// quantile(q).nearest()  = order[p rounded, halves to the even]
/// ```
///
/// The first is number 7 of R. J. Hyndman and Y. Fan, *Sample quantiles in statistical packages*, The American
/// Statistician 50 (1996), and the default of numpy (`linear`), R and spreadsheets. The others have its place `p` and numpy's
/// names; they are none of the nine. `lower`, `higher` and `nearest` give a member, of whatever type.
///
/// Of integers the two members are rounded to `f64` before. Off by at most 2⁻⁵³ of itself + (n + 2) · 2⁻⁵³ of what lies between the
/// two. Between infinities of both signs lies NaN.
///
/// NaN: passed over; none if there is nothing else.
///
/// Costs O(log n), for what comes, for what leaves and for each value: searches in a tree, and the move of some hundred members at most.
/// All members are kept, in order: of [`total`](crate::network::Windowed::total) and of bars as well.
///
/// # Errors
/// A `q` that is not from 0 to 1 is a [`BuildError::OutOfRange`](crate::network::BuildError::OutOfRange) of the window or bar.
///
/// ```
/// use tidegate::network::{quantile, simulate, Windowed};
/// let prices = [(1, 30.0), (2, 10.0), (3, 20.0), (4, 40.0)];
/// let seen = simulate(prices, |x| x.window_of(3, (quantile(0.75), quantile(0.75).lower())).full());
/// assert_eq!(seen, [(3, (Some(25.0), Some(20.0))), (4, (Some(30.0), Some(20.0)))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn quantile(q: f64) -> Quantile {
    Quantile { q, midpoint: false }
}

/// The member in the middle, or halfway between the two there, an `f64` in their unit: [`quantile`]`(0.5)`; none of nothing.
///
/// NaN is passed over. Costs what `quantile` costs.
///
/// ```
/// use tidegate::network::{median, simulate, Windowed};
/// let seen = simulate([(1, 3), (2, 900), (3, 4)], |x| x.window_of(3, median()));
/// assert_eq!(seen, [(1, Some(3.0)), (2, Some(451.5)), (3, Some(4.0))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn median() -> Quantile {
    quantile(0.5)
}

/// The place of the newest member among all, itself included, as a [`Rank`]; none of nothing.
///
/// ```text
/// below = how many members are less than the newest
/// equal = how many equal it, itself included
/// rank(members).min() = below + 1
/// rank(members).max() = below + equal
/// rank(members).average() = below + (equal + 1) / 2
/// rank(members).percentile() = 100 · average / count
/// ```
///
/// These are the methods `min`, `max` and `average` of pandas' `rank`, whose default is the last, at the newest row. Of one
/// member it is the first of one, 100 %.
///
/// NaN: passed over, and not counted; none if the newest is one.
///
/// Costs four searches, and otherwise what [`quantile`] costs: O(log n).
///
/// ```
/// use tidegate::network::{rank, simulate, Event, Windowed};
/// let seen = simulate([(1, 5), (2, 7), (3, 5), (4, 9)], |x| {
///     x.total(rank()).filter_map(|rank| rank).map(|rank| (rank.min(), rank.average(), rank.percentile()))
/// });
/// assert_eq!(seen, [(1, (1, 1.0, 100.0)), (2, (2, 2.0, 100.0)), (3, (1, 1.5, 50.0)), (4, (4, 4.0, 100.0))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn rank() -> OfNewest {
    OfNewest
}

/// How many different members there are, a `u64`; 0 of nothing.
///
/// `unique(members) = count(x@i where no x@j, j < i, equals it)`. (In pandas: `nunique`.)
///
/// NaN: passed over, since it equals nothing.
///
/// Costs what [`quantile`] costs. Of `total` and of bars one of each is kept.
///
/// ```
/// use tidegate::network::{simulate, unique, Windowed};
/// let seen = simulate([(1, 7), (2, 7), (3, 8), (4, 8)], |x| x.window_of(3, unique()));
/// assert_eq!(seen, [(1, 1), (2, 1), (3, 2), (4, 2)]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn unique() -> Unique {
    Unique
}

/// The least, of equal ones the oldest, and how many members have come after it; none of nothing.
///
/// ```text
/// argmin(members) = Extremum { value: x@i, ago: n - 1 - i } where i is the place, from 0, of min(members)
/// ```
///
/// NaN: as [`min`](super::min) has it, whose value this is. Costs what that costs.
///
/// ```
/// use tidegate::network::{argmin, simulate, Extremum, Windowed};
/// let seen = simulate([(1, 3), (2, 1), (3, 1), (4, 4)], |x| x.window_of(3, argmin()).full());
/// let low = |value, ago| Some(Extremum { value, ago });
/// assert_eq!(seen, [(3, low(1, 1)), (4, low(1, 2))]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn argmin() -> Dated<false> {
    Dated
}

/// The greatest, of equal ones the oldest, and how many members have come after it; none of nothing. As [`argmin`] otherwise.
///
/// ```
/// use tidegate::network::{argmax, simulate, Event, Windowed};
/// let since_high = simulate([(1, 3), (2, 5), (3, 4)], |x| {
///     x.total(argmax()).filter_map(|high| high).map(|high| high.ago)
/// });
/// assert_eq!(since_high, [(1, 0), (2, 0), (3, 1)]);
/// ```
#[must_use = "a fold does nothing until a window or a bar applies it"]
pub fn argmax() -> Dated<true> {
    Dated
}
