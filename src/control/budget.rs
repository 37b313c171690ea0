//! How long each part of a shutdown may take, and the one deadline above them.
//!
//! A phase ends at the sum of the budgets up to it, counted from the first cause: what one does not use, the next
//! one has. Where the budgets do not fit into the overall deadline, the strategy's is cut first, so that a
//! strategy that runs wild cannot eat the connectors' time (R2).

use serde::{Deserialize, Serialize};

use super::Phase;
use crate::time::{Span, Time};

/// How long each part of a shutdown may take.
///
/// ```
/// use tidegate::control::Budgets;
/// use tidegate::time::Span;
/// assert_eq!(Budgets::default().strategy, Span::from_secs(120));
/// assert!(Budgets::container().total() <= Span::from_secs(25));
/// assert_eq!(Budgets::default().within(Span::from_secs(100)).total(), Span::from_secs(100));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Budgets {
    /// The strategy's, to wind down: StopNewOrders. 120 s, as the old framework had it (O21).
    pub strategy: Span,
    /// CancelPending. 30 s: the connectors' time (C4), of which a working venue needs milliseconds.
    pub cancel: Span,
    /// ClosePositions. 30 s, for the same reason.
    pub close: Span,
    /// SaveState. 5 s: a file and a sync.
    pub save: Span,
    /// Disconnect, and the limit of each connector in it. 30 s (C4).
    pub connectors: Span,
    /// All together. The sum of the others: 215 s.
    pub overall: Span,
    /// Within CancelPending: how long a submission that is under way may take. 8 s (G8).
    pub drain: Span,
    /// How long the first answer to a cancel is waited for, before the venue is asked where the order stands;
    /// doubled at each turn. 1 s.
    pub patience: Span,
    /// The limit of one hook, where it names none itself. 5 s.
    pub hook: Span,
    /// What each phase has left after a second signal. 2 s.
    pub forced: Span,
}

impl Default for Budgets {
    fn default() -> Self {
        Self {
            strategy: Span::from_secs(120),
            cancel: Span::from_secs(30),
            close: Span::from_secs(30),
            save: Span::from_secs(5),
            connectors: Span::from_secs(30),
            overall: Span::from_secs(215),
            drain: Span::from_secs(8),
            patience: Span::from_secs(1),
            hook: Span::from_secs(5),
            forced: Span::from_secs(2),
        }
    }
}

impl Budgets {
    /// Fits the 30 s that a container gets between SIGTERM and SIGKILL, with 5 s to spare.
    #[must_use]
    pub const fn container() -> Self {
        Self {
            strategy: Span::from_secs(8),
            cancel: Span::from_secs(6),
            close: Span::from_secs(4),
            save: Span::from_secs(2),
            connectors: Span::from_secs(5),
            overall: Span::from_secs(25),
            drain: Span::from_secs(3),
            patience: Span::from_millis(500),
            hook: Span::from_secs(1),
            forced: Span::from_secs(1),
        }
    }

    /// No time at all: every phase gets one attempt.
    #[must_use]
    pub const fn zero() -> Self {
        Self {
            strategy: Span::ZERO,
            cancel: Span::ZERO,
            close: Span::ZERO,
            save: Span::ZERO,
            connectors: Span::ZERO,
            overall: Span::ZERO,
            drain: Span::ZERO,
            patience: Span::ZERO,
            hook: Span::ZERO,
            forced: Span::ZERO,
        }
    }

    /// The same inside an overall deadline that is not above `grace`.
    #[must_use]
    pub fn within(self, grace: Span) -> Self {
        Self { overall: self.overall.min(grace), ..self }
    }

    /// How long a shutdown takes at most.
    #[must_use]
    pub fn total(&self) -> Span {
        self.clipped().into_iter().fold(Span::ZERO, Span::plus)
    }

    /// How long the strategy has, once all is cut to fit into the overall deadline.
    #[must_use]
    pub fn for_strategy(&self) -> Span {
        let [strategy, ..] = self.clipped();
        strategy
    }

