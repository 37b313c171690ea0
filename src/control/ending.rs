//! How the strategy's part ended and how much haste the rest is in: the finite part of a sealed system.
//!
//! Every value that can be written here is reached by some run, and `tests/protocol` enumerates both. So that
//! holds, what depends on each other is one value: nobody is cut off without a kill or a second signal, and
//! a forced shutdown has had its two signals.

use serde::{Deserialize, Serialize};

use super::DoneCode;

/// How the strategy's part ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// It said so.
    Done(DoneCode),
    /// Its time was over.
    TimedOut,
    /// One of its functions panicked.
    Crashed,
    /// It was not asked, or not waited for: the kill switch, or a second signal.
    Cut,
}

impl Verdict {
    /// The end of a strategy that had one by itself, or was cut off.
    pub(super) const fn of(answer: Option<Answer>) -> Verdict {
        match answer {
            Some(Answer::Done(code)) => Verdict::Done(code),
            Some(Answer::TimedOut) => Verdict::TimedOut,
            Some(Answer::Crashed) => Verdict::Crashed,
            None => Verdict::Cut,
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Verdict::Done(code) => write!(f, "done with code {}", code.0),
            Verdict::TimedOut => f.write_str("timed out"),
            Verdict::Crashed => f.write_str("crashed"),
            Verdict::Cut => f.write_str("cut off"),
        }
    }
}

/// The strategy's own end, where it had one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It said so.
    Done(DoneCode),
    /// It did not, in its time.
    TimedOut,
    /// It broke.
    Crashed,
}

/// How much haste a sealed system is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Haste {
    /// All phases, with their budgets.
    Orderly {
        /// Whether a signal has come: the next one forces.
        signalled: bool,
    },
    /// The kill switch: positions are left alone, unless the policy says flatten.
    Killed {
        /// Whether a signal has come: the next one forces.
        signalled: bool,
    },
    /// Two signals: the sweep only, with short limits; the next one aborts.
    Forced,
}

/// Why the strategy was not waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cut {
    /// The kill switch.
    Killed {
        /// Whether a signal has come: the next one forces.
        signalled: bool,
    },
    /// Two signals.
    Forced,
}

/// The evidence that gates may be sealed: how the strategy's part ended, and the haste since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// It ended by itself.
    Answered(Answer, Haste),
    /// It was cut off.
    Cut(Cut),
}

impl Ending {
    /// The strategy's end, for the report.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        Verdict::of(self.answer())
    }

    /// The strategy's own end, if it had one.
    pub(super) const fn answer(self) -> Option<Answer> {
        match self {
            Ending::Answered(answer, _) => Some(answer),
            Ending::Cut(_) => None,
        }
    }

    /// The haste.
    #[must_use]
    pub const fn haste(self) -> Haste {
        match self {
            Ending::Answered(_, haste) => haste,
            Ending::Cut(Cut::Killed { signalled }) => Haste::Killed { signalled },
            Ending::Cut(Cut::Forced) => Haste::Forced,
        }
    }

    /// Whether two signals came.
    #[must_use]
    pub const fn is_forced(self) -> bool {
        matches!(self.haste(), Haste::Forced)
    }

    /// One more signal; `None` if it is the third.
    pub(super) const fn signalled(self) -> Option<Ending> {
        Some(match self {
            Ending::Answered(answer, haste) => match haste.signalled() {
                Some(haste) => Ending::Answered(answer, haste),
                None => return None,
            },
            Ending::Cut(Cut::Killed { signalled: false }) => Ending::Cut(Cut::Killed { signalled: true }),
            Ending::Cut(Cut::Killed { signalled: true }) => Ending::Cut(Cut::Forced),
            Ending::Cut(Cut::Forced) => return None,
        })
    }

    /// The kill switch is thrown now.
    pub(super) const fn killed(self) -> Ending {
        match self {
            Ending::Answered(answer, Haste::Orderly { signalled }) => {
                Ending::Answered(answer, Haste::Killed { signalled })
            }
            other => other,
        }
    }
}

impl Haste {
    const fn signalled(self) -> Option<Haste> {
        Some(match self {
            Haste::Orderly { signalled: false } => Haste::Orderly { signalled: true },
            Haste::Killed { signalled: false } => Haste::Killed { signalled: true },
            Haste::Orderly { signalled: true } | Haste::Killed { signalled: true } => Haste::Forced,
            Haste::Forced => return None,
        })
    }
}
