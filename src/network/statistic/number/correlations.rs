//! Sums of pairs, of their products and of their squares, from which a correlation is made.

use serde::{Deserialize, Serialize};

use super::integer::Integer;
use super::pairs::{FloatProducts, IntegerProducts, product};
use super::two::Two;
use super::twos::Twos;
use super::wide::Wide;
use super::{Correlations, Number, Running};

/// Sums of floats on either side, of their products, and of the squares of those pairs that are in the products.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FloatCorrelations {
    pairs: FloatProducts,
    squares: Twos,
}

/// What a pair adds to the squares of either side.
#[inline(always)]
fn squares((x, y): (f64, f64)) -> [Two; 2] {
    [Two::product(x, x), Two::product(y, y)]
}

impl FloatCorrelations {
    /// Those that are in, all of them ordinary, and their squares.
    pub(super) fn of(pairs: FloatProducts, squares: [Two; 2]) -> FloatCorrelations {
        FloatCorrelations { pairs, squares: Twos::of(squares) }
    }

    /// How many there are.
    #[inline(always)]
    pub(super) fn count(&self) -> u64 {
        self.pairs.count()
    }
}

impl Running<(f64, f64)> for FloatCorrelations {
    #[inline]
    fn enter(&mut self, pair: (f64, f64)) {
        if self.pairs.add(pair) {
            self.squares.add(squares(pair));
        }
    }

    #[inline]
    fn leave(&mut self, gone: (f64, f64)) {
        if self.count() <= 1 {
            *self = Self::default();
        } else if self.pairs.remove(gone) {
            self.squares.subtract(squares(gone));
        }
    }

    #[inline]
    fn replace(&mut self, gone: (f64, f64), pair: (f64, f64)) {
        if self.pairs.exchange(gone, pair) {
            self.squares.replace(squares(gone), squares(pair));
        } else {
            self.leave(gone);
            self.enter(pair);
        }
    }
}

impl Correlations<f64> for FloatCorrelations {
    #[inline]
    fn correlation(&self) -> Option<f64> {
        let pairs = &self.pairs;
        match self.count() {
            0 | 1 => None,
            _ if pairs.any_odd() => Some(f64::NAN),
            _ if pairs.constant() => None,
            _ => {
                let [x, y] = self.squares.each();
                let (of_x, of_y) = (pairs.numerator(x, 0, 0), pairs.numerator(y, 1, 1));
                quotient(pairs.numerator(pairs.products, 0, 1), of_x, of_y)
            }
        }
    }
}

/// Sums of integers on either side, of their products, and of the squares: exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerCorrelations {
    pairs: IntegerProducts,
    squares: [Wide; 2],
}

impl<X: Number<Total = i128> + Integer> Running<(X, X)> for IntegerCorrelations {
    #[inline]
    fn enter(&mut self, (x, y): (X, X)) {
        self.pairs.enter((x, y));
        self.squares[0] = self.squares[0].plus(product(x, x));
        self.squares[1] = self.squares[1].plus(product(y, y));
    }

    #[inline]
    fn leave(&mut self, (x, y): (X, X)) {
        self.pairs.leave((x, y));
        self.squares[0] = self.squares[0].minus(product(x, x));
        self.squares[1] = self.squares[1].minus(product(y, y));
    }
}

impl<X: Number<Total = i128> + Integer> Correlations<X> for IntegerCorrelations {
    #[inline]
    fn correlation(&self) -> Option<f64> {
        let pairs = &self.pairs;
        (pairs.sides[0].count >= 2)
            .then(|| [0, 1].map(|side| pairs.numerator(self.squares[side], side, side)))
            .and_then(|[of_x, of_y]| quotient(pairs.numerator(pairs.products, 0, 1), of_x, of_y))
    }
}

/// How far two go together, over how far each of them goes; none where one does not go.
#[inline]
pub(super) fn quotient(both: f64, x: f64, y: f64) -> Option<f64> {
    let square = x * y;
    // One root where the square is an ordinary number: of those that go together wholly it is nearly always exact.
    let root = if square.is_normal() { square.sqrt() } else { x.sqrt() * y.sqrt() };
    // What rounding leaves above 1 is none of the members' doing.
    (x > 0.0 && y > 0.0).then(|| (both / root).clamp(-1.0, 1.0))
}
