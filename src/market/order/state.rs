//! The states of an order, as types for code and as a value for tables.

use serde::{Deserialize, Serialize};
use std::fmt;

mod sealed {
    pub trait Sealed {}
}

/// The states as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum OrderState {
    /// Asked for; the venue has not answered.
    Requested,
    /// The venue has it; some of it is left.
    Working,
    /// The link broke before its fate was known.
    Unknown,
    /// Executed in full; the venue's done is awaited.
    Filled,
    /// Executed in full, and the venue said so.
    Done,
    /// Gone with what was left of it.
    Cancelled,
    /// It never came to exist.
    Refused,
}

impl OrderState {
    /// Whether the order can still change a position.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, OrderState::Requested | OrderState::Working | OrderState::Unknown)
    }
}

impl fmt::Display for OrderState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            OrderState::Requested => "requested",
            OrderState::Working => "working",
            OrderState::Unknown => "unknown",
            OrderState::Filled => "filled",
            OrderState::Done => "done",
            OrderState::Cancelled => "cancelled",
            OrderState::Refused => "refused",
        })
    }
}

/// A type that stands for a state of an order; sealed.
pub trait State: sealed::Sealed {
    /// The same state as a value.
    const STATE: OrderState;
}

/// States in which the venue may still accept or refuse the order.
pub trait Pending: State {}

/// States in which the order exists, or may exist, at the venue.
pub trait Existing: State {}

/// States whose outcome is lost with the link.
pub trait Losable: State {}

macro_rules! states {
    ($($name:ident $doc:literal : $($ability:ident)*),+ $(,)?) => {$(
        #[doc = $doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {}

        impl sealed::Sealed for $name {}

        impl State for $name {
            const STATE: OrderState = OrderState::$name;
        }

        $(impl $ability for $name {})*
    )+};
}

states! {
    Requested "Asked for; the venue has not answered." : Pending Losable,
    Working "The venue has it; some of it is left." : Existing Losable,
    Unknown "The link broke before its fate was known." : Pending Existing,
    Filled "Executed in full; the venue's done is awaited." :,
    Done "Executed in full, and the venue said so." :,
    Cancelled "Gone with what was left of it." :,
    Refused "It never came to exist." :,
}
