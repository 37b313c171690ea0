//! The trading days of a market, in its own time zone.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::error::CalendarError;
use super::hours::{Hours, Seconds, SessionPhase};
use super::schedule::{PhaseChanges, Schedule, What};
use crate::network::Stretch;
use crate::time::Time;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// From Monday to Friday.
    pub const WORKING: [Weekday; 5] =
        [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];
    /// All of them.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];
}

/// So many days in a row without what is looked for, and there is none any more.
const LONGEST_REST: usize = 1_100;

/// When a market trades: the hours of each day of the week, and the days that are different.
///
/// Hours are those of a clock on the wall in the market's time zone. A time that a clock skips when it is put forward
/// is as much later as it is put forward; of a time that it shows twice, the first counts. Clones share what is in it.
///
/// ```
/// use tidegate::session::{Calendar, Hours, SessionPhase, Weekday};
/// use tidegate::time::Time;
///
/// let day = Hours::none().auction("08:50", "09:00")?.continuous("09:00", "17:30")?;
/// let half = Hours::none().auction("08:50", "09:00")?.continuous("09:00", "14:00")?;
/// let xetra = Calendar::in_zone("Europe/Berlin")?
///     .each(&Weekday::WORKING, day)
///     .holiday("2024-12-25")?
///     .on("2024-12-30", half)?;
///
/// // Noon in Berlin is 10 o'clock UTC in summer, and 11 o'clock in winter.
/// let noon = Time::from_secs(1_719_828_000); // 2024-07-01T10:00:00Z
/// assert_eq!(xetra.phase_at(noon), SessionPhase::Continuous);
/// let christmas = Time::from_secs(1_735_124_400); // 2024-12-25T11:00:00Z
/// assert_eq!(xetra.phase_at(christmas), SessionPhase::Closed);
/// # Ok::<(), tidegate::session::CalendarError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a calendar does nothing until somebody asks it"]
pub struct Calendar {
    rules: Arc<Rules>,
}

#[derive(Clone, Debug)]
struct Rules {
    zone: TimeZone,
    /// From Monday on.
    week: [Hours; 7],
    days: BTreeMap<Date, Hours>,
}

impl Calendar {
    /// A market in this zone of the IANA database, which does not trade on any day so far.
    ///
    /// # Errors
    /// [`CalendarError::Zone`].
    pub fn in_zone(name: &str) -> Result<Self, CalendarError> {
        let zone = TimeZone::get(name).map_err(|_| CalendarError::Zone { found: name.to_owned() })?;
        Ok(Self::of(zone))
    }

    /// A market that never closes. Its days begin at midnight UTC.
    pub fn around_the_clock() -> Self {
        Self::of(TimeZone::UTC).each(&Weekday::ALL, Hours::around_the_clock())
    }

    fn of(zone: TimeZone) -> Self {
        Self { rules: Arc::new(Rules { zone, week: Default::default(), days: BTreeMap::new() }) }
    }

    /// The hours of these days of the week.
    pub fn each(mut self, days: &[Weekday], hours: Hours) -> Self {
        let rules = Arc::make_mut(&mut self.rules);
        for day in days {
            rules.week[*day as usize] = hours.clone();
        }
        self
    }

    /// A date without trading.
    ///
    /// # Errors
    /// [`CalendarError::Date`].
    pub fn holiday(self, date: &str) -> Result<Self, CalendarError> {
        self.on(date, Hours::none())
    }

    /// A date with hours of its own: a half day, a Saturday with trading.
    ///
    /// # Errors
    /// [`CalendarError::Date`].
    pub fn on(mut self, date: &str, hours: Hours) -> Result<Self, CalendarError> {
        let wrong = || CalendarError::Date { found: date.to_owned() };
        let parsed =
            date.parse().ok().filter(|parsed: &Date| parsed.to_string() == date).ok_or_else(wrong)?;
        Arc::make_mut(&mut self.rules).days.insert(parsed, hours);
        Ok(self)
    }

    /// What the market does at that time. Costs some microseconds; where it is asked often, [`phase`](super::phase) is held.
    #[must_use]
    pub fn phase_at(&self, at: Time) -> SessionPhase {
        let first = self.parts_from(at).next();
        first.filter(|(_, part)| part.contains(at)).map_or(SessionPhase::Closed, |(phase, _)| phase)
    }

    /// Its trading days, each from the beginning of its first part to the end of its last one.
    pub fn days(&self) -> Schedule {
        Schedule::of(self, What::Days)
    }

    /// Its continuous trading.
    pub fn trading(&self) -> Schedule {
        Schedule::of(self, What::Parts(SessionPhase::Continuous))
    }

    /// Its auctions.
    pub fn auctions(&self) -> Schedule {
        Schedule::of(self, What::Parts(SessionPhase::Auction))
    }

    /// When it goes from one phase to the next.
    pub fn changes(&self) -> PhaseChanges {
        PhaseChanges::of(self)
    }

    /// All parts of trading days that are not over at `at`, in order: those of so many days that, of a phase that none of
    /// them has, there is none any more.
    pub(super) fn parts_from(&self, at: Time) -> impl Iterator<Item = (SessionPhase, Stretch)> {
        let parts = self.days_from(at).take(LONGEST_REST).flatten();
        parts.filter(move |(_, part)| part.end > at)
    }

    /// The parts of all trading days that may not be over at `at`: each day that has any, in order.
    pub(super) fn days_from(&self, at: Time) -> impl Iterator<Item = Vec<(SessionPhase, Stretch)>> {
        // A day reaches from the evening before to its end: the one before this is over at the latest when this ends.
        let first = self.date(at).and_then(|date| date.checked_sub(2.days()).ok());
        let mut next = first;
        let mut over = Time::MIN;
        let mut rest = 0;
        std::iter::from_fn(move || {
            while let Some(date) = next.filter(|_| rest < LONGEST_REST) {
                next = date.tomorrow().ok();
                let parts = self.parts_of(date, over);
                match parts.last() {
                    None => rest += 1,
                    Some((_, last)) => {
                        over = last.end;
                        rest = 0;
                        return Some(parts);
                    }
                }
            }
            None
        })
    }

    /// The parts of a day. Where it begins before the day before it is over, it begins then.
    fn parts_of(&self, date: Date, over: Time) -> Vec<(SessionPhase, Stretch)> {
        let Rules { week, days, .. } = &*self.rules;
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        let hours = days.get(&date).unwrap_or(&week[weekday]);
        let part = |part: &super::hours::Part| {
            let start = self.time(date, part.from)?.max(over);
            let end = self.time(date, part.to)?;
            (start < end).then_some((part.phase, Stretch { start, end }))
        };
        hours.parts().iter().filter_map(part).collect()
    }

    /// The date on the wall.
    fn date(&self, at: Time) -> Option<Date> {
        let at = Timestamp::from_nanosecond(at.nanos().into()).ok()?;
        Some(self.rules.zone.to_datetime(at).date())
    }

    /// When the clock on the wall shows it, on that date or on the evening before.
    fn time(&self, date: Date, seconds: Seconds) -> Option<Time> {
        let wall: DateTime =
            date.to_datetime(jiff::civil::Time::midnight()).checked_add(seconds.seconds()).ok()?;
        let at = self.rules.zone.to_ambiguous_timestamp(wall).compatible().ok()?;
        i64::try_from(at.as_nanosecond()).ok().map(Time::from_nanos)
    }
}
