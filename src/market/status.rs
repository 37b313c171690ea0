//! Where an order stands, as the venue answers when it is asked.
//!
//! The answer is for the runtime, which has to know what it leaves behind; a strategy sees the events that
//! come with it. What a query teaches about the past is fired first, as the events that were missed: fills,
//! then perhaps an end. Only then comes the status. So an answer never brings news of its own, except that
//! nothing else is missing.

use super::{OrderId, plain_enum, plain_struct};
use crate::money::{Market, Quantity};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

/// The answer to a query.
///
/// ```
/// use tidegate::{market::{OrderId, OrderStatus, Standing}, money::{BtcUsdt, Only}};
/// let standing = Standing::Working { filled: "0.5".parse()? };
/// let status = OrderStatus::<BtcUsdt> { id: OrderId::new(1), instrument: Only, standing };
/// assert_eq!(status.to_string(), "working, 0.5 filled (order 1, only)");
/// assert!(status.standing.is_conclusive());
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct OrderStatus<M: Market> {
    /// Our name of the order.
    pub id: OrderId<M>,
    /// What it trades.
    pub instrument: M::Instrument,
    /// What the venue says of it.
    pub standing: Standing<M>,
}

plain_struct!(clone OrderStatus { id, instrument, standing });

/// Where an order stands.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub enum Standing<M: Market> {
    /// The venue has it, with something left.
    Working {
        /// All that was executed so far, every fill of it fired before.
        filled: Quantity<M>,
    },
    /// It has ended, and its end was fired before. So does an order stand of which the connector knows that
    /// it never arrived and never will: its refusal was fired.
    Ended,
    /// The venue has no order of this name, so far: a request may still be on its way.
    NotFound,
    /// There is no answer: the question was not taken, or cannot be asked.
    Unanswered {
        /// What stands in the way.
        why: Cow<'static, str>,
    },
}

plain_enum!(clone Standing {
    Working { filled: filled },
    Ended {},
    NotFound {},
    Unanswered { why: why },
});

impl<M: Market> Standing<M> {
    /// Whether nothing is left to be asked: the order works or has ended.
    #[must_use]
    pub const fn is_conclusive(&self) -> bool {
        match self {
            Standing::Working { .. } | Standing::Ended => true,
            Standing::NotFound | Standing::Unanswered { .. } => false,
        }
    }
}

impl<M: Market> fmt::Display for Standing<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Standing::Working { filled } => write!(f, "working, {filled} filled"),
            Standing::Ended => f.write_str("ended"),
            Standing::NotFound => f.write_str("not found"),
            Standing::Unanswered { why } => write!(f, "unanswered: {why}"),
        }
    }
}

impl<M: Market> fmt::Display for OrderStatus<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (order {}, {})", self.standing, self.id, self.instrument)
    }
}
