//! Options that no market can have.

use thiserror::Error;

/// Why a market cannot be made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SyntheticError {
    /// A tick, lot or spread of zero.
    #[error("synthetic market: {what}: expected more than zero, found 0")]
    Zero {
        /// The option.
        what: &'static str,
    },
    /// A start that is no whole number of ticks.
    #[error("synthetic market: start price: expected a multiple of {tick} units of 1e-8, found {found}")]
    OffTick {
        /// The tick, in units of 1e-8.
        tick: i64,
        /// The start, in units of 1e-8.
        found: i64,
    },
    /// A start so low that a move could pass zero, or so high that one could leave the range of prices.
    #[error("synthetic market: start price: expected {low} to {high} ticks, found {found}")]
    Start {
        /// The least ticks.
        low: i64,
        /// The most ticks.
        high: i64,
        /// The start in ticks.
        found: i64,
    },
    /// A number that leaves no room for what the model does with it.
    #[error("synthetic market: {what}: expected at most {limit}, found {found}")]
    TooLarge {
        /// The option.
        what: &'static str,
        /// The most there can be.
        limit: i64,
        /// What was asked for.
        found: i64,
    },
}
