//! Sums of pairs, of their products and of their squares, from which a correlation is made.

use serde::{Deserialize, Serialize};

use super::integer::Integer;
use super::pairs::{FloatProducts, IntegerProducts, both_near, product};
use super::two::Two;
use super::wide::Wide;
use super::{Correlations, Number, Running};

/// Sums of floats on either side, of their products, and of the squares of those pairs that are in the products.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FloatCorrelations {
    pairs: FloatProducts,
    squares: [Two; 2],
}

impl FloatCorrelations {
    /// Those that are in, all of them near, and their squares.
    pub(super) fn of(pairs: FloatProducts, squares: [Two; 2]) -> FloatCorrelations {
        FloatCorrelations { pairs, squares }
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
        self.pairs.enter(pair);
        if both_near(pair) {
            self.squares[0].add_two(Two::product(pair.0, pair.0));
            self.squares[1].add_two(Two::product(pair.1, pair.1));
        }
    }

    #[inline]
    fn leave(&mut self, pair: (f64, f64)) {
        self.pairs.leave(pair);
        match both_near(pair) {
            _ if self.pairs.sides[0].count() == 0 => *self = Self::default(),
            true => {
                self.squares[0].add_two(Two::product(-pair.0, pair.0));
                self.squares[1].add_two(Two::product(-pair.1, pair.1));
            }
            false => {}
        }
    }

    #[inline]
    fn replace(&mut self, gone: (f64, f64), pair: (f64, f64)) {
        if self.pairs.can_replace(gone, pair) {
            self.pairs.replace(gone, pair);
            self.squares[0].replace(Two::product(gone.0, gone.0), Two::product(pair.0, pair.0));
            self.squares[1].replace(Two::product(gone.1, gone.1), Two::product(pair.1, pair.1));
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
        match pairs.sides[0].count() {
            0 | 1 => None,
            _ if pairs.odd > 0 => Some(f64::NAN),
            _ if pairs.constant() => None,
            _ => {
                let [of_x, of_y] = [0, 1].map(|side| pairs.numerator(self.squares[side], side, side));
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
