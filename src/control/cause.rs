//! Why a system stops.

use serde::{Deserialize, Serialize};

/// Why a system stops, from the mildest to the strictest.
///
/// Several may come together: all are in the report, and the strictest decides what is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Cause {
    /// There is no more data.
    DataEnd,
    /// The strategy said that it is done.
    Done,
    /// The time that the run was given is over.
    Timeout,
    /// The program asked for it.
    Request,
    /// A circuit breaker tripped.
    Breaker,
    /// The process got a signal.
    Signal,
    /// A connector cannot go on.
    Connector,
    /// The kill switch was thrown.
    Kill,
    /// A function of the strategy panicked.
    Crash,
}

impl Cause {
    /// Every cause, from the mildest to the strictest.
    pub const ALL: [Cause; 9] = [
        Cause::DataEnd,
        Cause::Done,
        Cause::Timeout,
        Cause::Request,
        Cause::Breaker,
        Cause::Signal,
        Cause::Connector,
        Cause::Kill,
        Cause::Crash,
    ];

    /// Both at once: the stricter one counts.
    ///
    /// ```
    /// use tidegate::control::Cause;
    /// assert_eq!(Cause::DataEnd.join(Cause::Signal), Cause::Signal);
    /// ```
    #[must_use]
    pub fn join(self, other: Cause) -> Cause {
        self.max(other)
    }

    /// The code of the alert that goes with it, where nobody has asked for it.
    pub(super) const fn alarm(self) -> Option<&'static str> {
        match self {
            Cause::Breaker => Some("breaker.tripped"),
            Cause::Connector => Some("connector.lost"),
            Cause::Kill => Some("execution.halted"),
            Cause::Crash => Some("strategy.crashed"),
            Cause::DataEnd | Cause::Done | Cause::Timeout | Cause::Request | Cause::Signal => None,
        }
    }

    /// Whether the system stops before what it was given to do is finished.
    #[must_use]
    pub fn is_early(self) -> bool {
        self >= Cause::Timeout
    }
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Cause::DataEnd => "end of data",
            Cause::Done => "strategy done",
            Cause::Timeout => "time over",
            Cause::Request => "request",
            Cause::Breaker => "circuit breaker",
            Cause::Signal => "signal",
            Cause::Connector => "connector failure",
            Cause::Kill => "kill switch",
            Cause::Crash => "crash",
        })
    }
}
