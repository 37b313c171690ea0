//! A calendar as what combinators take: stretches of time, and a timetable.

use super::calendar::Calendar;
use super::hours::SessionPhase;
use crate::network::{BuildError, Place, Stretch, Stretches, Timetable};
use crate::time::{Span, Time};

/// Which stretches of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Days,
    Parts(SessionPhase),
}

/// Stretches of time in which a market trades, for [`bars_in`](crate::network::Windowed::bars_in),
/// [`total_in`](crate::network::Windowed::total_in) and [`within_stretches`](crate::network::Clock::within_stretches).
#[derive(Clone, Debug)]
#[must_use = "stretches do nothing until a combinator has them"]
pub struct Schedule {
    calendar: Calendar,
    what: What,
    /// How long each piece of a stretch is, if it is cut.
    period: Option<Span>,
}

impl Schedule {
    pub(super) fn of(calendar: &Calendar, what: What) -> Self {
        Self { calendar: calendar.clone(), what, period: None }
    }

    /// The same stretches in pieces of `period`, from their beginning on; the last one ends with its stretch.
    ///
    /// # Errors
    /// A period of zero is a [`BuildError::ZeroSpan`](crate::network::BuildError::ZeroSpan) where the schedule is used.
    ///
    /// ```
    /// use tidegate::network::{count, simulate, Event, Windowed};
    /// use tidegate::session::{Calendar, Hours, Weekday};
    /// use tidegate::time::Span;
    ///
    /// // On Thursday, 1 January 1970, from midnight on; the seconds of the input count from there.
    /// let hours = Hours::none().continuous("00:00", "00:05")?;
    /// let market = Calendar::in_zone("UTC")?.each(&Weekday::ALL, hours);
    /// let input = [(1, ()), (2, ()), (130, ()), (299, ()), (400, ())];
    /// let bars = simulate(input, |x| {
    ///     x.bars_in(market.trading().every(Span::from_secs(120)), count()).map(|bar| (bar.end.to_string(), bar.value))
    /// });
    /// let ends = ["1970-01-01T00:02:00Z", "1970-01-01T00:04:00Z", "1970-01-01T00:05:00Z"].map(str::to_owned);
    /// assert_eq!(bars.len(), 3);
    /// assert!(bars.iter().map(|(_, (end, _))| end).eq(&ends), "the last minute is short");
    /// assert!(bars.iter().map(|(_, (_, count))| *count).eq([2, 1, 1]));
    /// # Ok::<(), tidegate::session::CalendarError>(())
    /// ```
    pub fn every(self, period: Span) -> Self {
        Self { period: Some(period), ..self }
    }

    fn whole(&self, at: Time) -> Option<Stretch> {
        match self.what {
            What::Parts(phase) => {
                self.calendar.parts_from(at).find(|(other, _)| *other == phase).map(|(_, part)| part)
            }
            What::Days => {
                let mut days = self.calendar.days_from(at).filter_map(|parts| {
                    let ((_, first), (_, last)) = (parts.first()?, parts.last()?);
                    Some(Stretch { start: first.start, end: last.end })
                });
                days.find(|day| day.end > at)
            }
        }
    }
}

impl Stretches for Schedule {
    fn at_or_after(&self, at: Time) -> Option<Stretch> {
        let whole = self.whole(at)?;
        let Some(period) = self.period.filter(|period| !period.is_zero()) else { return Some(whole) };
        let pieces = at.max(whole.start).since(whole.start).nanos() / period.nanos();
        let start = whole.start.after(Span::from_nanos((pieces * period.nanos()).unsigned_abs()));
        Some(Stretch { start, end: start.after(period).min(whole.end) })
    }

    fn check(&self, at: Place) -> Result<(), BuildError> {
        match self.period {
            Some(Span::ZERO) => Err(BuildError::ZeroSpan { operator: "every", used_at: at }),
            _ => Ok(()),
        }
    }
}

/// The phases of a market by the times at which they begin, for [`timetable`](crate::network::timetable).
#[derive(Clone, Debug)]
#[must_use = "a timetable does nothing until a combinator has it"]
pub struct PhaseChanges {
    calendar: Calendar,
}

impl PhaseChanges {
    pub(super) fn of(calendar: &Calendar) -> Self {
        Self { calendar: calendar.clone() }
    }
}

impl Timetable for PhaseChanges {
    type Entry = SessionPhase;

    fn next(&self, from: Time) -> Option<(Time, SessionPhase)> {
        // What ends at that very time may change into closed.
        let before = Time::from_nanos(from.nanos().saturating_sub(1));
        let mut parts = self.calendar.parts_from(before).peekable();
        while let Some((phase, part)) = parts.next() {
            if part.start >= from {
                return Some((part.start, phase));
            }
            let goes_on = parts.peek().is_some_and(|(_, next)| next.start == part.end);
            if part.end >= from && !goes_on {
                return Some((part.end, SessionPhase::Closed));
            }
        }
        None
    }

    fn last(&self, at: Time) -> Option<SessionPhase> {
        Some(self.calendar.phase_at(at))
    }
}
