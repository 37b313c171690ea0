//! Events that do not fit the order they name.

use super::{OrderState, Side};
use crate::money::fixed::{DECIMALS, print};
use thiserror::Error;

/// Why an event cannot have happened to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum OrderError {
    /// The event names another order.
    #[error("order {order}: expected an event of its own, found one of order {found}")]
    WrongOrder {
        /// The order at hand.
        order: u64,
        /// The order the event names.
        found: u64,
    },
    /// The event names another instrument.
    #[error("order {order}: expected an event of its instrument, found another instrument")]
    WrongInstrument {
        /// The order at hand.
        order: u64,
    },
    /// A purchase filled a sale, or the reverse.
    #[error("order {order}: expected a fill of a {expected} order, found {found}")]
    WrongSide {
        /// The order at hand.
        order: u64,
        /// Its side.
        expected: Side,
        /// The side of the fill.
        found: Side,
    },
    /// A fill of nothing.
    #[error("order {order}: expected a fill of more than zero, found 0")]
    EmptyFill {
        /// The order at hand.
        order: u64,
    },
    /// A price worse than the order accepts.
    #[error("order {order}: expected a price within the limit of {}, found {}",
        print((*.limit).into(), DECIMALS), print((*.found).into(), DECIMALS))]
    BeyondLimit {
        /// The order at hand.
        order: u64,
        /// Its limit in 1e-8.
        limit: i64,
        /// The price of the fill in 1e-8.
        found: i64,
    },
    /// More was executed than was left.
    #[error("order {order}: expected a fill of at most {}, found {}",
        print((*.left).into(), DECIMALS), print((*.found).into(), DECIMALS))]
    Overfill {
        /// The order at hand.
        order: u64,
        /// What was left in 1e-8.
        left: i64,
        /// The quantity of the fill in 1e-8.
        found: i64,
    },
    /// A step that does not leave from the state the order is in.
    #[error("order {order}: expected a step from state {state}, found {found}")]
    WrongState {
        /// The order at hand.
        order: u64,
        /// Its state.
        state: OrderState,
        /// What was to happen to it.
        found: &'static str,
    },
}

/// An event that does not fit, with the order it was for, unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{error}")]
pub struct Misfit<O> {
    /// The order as it was.
    pub order: O,
    /// What is wrong.
    pub error: OrderError,
}
