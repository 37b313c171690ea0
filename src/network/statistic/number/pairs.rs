//! Sums of the products of pairs, from which a covariance is made.

use serde::{Deserialize, Serialize};

use super::float::near;
use super::integer::{Integer, IntegerSums};
use super::two::Two;
use super::wide::{Wide, to_f64};
use super::{FloatSums, Number, Products, Sums};

/// Sums of floats on either side, and of their products. The squares are kept by those who ask for them.
///
/// Invariants: `odd` is how many pairs are in with a side that is not finite or far out, and these are in `sides` alone;
/// with none in, all is as at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FloatProducts<const SQUARES: bool> {
    sides: [FloatSums; 2],
    products: Two,
    squares: [Two; 2],
    odd: u64,
}

impl<const SQUARES: bool> FloatProducts<SQUARES> {
    /// Adds a pair that is near, or takes it away where `sign` is -1.
    #[inline(always)]
    fn add(&mut self, (x, y): (f64, f64), sign: f64) {
        self.products.add_two(Two::product(sign * x, y));
        if SQUARES {
            self.squares[0].add_two(Two::product(sign * x, x));
            self.squares[1].add_two(Two::product(sign * y, y));
        }
    }

    /// Takes a pair that is near away as another is added.
    #[inline(always)]
    fn exchange(&mut self, gone: (f64, f64), pair: (f64, f64)) {
        self.products.replace(Two::product(gone.0, gone.1), Two::product(pair.0, pair.1));
        if SQUARES {
            self.squares[0].replace(Two::product(gone.0, gone.0), Two::product(pair.0, pair.0));
            self.squares[1].replace(Two::product(gone.1, gone.1), Two::product(pair.1, pair.1));
        }
    }

    /// count · Σab - Σa · Σb.
    #[inline(always)]
    fn numerator(&self, products: Two, a: usize, b: usize) -> f64 {
        let count = Two::of(self.sides[0].float_count());
        Two::determinant(count, products, self.sides[a].near(), self.sides[b].near())
    }
}

fn both_near((x, y): (f64, f64)) -> bool {
    near(x) && near(y)
}

impl<const SQUARES: bool> Products<f64> for FloatProducts<SQUARES> {
    #[inline]
    fn enter(&mut self, pair: (f64, f64)) {
        self.sides[0].enter(pair.0);
        self.sides[1].enter(pair.1);
        match both_near(pair) {
            true => self.add(pair, 1.0),
            false => self.odd += 1,
        }
    }

    #[inline]
    fn leave(&mut self, pair: (f64, f64)) {
        self.sides[0].leave(pair.0);
        self.sides[1].leave(pair.1);
        match both_near(pair) {
            _ if self.sides[0].count() == 0 => *self = Self::default(),
            true => self.add(pair, -1.0),
            false => self.odd -= 1,
        }
    }

    #[inline]
    fn replace(&mut self, gone: (f64, f64), pair: (f64, f64)) {
        let [x, y] = &mut self.sides;
        if x.can_replace(gone.0, pair.0) && y.can_replace(gone.1, pair.1) {
            x.replace(gone.0, pair.0);
            y.replace(gone.1, pair.1);
            self.exchange(gone, pair);
        } else {
            self.leave(gone);
            self.enter(pair);
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
            _ => {
                let count = x.float_count();
                Some(self.numerator(self.products, 0, 1) / (count * (count - 1.0)))
            }
        }
    }

    #[inline]
    fn correlation(&self) -> Option<f64> {
        let [x, y] = &self.sides;
        match x.count() {
            0 | 1 => None,
            _ if self.odd > 0 => Some(f64::NAN),
            _ if x.constant() || y.constant() => None,
            _ => {
                let [of_x, of_y] = [0, 1].map(|side| self.numerator(self.squares[side], side, side));
                quotient(self.numerator(self.products, 0, 1), of_x, of_y)
            }
        }
    }
}

/// How far two go together, over how far each of them goes; none where one does not go.
#[inline]
fn quotient(both: f64, x: f64, y: f64) -> Option<f64> {
    let square = x * y;
    // One root where the square is an ordinary number: of those that go together wholly it is nearly always exact.
    let root = if square.is_normal() { square.sqrt() } else { x.sqrt() * y.sqrt() };
    // What rounding leaves above 1 is none of the members' doing.
    (x > 0.0 && y > 0.0).then(|| (both / root).clamp(-1.0, 1.0))
}

/// Sums of integers on either side, and of their products: exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerProducts<const SQUARES: bool> {
    sides: [IntegerSums; 2],
    products: Wide,
    squares: [Wide; 2],
}

/// The product, exactly.
#[inline]
pub(super) fn product<X: Integer>(x: X, y: X) -> Wide {
    match x.narrow().zip(y.narrow()) {
        Some((x, y)) => Wide::of(i128::from(x) * i128::from(y)),
        None => Wide::of(x.into()).by(Wide::of(y.into())),
    }
}

impl<X: Number<Total = i128> + Integer, const SQUARES: bool> Products<X> for IntegerProducts<SQUARES> {
    #[inline]
    fn enter(&mut self, (x, y): (X, X)) {
        self.sides[0].enter(x);
        self.sides[1].enter(y);
        self.products = self.products.plus(product(x, y));
        if SQUARES {
            self.squares[0] = self.squares[0].plus(product(x, x));
            self.squares[1] = self.squares[1].plus(product(y, y));
        }
    }

    #[inline]
    fn leave(&mut self, (x, y): (X, X)) {
        Sums::<X>::leave(&mut self.sides[0], x);
        Sums::<X>::leave(&mut self.sides[1], y);
        self.products = self.products.minus(product(x, y));
        if SQUARES {
            self.squares[0] = self.squares[0].minus(product(x, x));
            self.squares[1] = self.squares[1].minus(product(y, y));
        }
    }

    #[inline]
    fn covariance(&self) -> Option<f64> {
        let count = self.sides[0].count;
        (count >= 2)
            .then(|| self.numerator(self.products, 0, 1) / (u128::from(count) * u128::from(count - 1)) as f64)
    }

    #[inline]
    fn correlation(&self) -> Option<f64> {
        (self.sides[0].count >= 2)
            .then(|| [0, 1].map(|side| self.numerator(self.squares[side], side, side)))
            .and_then(|[of_x, of_y]| quotient(self.numerator(self.products, 0, 1), of_x, of_y))
    }
}

/// count · Σab - Σa · Σb.
impl<const SQUARES: bool> IntegerProducts<SQUARES> {
    #[inline]
    fn numerator(&self, products: Wide, a: usize, b: usize) -> f64 {
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
