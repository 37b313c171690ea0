//! The numbers of which networks are made here: floats, and whole numbers as `i64`.

use std::ops::Sub;

use tidegate::network::{Interpolate, Number};

/// Of a row: the value, a second one, a weight, and a factor.
pub(crate) type Row<X> = (X, X, X, X);

/// A number that is read from the data, and becomes a figure.
pub(crate) trait Value: Number + Interpolate + Sub<Output = Self> + Default {
    fn read(text: &str) -> Self;
    fn float(self) -> f64;
    fn float_of_total(total: Self::Total) -> f64;
}

impl Value for f64 {
    fn read(text: &str) -> f64 {
        text.parse().expect("a number")
    }

    fn float(self) -> f64 {
        self
    }

    fn float_of_total(total: f64) -> f64 {
        total
    }
}

impl Value for i64 {
    fn read(text: &str) -> i64 {
        text.parse().expect("a whole number")
    }

    fn float(self) -> f64 {
        self as f64
    }

    fn float_of_total(total: i128) -> f64 {
        total as f64
    }
}
