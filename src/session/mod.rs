//! Trading sessions: when markets open and close, on their own clocks, and what a strategy makes of it.
//!
//! A [`Calendar`] has the hours of each day, half days and holidays of a market in its time zone; the rules of time zones,
//! daylight saving included, are those of the IANA database, which is built in. To a network it is [`Stretches`] and a
//! [`Timetable`]:
//!
//! | for | is |
//! |---|---|
//! | what occurs in a session | `x.within_stretches(calendar.trading())` |
//! | bars that begin with the session and end with it | `x.bars_in(calendar.trading().every(period), fold)` |
//! | a value that starts anew with each trading day | `x.total_in(calendar.days(), fold)` |
//! | openings and closings as events | `timetable(calendar.changes())` |
//! | whether a market is open | [`in_session`], [`phase`] |
//!
//! | file | idea |
//! |---|---|
//! | `hours.rs` | the parts of one day |
//! | `calendar.rs` | which day has which hours, and when that is |
//! | `schedule.rs` | the same as combinators take it |
//!
//! [`Stretches`]: crate::network::Stretches
//! [`Timetable`]: crate::network::Timetable

mod calendar;
mod error;
mod hours;
mod schedule;

pub use self::calendar::{Calendar, Weekday};
pub use self::error::CalendarError;
pub use self::hours::{Hours, SessionPhase};
pub use self::schedule::{PhaseChanges, Schedule};

use crate::network::{Behavior, in_force};

/// What the market does at the timestamp of each instant: at the very time of an opening it is open.
///
/// One alarm for each change, a nanosecond before it.
///
/// ```
/// use tidegate::network::{simulate, Event};
/// use tidegate::session::{phase, Calendar, Hours, SessionPhase, Weekday};
///
/// let hours = Hours::none().auction("00:01", "00:02")?.continuous("00:02", "00:03")?;
/// let market = Calendar::in_zone("UTC")?.each(&Weekday::ALL, hours);
/// let phases = simulate([(59, ()), (60, ()), (120, ()), (180, ())], |x| x.sample(phase(&market), |_, phase| phase));
/// let [closed, auction, open] = [SessionPhase::Closed, SessionPhase::Auction, SessionPhase::Continuous];
/// assert_eq!(phases, [(59, closed), (60, auction), (120, open), (180, closed)]);
/// # Ok::<(), tidegate::session::CalendarError>(())
/// ```
#[track_caller]
pub fn phase(calendar: &Calendar) -> impl Behavior<Value = SessionPhase> + Clone + use<> {
    in_force(calendar.changes()).map(|phase| phase.unwrap_or(SessionPhase::Closed))
}

/// Whether orders are matched as they come: continuous trading, no auction.
///
/// ```
/// use tidegate::network::{simulate, Event};
/// use tidegate::session::{in_session, Calendar, Hours, Weekday};
///
/// let market = Calendar::in_zone("UTC")?.each(&Weekday::ALL, Hours::none().continuous("00:01", "00:02")?);
/// let open = simulate([(59, ()), (60, ()), (119, ()), (120, ())], |x| x.sample(in_session(&market), |_, open| open));
/// assert_eq!(open, [(59, false), (60, true), (119, true), (120, false)]);
/// # Ok::<(), tidegate::session::CalendarError>(())
/// ```
#[track_caller]
pub fn in_session(calendar: &Calendar) -> impl Behavior<Value = bool> + Clone + use<> {
    phase(calendar).map(|phase| phase == SessionPhase::Continuous)
}
