//! Sums of the products of pairs, from which a covariance is made.

use serde::{Deserialize, Serialize};

use super::integer::{Integer, IntegerSums};
use super::members::ordinary;
use super::newest::Newest;
use super::two::Two;
use super::twos::Twos;
use super::wide::{Wide, to_f64};
use super::{Number, Products, Running, Sums};

/// Sums of floats on either side, and of their products.
///
/// Invariants: `odd` is how many pairs are in with a side that is not finite or far out, and these are in no sum;
/// with none in, all is as at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FloatProducts {
    sides: [Newest<f64>; 2],
    odd: u64,
    sums: Twos,
    pub(super) products: Two,
}

/// What a pair adds to the sums of either side.
#[inline(always)]
fn apart((x, y): (f64, f64)) -> [Two; 2] {
    [Two::of(x), Two::of(y)]
}

impl FloatProducts {
    /// Those that are in, all of them ordinary, their sums, and that of their products.
    pub(super) fn of([x, y]: [(Newest<f64>, Two); 2], products: Two) -> FloatProducts {
        FloatProducts { sides: [x.0, y.0], odd: 0, sums: Twos::of([x.1, y.1]), products }
    }

    /// Adds a pair; whether both are ordinary.
    #[inline(always)]
    pub(super) fn add(&mut self, pair: (f64, f64)) -> bool {
        self.sides[0].enter(pair.0);
        self.sides[1].enter(pair.1);
        if both_ordinary(pair) {
            self.sums.add(apart(pair));
            self.products.add_two(Two::product(pair.0, pair.1));
        } else {
            self.odd += 1;
        }
        both_ordinary(pair)
    }

    /// Takes one away, others staying; whether both are ordinary.
    #[inline(always)]
    pub(super) fn remove(&mut self, gone: (f64, f64)) -> bool {
        self.sides.iter_mut().for_each(Newest::leave);
        if both_ordinary(gone) {
            self.sums.subtract(apart(gone));
            self.products.add_two(Two::product(-gone.0, gone.1));
        } else {
            self.odd -= 1;
        }
        both_ordinary(gone)
    }

    /// Takes one away as another is added, in one step, if both are ordinary and others stay; whether it was.
    #[inline(always)]
    pub(super) fn exchange(&mut self, gone: (f64, f64), pair: (f64, f64)) -> bool {
        let possible = self.odd == 0 && both_ordinary(pair) && self.count() > 1;
        if possible {
            self.sides[0].replace(pair.0);
            self.sides[1].replace(pair.1);
            self.sums.replace(apart(gone), apart(pair));
            self.products.replace(Two::product(gone.0, gone.1), Two::product(pair.0, pair.1));
        }
        possible
    }

    /// How many there are.
    #[inline(always)]
    pub(super) fn count(&self) -> u64 {
        self.sides[0].count()
    }

    /// Whether either side has but one value.
    #[inline(always)]
    pub(super) fn constant(&self) -> bool {
        self.sides.iter().any(|side| side.constant().is_some())
    }

    /// Whether there are pairs with a side that is not finite or far out.
    #[inline(always)]
    pub(super) fn any_odd(&self) -> bool {
        self.odd > 0
    }

    /// count · Σab - Σa · Σb, of the sums of sides `a` and `b`.
    #[inline(always)]
    pub(super) fn numerator(&self, products: Two, a: usize, b: usize) -> f64 {
        let sums = self.sums.each();
        Two::remainder(self.sides[0].float_count(), products, sums[a], sums[b])
    }
}

pub(super) fn both_ordinary((x, y): (f64, f64)) -> bool {
    ordinary(x) && ordinary(y)
}

impl Running<(f64, f64)> for FloatProducts {
    #[inline]
    fn enter(&mut self, pair: (f64, f64)) {
        self.add(pair);
    }

    #[inline]
    fn leave(&mut self, gone: (f64, f64)) {
        if self.count() <= 1 {
            *self = Self::default();
        } else {
            self.remove(gone);
        }
    }

    #[inline]
    fn replace(&mut self, gone: (f64, f64), pair: (f64, f64)) {
        if !self.exchange(gone, pair) {
            self.leave(gone);
            self.enter(pair);
        }
    }
}

impl Products<f64> for FloatProducts {
    /// (count · Σxy - Σx · Σy) / (count · (count - 1)).
    #[inline]
    fn covariance(&self) -> Option<f64> {
        match self.count() {
            0 | 1 => None,
            _ if self.any_odd() => Some(f64::NAN),
            _ if self.constant() => Some(0.0),
            _ => {
                let count = self.sides[0].float_count();
                Some(self.numerator(self.products, 0, 1) / (count * (count - 1.0)))
            }
        }
    }
}

/// Sums of integers on either side, and of their products: exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerProducts {
    pub(super) sides: [IntegerSums; 2],
    pub(super) products: Wide,
}

/// The product, exactly.
#[inline]
pub(super) fn product<X: Integer>(x: X, y: X) -> Wide {
    match x.narrow().zip(y.narrow()) {
        Some((x, y)) => Wide::of(i128::from(x) * i128::from(y)),
        None => Wide::of(x.into()).by(Wide::of(y.into())),
    }
}

impl<X: Number<Total = i128> + Integer> Running<(X, X)> for IntegerProducts {
    #[inline]
    fn enter(&mut self, (x, y): (X, X)) {
        self.sides[0].enter(x);
        self.sides[1].enter(y);
        self.products = self.products.plus(product(x, y));
    }

    #[inline]
    fn leave(&mut self, (x, y): (X, X)) {
        Running::<X>::leave(&mut self.sides[0], x);
        Running::<X>::leave(&mut self.sides[1], y);
        self.products = self.products.minus(product(x, y));
    }
}

impl<X: Number<Total = i128> + Integer> Products<X> for IntegerProducts {
    #[inline]
    fn covariance(&self) -> Option<f64> {
        let count = self.sides[0].count;
        (count >= 2)
            .then(|| self.numerator(self.products, 0, 1) / (u128::from(count) * u128::from(count - 1)) as f64)
    }
}

/// count · Σab - Σa · Σb.
impl IntegerProducts {
    #[inline]
    pub(super) fn numerator(&self, products: Wide, a: usize, b: usize) -> f64 {
        self.narrow(products, a, b).map_or_else(|| self.wide(products, a, b), to_f64)
    }

    #[inline]
    fn narrow(&self, products: Wide, a: usize, b: usize) -> Option<i128> {
        let [a, b] = [self.sides[a].narrow()?, self.sides[b].narrow()?].map(i128::from);
        products.narrow()?.checked_mul(self.sides[0].count.into())?.checked_sub(a * b)
    }

    #[cold]
    #[inline(never)]
    fn wide(&self, products: Wide, a: usize, b: usize) -> f64 {
        let [a, b] = [a, b].map(|side| Wide::of(Sums::<i128>::total(&self.sides[side])));
        products.times(self.sides[0].count).minus(a.by(b)).signed_f64()
    }
}
