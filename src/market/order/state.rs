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
    /// The link broke, or the request got no answer, before its fate was known.
    Unknown,
    /// Executed in full; the venue's done is awaited.
    Filled,
    /// Executed in full, and the venue said so.
    Done,
    /// Gone with what was left of it.
    Cancelled,
    /// Ended by a rule of the venue, with what was left of it.
    Expired,
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
            OrderState::Expired => "expired",
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
#[diagnostic::on_unimplemented(
    message = "an order that is `{Self}` can be neither placed nor refused",
    label = "the venue has answered this order already",
    note = "only a `Requested` or an `Unknown` order waits for the venue's first answer"
)]
pub trait Pending: State {}

/// States in which the order exists, or may exist, at the venue.
#[diagnostic::on_unimplemented(
    message = "an order that is `{Self}` can be neither filled, cancelled nor expired",
    label = "the venue has no such order working",
    note = "only a `Working` or an `Unknown` order can: a `Requested` one has to be placed before, a `Filled` one waits \
            for `done`, and `Done`, `Cancelled`, `Expired` and `Refused` are ends"
)]
pub trait Existing: State {}

/// States whose outcome can be lost, with the link or with an answer.
#[diagnostic::on_unimplemented(
    message = "the outcome of an order that is `{Self}` cannot be lost",
    label = "what became of this order is known, or known to be unknown",
    note = "only a `Requested` or a `Working` order becomes `Unknown` when the link breaks or no answer comes"
)]
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

        $(
            #[diagnostic::do_not_recommend]
            impl $ability for $name {}
        )*
    )+};
}

states! {
    Requested "Asked for; the venue has not answered." : Pending Losable,
    Working "The venue has it; some of it is left." : Existing Losable,
    Unknown "The link broke, or the request got no answer, before its fate was known." : Pending Existing,
    Filled "Executed in full; the venue's done is awaited." :,
    Done "Executed in full, and the venue said so." :,
    Cancelled "Gone with what was left of it." :,
    Expired "Ended by a rule of the venue, with what was left of it." :,
    Refused "It never came to exist." :,
}
