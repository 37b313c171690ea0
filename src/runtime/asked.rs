//! All that was asked of a system up to now, in one word: whoever looks for news makes one load and one comparison.

use crate::control::Cause;

/// What was asked up to now: a request once, signals and reloads by their number.
///
/// Bit 0 is the request, the 31 bits above count signals, the upper half counts reloads. So the lower half is zero
/// as long as there is no cause to stop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked(u64);

const REQUEST: u64 = 1;
const SIGNAL: u64 = 1 << 1;
const SIGNALS: u64 = CAUSES & !REQUEST;
const CAUSES: u64 = RELOAD - 1;
const RELOAD: u64 = 1 << 32;

impl Asked {
    #[inline]
    pub(super) const fn from_word(word: u64) -> Self {
        Self(word)
    }

    pub(super) const fn word(self) -> u64 {
        self.0
    }

    #[must_use]
    pub(super) const fn with_request(self) -> Self {
        Self(self.0 | REQUEST)
    }

    /// Signals beyond 2³¹ - 1 are not counted: the third one ends the run.
    #[must_use]
    pub(super) const fn with_signal(self) -> Self {
        match self.0 & SIGNALS {
            SIGNALS => self,
            _ => Self(self.0 + SIGNAL),
        }
    }

    /// Their number starts anew after 2³² - 1; what counts is how many there are between two looks.
    #[must_use]
    pub(super) const fn with_reload(self) -> Self {
        Self(self.0.wrapping_add(RELOAD))
    }

    /// The cause to stop, if there is one.
    #[inline]
    pub(crate) const fn cause(self) -> Option<Cause> {
        match self.0 & CAUSES {
            0 => None,
            REQUEST => Some(Cause::Request),
            _ => Some(Cause::Signal),
        }
    }

    pub(crate) const fn is_requested(self) -> bool {
        self.0 & REQUEST != 0
    }

    pub(crate) const fn signals(self) -> u64 {
        (self.0 & SIGNALS) / SIGNAL
    }

    /// How many reloads there are that were not there `before`.
    pub(crate) const fn reloads_since(self, before: Self) -> u64 {
        self.0.wrapping_sub(before.0 & !CAUSES) / RELOAD
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signalled(signals: u64) -> Asked {
        Asked(signals * SIGNAL)
    }

    #[test]
    fn what_is_asked_is_counted_apart() {
        let none = Asked::default();
        assert_eq!(none.cause(), None);
        let all = none.with_reload().with_request().with_signal().with_reload().with_request();
        assert_eq!((all.is_requested(), all.signals(), all.reloads_since(none)), (true, 1, 2));
        assert_eq!(all.with_signal().with_reload().reloads_since(all), 1, "the lower half is left out");
    }

    #[test]
    fn a_signal_is_the_cause_before_a_request_and_a_reload_is_none() {
        let reloaded = Asked::default().with_reload();
        assert_eq!(reloaded.cause(), None);
        assert_eq!(reloaded.with_request().cause(), Some(Cause::Request));
        assert_eq!(reloaded.with_request().with_signal().cause(), Some(Cause::Signal));
    }

    #[test]
    fn signals_beyond_what_is_counted_are_no_reloads() {
        let most = signalled((1 << 31) - 1).with_request();
        assert_eq!((most.with_signal(), most.signals()), (most, (1 << 31) - 1));
        assert_eq!(signalled((1 << 31) - 2).with_signal(), signalled((1 << 31) - 1));
    }

    #[test]
    fn the_number_of_reloads_starts_anew_and_none_is_lost() {
        let last = Asked(!CAUSES).with_signal();
        let more = last.with_reload().with_reload();
        assert_eq!((more.reloads_since(last), more.signals(), more.is_requested()), (2, 1, false));
    }
}
