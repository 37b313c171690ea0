//! What a shutdown is to achieve.

use serde::{Deserialize, Serialize};

/// What becomes of working orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OnOrders {
    /// They are cancelled, but for those that protect a position that is kept.
    #[default]
    Cancel,
    /// They stay at the venue for whoever comes next. A run at a venue that cancels them when we leave is refused
    /// before it begins.
    Keep,
    /// Nothing is done about them: they stay where the venue keeps them, and end where it cancels them when we leave.
    Leave,
}

/// What becomes of positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OnPositions {
    /// They stay.
    #[default]
    Keep,
    /// They are closed at market, unless the kill switch is the cause.
    Close,
    /// They are closed at market, whatever the cause.
    Flatten,
}

/// What a shutdown is to achieve. What is kept on purpose is clean.
///
/// Only orders of this system are touched: the runtime cancels what it has submitted, by its own ids, and nothing else
/// that may be on the same account.
///
/// ```
/// use tidegate::control::{OnOrders, OnPositions, Policy};
/// assert_eq!(Policy::default(), Policy { orders: OnOrders::Cancel, positions: OnPositions::Keep });
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Policy {
    /// Working orders.
    pub orders: OnOrders,
    /// Positions.
    pub positions: OnPositions,
}
