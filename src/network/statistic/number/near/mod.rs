//! Floats near each other, added up as whole numbers: exact, for variances, covariances and correlations.
//!
//! | file | idea |
//! |---|---|
//! | `grid.rs` | floats near one of them are whole numbers: their places |
//! | `sums.rs` | sums of places |
//! | `numerator.rs` | count · Σab - Σa · Σb, exact, and rounded once |
//! | `squares.rs`, `pairs.rs` | sums of places with their squares, their products |
//! | `gridded.rs` | sums that are whole numbers while all are near, and of floats otherwise |

mod grid;
mod gridded;
mod numerator;
mod pairs;
mod squares;
mod sums;

pub(super) use self::gridded::Gridded;
pub(super) use self::pairs::{WholeCorrelations, WholeProducts};
pub(super) use self::squares::WholeSquares;
