//! A halt: why, since when, and what it kept back.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::read_kill::Source;
use crate::time::Time;

/// Why a kill switch is on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HaltReason {
    /// The program asked for it, and why.
    Requested(Cow<'static, str>),
    /// The system starts halted.
    Posture,
    /// A source says so.
    Told(Source),
    /// A source says something that is in no table.
    Junk {
        /// Which one.
        source: Source,
        /// The beginning of what it says.
        found: String,
    },
    /// A source cannot be read.
    Unreadable {
        /// Which one.
        source: Source,
        /// What stands against it.
        why: String,
    },
}

impl HaltReason {
    /// The reason as one word that never changes, for alerts and counters.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            HaltReason::Requested(_) => "requested",
            HaltReason::Posture => "posture",
            HaltReason::Told(Source::Environment) => "environment",
            HaltReason::Told(Source::File) => "file",
            HaltReason::Junk { .. } => "junk",
            HaltReason::Unreadable { .. } => "unreadable",
        }
    }
}

impl fmt::Display for HaltReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HaltReason::Requested(reason) => f.write_str(reason),
            HaltReason::Posture => f.write_str("it starts halted"),
            HaltReason::Told(source) => write!(f, "the {source} says so"),
            HaltReason::Junk { source, found } => {
                write!(f, "the {source} says {found:?}, which is neither halted nor running")
            }
            HaltReason::Unreadable { source, why } => write!(f, "the {source} cannot be read: {why}"),
        }
    }
}

/// A halt that is in force. To resume from it, reconcile what it left behind: [`Reconciled`](super::Reconciled).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halt {
    pub(super) reason: HaltReason,
    pub(super) since: Time,
    pub(super) episode: Episode,
}

/// Which halt of which switch. One more halt of the same switch, also during another, is another episode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Episode {
    pub(super) switch: SwitchId,
    /// How many halts there were, this one included.
    pub(super) number: u64,
}

/// What tells one kill switch from another: no two that live are at the same place.
#[derive(Clone, Debug, Default)]
pub(super) struct SwitchId(Arc<()>);

impl PartialEq for SwitchId {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for SwitchId {}

impl Halt {
    /// Why: the first reason, whatever was added later.
    #[must_use]
    pub const fn reason(&self) -> &HaltReason {
        &self.reason
    }

    /// Since when.
    #[must_use]
    pub const fn since(&self) -> Time {
        self.since
    }
}

/// An operation that a kill switch keeps back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{operation}: execution is halted since {}: {}", halt.since, halt.reason)]
#[must_use = "a halt that nobody looks at halts nothing: do not go on with the operation"]
pub struct Halted {
    pub(super) operation: &'static str,
    pub(super) halt: Halt,
}

impl Halted {
    /// What was to be done.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        self.operation
    }

    /// Why: the first reason.
    #[must_use]
    pub const fn reason(&self) -> &HaltReason {
        &self.halt.reason
    }

    /// Since when.
    #[must_use]
    pub const fn since(&self) -> Time {
        self.halt.since
    }

    /// The halt itself.
    #[must_use]
    pub const fn halt(&self) -> &Halt {
        &self.halt
    }
}

/// An operation that a kill switch did not keep back when it was asked. It is no permit: that is the gate's.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a check is about the call that follows it"]
pub struct Cleared {
    pub(super) operation: &'static str,
    pub(super) at: Time,
}

impl Cleared {
    /// What may be done.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        self.operation
    }

    /// When it was asked.
    #[must_use]
    pub const fn at(&self) -> Time {
        self.at
    }
}
