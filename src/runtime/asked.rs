//! All that was asked of a system up to now, in one word: whoever looks for news makes one load and one comparison.

use crate::control::Cause;

/// What was asked up to now: a request once, signals of each kind and reloads by their number.
///
/// Bit 0 is the request, ten bits for each kind of signal come above it, the upper half counts reloads. So the lower half is
/// zero as long as there is no cause to stop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked(u64);

const REQUEST: u64 = 1;
const CAUSES: u64 = RELOAD - 1;
const RELOAD: u64 = 1 << 32;

/// What asks like a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// The program, by its handle.
    Own,
    /// SIGINT.
    Interrupt,
    /// SIGTERM.
    Terminate,
}

impl Signal {
    const ALL: [Signal; 3] = [Signal::Own, Signal::Interrupt, Signal::Terminate];

    /// The highest number of one kind that is counted.
    const MOST: u64 = (1 << 10) - 1;

    /// One of its kind.
    const fn one(self) -> u64 {
        match self {
            Signal::Own => 1 << 1,
            Signal::Interrupt => 1 << 11,
            Signal::Terminate => 1 << 21,
        }
    }

    /// As the report has it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Signal::Own => "the program signalled",
            Signal::Interrupt => "SIGINT",
            Signal::Terminate => "SIGTERM",
        }
    }
}

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

    /// Signals beyond 1,023 of a kind are not counted: the third one ends the run.
    #[must_use]
    pub(super) const fn with_signal(self, signal: Signal) -> Self {
        match self.count(signal) {
            Signal::MOST => self,
            _ => Self(self.0 + signal.one()),
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

    /// The signals that were not there `before`. In which order those of different kinds came between two looks nobody knows.
    pub(crate) fn signals_since(self, before: Self) -> impl Iterator<Item = Signal> {
        let new = move |signal| (before.count(signal)..self.count(signal)).map(move |_| signal);
        Signal::ALL.into_iter().flat_map(new)
    }

    const fn count(self, signal: Signal) -> u64 {
        (self.0 / signal.one()) & Signal::MOST
    }

    /// How many reloads there are that were not there `before`.
    pub(crate) const fn reloads_since(self, before: Self) -> u64 {
        self.0.wrapping_sub(before.0 & !CAUSES) / RELOAD
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use Signal::{Interrupt, Own, Terminate};

    fn signals(asked: Asked, before: Asked) -> Vec<Signal> {
        asked.signals_since(before).collect()
    }

    #[test]
    fn what_is_asked_is_counted_apart() {
        let none = Asked::default();
        assert_eq!(none.cause(), None);
        let all = none.with_reload().with_request().with_signal(Own).with_reload().with_request();
        assert_eq!((all.is_requested(), signals(all, none), all.reloads_since(none)), (true, vec![Own], 2));
        let more = all.with_signal(Own).with_reload();
        assert_eq!(more.reloads_since(all), 1, "the lower half is left out");
    }

    #[test]
    fn signals_are_counted_by_their_kind_and_told_once() {
        let first = Asked::default().with_signal(Terminate);
        let all = first.with_signal(Terminate).with_signal(Interrupt).with_signal(Own).with_signal(Terminate);
        assert_eq!(signals(all, first), [Own, Interrupt, Terminate, Terminate]);
        assert_eq!(signals(all, all), []);
    }

    #[test]
    fn a_signal_is_the_cause_before_a_request_and_a_reload_is_none() {
        let reloaded = Asked::default().with_reload();
        assert_eq!(reloaded.cause(), None);
        assert_eq!(reloaded.with_request().cause(), Some(Cause::Request));
        for signal in Signal::ALL {
            assert_eq!(reloaded.with_request().with_signal(signal).cause(), Some(Cause::Signal));
        }
    }

    #[test]
    fn signals_beyond_what_is_counted_are_nothing_else() {
        let none = Asked::default();
        for signal in Signal::ALL {
            let most = (0..Signal::MOST).fold(none.with_request(), |asked, _| asked.with_signal(signal));
            assert_eq!((most.with_signal(signal), most.reloads_since(none)), (most, 0), "{signal:?}");
            let told = signals(most, none);
            assert!(
                told.len() as u64 == Signal::MOST && told.iter().all(|told| *told == signal),
                "{signal:?}"
            );
        }
    }

    #[test]
    fn the_number_of_reloads_starts_anew_and_none_is_lost() {
        let last = Asked(!CAUSES).with_signal(Own);
        let more = last.with_reload().with_reload();
        assert_eq!((more.reloads_since(last), signals(more, last), more.is_requested()), (2, vec![], false));
    }
}
