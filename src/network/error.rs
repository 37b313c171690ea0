//! What can go wrong while a network is built and while it is fed.

use std::panic::Location;

use crate::time::Time;

/// Where in the author's source something was written.
pub type Place = &'static Location<'static>;

/// Why a network could not be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A handle is used in a network, or in a sub-network, to which it does not belong.
    #[error(
        "{used_at}: expected a handle of this network, found one of another network or of a closed sub-network"
    )]
    Foreign {
        /// The joint that would have read it.
        used_at: Place,
    },
    /// A scoped value is used outside the closure that was given it.
    #[error(
        "{used_at}: a value of `within` is used outside its closure, or kept (`share`, `hold`) inside it; \
         share the event before `within` instead"
    )]
    ScopeLeft {
        /// The joint that would have read it.
        used_at: Place,
    },
    /// A scoped value is used inside a `within` that hides it, since it does not start from that value.
    #[error(
        "{used_at}: a value of `within` is used inside another `within` that does not start from it; \
         use `share` instead of one of the two"
    )]
    ScopeCollides {
        /// The joint that would have contained both.
        used_at: Place,
    },
    /// A behavior that was declared ahead never got its event.
    #[error("{declared_at}: a behavior declared with `forward` was never bound to an event")]
    Unbound {
        /// Where it was declared.
        declared_at: Place,
    },
    /// A timer with a span of zero would never let time pass.
    #[error("{used_at}: `{operator}` needs a span of at least 1 ns, found 0")]
    ZeroSpan {
        /// The combinator.
        operator: &'static str,
        /// Where it was written.
        used_at: Place,
    },
    /// A parameter with which a combinator has no meaning.
    #[error("{used_at}: `{operator}` expected {expected}, found {found}")]
    OutOfRange {
        /// The combinator.
        operator: &'static str,
        /// What the parameter may be.
        expected: &'static str,
        /// What it is.
        found: String,
        /// Where it was written.
        used_at: Place,
    },
    /// The changes of a behavior are asked for before its event is known.
    #[error(
        "{used_at}: the changes of a behavior declared with `forward` or `feedback` cannot be known inside its own loop; \
         use the event that it holds"
    )]
    Ahead {
        /// The joint that asked.
        used_at: Place,
    },
}

/// Why an instant could not be run. The network is as it was before, unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InstantError {
    /// The timestamp is earlier than the one before.
    #[error("time went back: expected {last} or later, found {found}")]
    Backwards {
        /// Timestamp of the last instant.
        last: Time,
        /// The refused timestamp.
        found: Time,
    },
    /// An alarm is due earlier; its instant has to come first.
    #[error("an alarm is due at {due}: expected an instant at that time first, found {found}")]
    AlarmFirst {
        /// The deadline that was passed over.
        due: Time,
        /// The refused timestamp.
        found: Time,
    },
    /// The same input was fed twice; an event occurs at most once in an instant.
    #[error(
        "input {input} was fed twice in the instant at {at}; feed the second value in an instant of its own"
    )]
    FedTwice {
        /// The input's number, in order of construction.
        input: u32,
        /// Timestamp of the refused instant.
        at: Time,
    },
    /// The input belongs to another network.
    #[error("the input belongs to another network")]
    Foreign,
    /// A user function panicked in this instant; the network is poisoned from here on.
    #[error("{combinator} panicked in the instant at {at}: {message}")]
    Panicked {
        /// Timestamp of the instant.
        at: Time,
        /// The combinator whose function it was, with its names and its place.
        combinator: String,
        /// What the panic said.
        message: String,
    },
    /// A user function panicked in an earlier instant.
    #[error("the network is poisoned: a function of the strategy panicked in the instant at {at}")]
    Poisoned {
        /// Timestamp of the instant that did not end.
        at: Time,
    },
    /// A sub-network could not be built in an earlier instant.
    #[error("a sub-network could not be built: {0}")]
    Build(#[from] BuildError),
}
