//! The numbers of which networks are made here: floats, and whole numbers as `i64`.

use std::ops::Sub;

use tidegate::network::{Interpolate, Number};
use tidegate::time::Time;

use crate::data::Data;

/// Of a row: the value, a second one, a weight, and a factor.
pub(crate) type Row<X> = (X, X, X, X);

/// The rows of a series.
pub(crate) fn rows<X: Value>(data: &Data, series: &str) -> Vec<(Time, Row<X>)> {
    let rows = data.rows(series, ["x", "y", "w", "g"]);
    rows.into_iter().map(|(at, [x, y, w, g])| (at, (x, y, w, g))).collect()
}

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
