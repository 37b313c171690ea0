//! `sum` and `mean`.

use super::fold::{Aggregate, Fold};
use super::number::{Number, Running, Sums};
use super::running::running;

/// Fold of [`sum`](super::sum).
#[derive(Clone, Copy, Debug)]
pub struct Sum;

/// Fold of [`mean`](super::mean).
#[derive(Clone, Copy, Debug)]
pub struct Mean;

running!(Sum of X, kept in Sums, gives X::Total: |sums| sums.total());
running!(Mean of X, kept in Sums, gives Option<f64>: |sums| sums.mean());
