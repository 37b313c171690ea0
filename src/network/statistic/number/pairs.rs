//! Sums of the products of pairs, from which a covariance is made.

use serde::{Deserialize, Serialize};

use super::float::FAR;
use super::integer::{Integer, IntegerSums};
use super::two::Two;
use super::wide::{Wide, to_f64};
use super::{FloatSums, Number, Products, Sums};

/// Sums of floats on either side, and of their products.
///
/// Invariants: `odd` is how many pairs are in with a side that is not finite or far out, and these are not in
/// `products`; with none in, all is as at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FloatProducts {
    sides: [FloatSums; 2],
    products: Two,
    odd: u64,
}

fn near((x, y): (f64, f64)) -> bool {
    x.abs() < FAR && y.abs() < FAR
}

impl Products<f64> for FloatProducts {
    #[inline]
    fn enter(&mut self, pair: (f64, f64)) {
        self.sides[0].enter(pair.0);
        self.sides[1].enter(pair.1);
        match near(pair) {
            true => self.products.add_two(Two::product(pair.0, pair.1)),
            false => self.odd += 1,
        }
    }

    #[inline]
    fn leave(&mut self, pair: (f64, f64)) {
        self.sides[0].leave(pair.0);
        self.sides[1].leave(pair.1);
        match near(pair) {
            _ if self.sides[0].count() == 0 => *self = Self::default(),
            true => self.products.add_two(Two::product(-pair.0, pair.1)),
            false => self.odd -= 1,
        }
    }

    /// (count · Σxy - Σx · Σy) / (count · (count - 1)).
    #[inline]
    fn covariance(&self) -> Option<f64> {
        let [x, y] = &self.sides;
        match x.count() {
            0 | 1 => None,
            _ if self.odd > 0 => Some(f64::NAN),
            _ if x.constant() || y.constant() => Some(0.0),
            count => {
                let count = count as f64;
                let numerator = Two::determinant(Two::of(count), self.products, x.near(), y.near());
                Some(numerator / (count * (count - 1.0)))
            }
        }
    }
}

/// Sums of integers on either side, and of their products: exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerProducts {
    sides: [IntegerSums; 2],
    products: Wide,
}

/// The product, exactly.
#[inline]
pub(super) fn product<X: Integer>(x: X, y: X) -> Wide {
    match x.narrow().zip(y.narrow()) {
        Some((x, y)) => Wide::of(i128::from(x) * i128::from(y)),
        None => Wide::of(x.into()).by(Wide::of(y.into())),
    }
}

impl<X: Number<Total = i128> + Integer> Products<X> for IntegerProducts {
    #[inline]
    fn enter(&mut self, (x, y): (X, X)) {
        self.sides[0].enter(x);
        self.sides[1].enter(y);
        self.products = self.products.plus(product(x, y));
    }

    #[inline]
    fn leave(&mut self, (x, y): (X, X)) {
        Sums::<X>::leave(&mut self.sides[0], x);
        Sums::<X>::leave(&mut self.sides[1], y);
        self.products = self.products.minus(product(x, y));
    }

    #[inline]
    fn covariance(&self) -> Option<f64> {
        let count = self.sides[0].count;
        (count >= 2).then(|| {
            let numerator = self.narrow_numerator().map_or_else(|| self.wide_numerator(), to_f64);
            numerator / (u128::from(count) * u128::from(count - 1)) as f64
        })
    }
}

/// count · Σxy - Σx · Σy.
impl IntegerProducts {
    #[inline]
    fn narrow_numerator(&self) -> Option<i128> {
        let [x, y] = [self.sides[0].narrow()?, self.sides[1].narrow()?].map(i128::from);
        self.products.narrow()?.checked_mul(self.sides[0].count.into())?.checked_sub(x * y)
    }

    #[cold]
    #[inline(never)]
    fn wide_numerator(&self) -> f64 {
        let [x, y] = self.sides.map(|side| Wide::of(Sums::<i128>::total(&side)));
        self.products.times(self.sides[0].count).minus(x.by(y)).signed_f64()
    }
}