    /// The budgets of [`Phase::TIMED`], cut so that they fit into the overall deadline.
    ///
    /// The strategy's is cut first, then closing, then cancelling, then disconnecting, then saving: the later
    /// one is in this list, the more is lost without it.
    fn clipped(&self) -> [Span; 5] {
        const FIRST_TO_GO: [usize; 5] = [0, 2, 1, 4, 3];
        // None is longer than all together, so that the sum of five means something.
        let spans = [self.strategy, self.cancel, self.close, self.save, self.connectors];
        let mut spans = spans.map(|span| span.min(self.overall));
        let total = spans.into_iter().fold(Span::ZERO, Span::plus);
        let mut excess = total.nanos().saturating_sub(self.overall.nanos()).max(0);
        for place in FIRST_TO_GO {
            if let Some(span) = spans.get_mut(place) {
                let cut = excess.min(span.nanos());
                *span = Span::from_nanos(span.nanos().abs_diff(cut));
                excess = excess.saturating_sub(cut);
            }
        }
        spans
    }
}

/// When each phase of one shutdown is over at the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Schedule {
    ends: [Time; 5],
}

impl Schedule {
    /// The deadlines of a shutdown that begins at `at` with phase `first`. What is left out is nobody's time.
    pub(super) fn new(at: Time, budgets: &Budgets, first: Phase) -> Self {
        let mut end = at;
        let mut ends = [at; 5];
        for ((place, phase), span) in ends.iter_mut().zip(Phase::TIMED).zip(budgets.clipped()) {
            if phase >= first {
                end = end.after(span);
            }
            *place = end;
        }
        Self { ends }
    }

    /// When a phase is over at the latest.
    #[must_use]
    pub fn end(&self, phase: Phase) -> Time {
        let place = Phase::TIMED.iter().position(|timed| *timed == phase);
        place.and_then(|place| self.ends.get(place)).copied().unwrap_or(Time::MAX)
    }

    /// The same with `each` for every phase that is not over, from now on.
    pub(super) fn forced(self, at: Time, running: Phase, each: Span) -> Self {
        let mut end = at;
        let mut ends = self.ends;
        for (place, phase) in ends.iter_mut().zip(Phase::TIMED) {
            if phase >= running {
                end = end.after(each).min(*place);
                *place = end;
            }
        }
        Self { ends }
    }
}

#[cfg(test)]
mod tests {
    use super::{Budgets, Schedule};
    use crate::control::Phase;
    use crate::time::{Span, Time};

    fn secs(schedule: &Schedule) -> [i64; 5] {
        Phase::TIMED.map(|phase| schedule.end(phase).nanos() / 1_000_000_000)
    }

    #[test]
    fn what_a_phase_does_not_use_the_next_one_has() {
        let schedule = Schedule::new(Time::from_secs(10), &Budgets::default(), Phase::StopNewOrders);
        assert_eq!(secs(&schedule), [130, 160, 190, 195, 225]);
    }

    #[test]
    fn time_of_a_phase_that_is_left_out_is_not_handed_on() {
        let schedule = Schedule::new(Time::from_secs(10), &Budgets::default(), Phase::CancelPending);
        assert_eq!(secs(&schedule), [10, 40, 70, 75, 105]);
    }

    #[test]
    fn r2_a_wild_strategy_cannot_eat_the_connectors_budget() {
        let clipped = Budgets::default().within(Span::from_secs(100));
        assert_eq!(secs(&Schedule::new(Time::EPOCH, &clipped, Phase::StopNewOrders)), [5, 35, 65, 70, 100]);
        assert_eq!(clipped.for_strategy(), Span::from_secs(5));
        let tight = Budgets::default().within(Span::from_secs(20));
        assert_eq!(secs(&Schedule::new(Time::EPOCH, &tight, Phase::StopNewOrders)), [0, 0, 0, 5, 20]);
    }

    #[test]
    fn i4_a_budget_without_end_stays_inside_the_overall_deadline() {
        let endless = Budgets { strategy: Span::MAX, close: Span::MAX, ..Budgets::default() };
        assert_eq!(endless.total(), Budgets::default().overall);
        assert_eq!(endless.within(Span::from_secs(30)).total(), Span::from_secs(30));
    }

    #[test]
    fn a_forced_shutdown_is_never_given_more_time_than_it_had() {
        let schedule = Schedule::new(Time::EPOCH, &Budgets::default(), Phase::StopNewOrders);
        let forced = schedule.forced(Time::from_secs(149), Phase::CancelPending, Span::from_secs(2));
        assert_eq!(secs(&forced), [120, 150, 152, 154, 156]);
    }

    #[test]
    fn the_container_preset_fits_its_grace() {
        let preset = Budgets::container();
        assert_eq!(preset.total(), Span::from_secs(25));
        let schedule = Schedule::new(Time::EPOCH, &preset, Phase::StopNewOrders);
        assert_eq!(schedule.end(Phase::Disconnect), Time::from_secs(25));
    }
}
