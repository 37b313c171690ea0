//! Why a system stops.

use serde::{Deserialize, Serialize};

/// Why a system stops, from the mildest to the strictest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Cause {
    /// There is no more data.
    DataEnd,
    /// The strategy said that it is done.
    Done,
    /// The program asked for it.
    Request,
    /// The process got a signal.
    Signal,
    /// A connector cannot go on.
    Connector,
    /// A function of the strategy panicked.
    Crash,
}

impl Cause {
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

    /// Whether the system stops before what it was given to do is finished.
    #[must_use]
    pub fn is_early(self) -> bool {
        self >= Cause::Request
    }
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Cause::DataEnd => "end of data",
            Cause::Done => "strategy done",
            Cause::Request => "request",
            Cause::Signal => "signal",
            Cause::Connector => "connector failure",
            Cause::Crash => "crash",
        })
    }
}
