//! Numbers between two numbers.

use crate::network::state::State;

/// A number between which and another there are others: what [`quantile`](super::quantile()) and [`median`](super::median) are made of.
///
/// Of `f64` and of integers. Fixed point is projected to its units, or, where the result has to be a member, asked
/// for one: [`quantile(q).lower()`](super::Quantile::lower) and its like are made of anything that can be compared.
#[diagnostic::on_unimplemented(
    message = "nothing lies between two `{Self}`",
    label = "expected a fold of `{Self}`",
    note = "quantiles of integers and `f64` are interpolated; of others ask for a member, as in `quantile(0.5).lower()`, \
            or project, as in `median().of(|trade: &Trade<_>| trade.price.units())`"
)]
pub trait Interpolate: State + PartialOrd {
    /// What lies `part` of the way from this one to `to`, which is not less; `part` is from 0 to 1.
    fn between(&self, to: &Self, part: f64) -> f64;
}

impl Interpolate for f64 {
    #[inline]
    fn between(&self, to: &Self, part: f64) -> f64 {
        let (from, to) = (*self, *to);
        let apart = to - from;
        if part == 0.0 {
            from
        } else if !apart.is_finite() {
            // They are further apart than floats reach, or infinite.
            from * (1.0 - part) + to * part
        } else if part < 0.5 {
            from + apart * part
        } else {
            // From the nearer end, as numpy does: at 1 it is `to`, exactly.
            to - apart * (1.0 - part)
        }
    }
}

macro_rules! integers {
    ($($integer:ty),*) => { $(
        impl Interpolate for $integer {
            #[inline]
            fn between(&self, to: &Self, part: f64) -> f64 {
                (*self as f64).between(&(*to as f64), part)
            }
        }
    )* };
}

integers!(i8, i16, i32, i64, i128, u8, u16, u32, u64);
