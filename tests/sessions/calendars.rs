//! Markets as they are: when they open and close in UTC.

use tidegate::network::{Stretch, Stretches};
use tidegate::session::{Calendar, CalendarError, Hours, SessionPhase, Weekday};
use tidegate::time::Time;

/// A time in UTC, as `2024-03-08 14:30`.
pub(crate) fn utc(text: &str) -> Time {
    let wall: jiff::civil::DateTime = text.replace(' ', "T").parse().expect("a date and a time");
    let at = wall.to_zoned(jiff::tz::TimeZone::UTC).expect("it exists").timestamp();
    Time::from_nanos(at.as_nanosecond().try_into().expect("in our range"))
}

fn stretch(start: &str, end: &str) -> Option<Stretch> {
    Some(Stretch { start: utc(start), end: utc(end) })
}

pub(crate) fn new_york() -> Calendar {
    let day = Hours::none().continuous("09:30", "16:00").expect("hours");
    let half = Hours::none().continuous("09:30", "13:00").expect("hours");
    let market = Calendar::in_zone("America/New_York").expect("a zone").each(&Weekday::WORKING, day);
    let market = market.holiday("2024-11-28").expect("a date");
    market.on("2024-11-29", half).expect("a date")
}

/// Trading days end at 16:00 and begin at 17:00 on the evening before.
pub(crate) fn chicago() -> Calendar {
    let day = Hours::none().continuous("17:00", "16:00").expect("hours");
    Calendar::in_zone("America/Chicago").expect("a zone").each(&Weekday::WORKING, day)
}

#[test]
fn the_clock_is_put_forward_and_back_between_two_sessions() {
    let trading = new_york().trading();
    let friday = stretch("2024-03-08 14:30", "2024-03-08 21:00");
    assert_eq!(trading.at_or_after(utc("2024-03-08 14:30")), friday);
    assert_eq!(trading.at_or_after(utc("2024-03-08 20:59")), friday);
    assert_eq!(trading.at_or_after(utc("2024-03-08 21:00")), stretch("2024-03-11 13:30", "2024-03-11 20:00"));
    assert_eq!(trading.at_or_after(utc("2024-11-01 20:00")), stretch("2024-11-04 14:30", "2024-11-04 21:00"));
}

#[test]
fn a_holiday_and_a_half_day() {
    let market = new_york();
    let half = stretch("2024-11-29 14:30", "2024-11-29 18:00");
    assert_eq!(market.trading().at_or_after(utc("2024-11-27 21:00")), half, "Thanksgiving is left out");
    assert_eq!(market.phase_at(utc("2024-11-28 15:00")), SessionPhase::Closed);
    assert_eq!(market.phase_at(utc("2024-11-29 17:59")), SessionPhase::Continuous);
    assert_eq!(market.phase_at(utc("2024-11-29 18:00")), SessionPhase::Closed);
}

#[test]
fn a_day_that_begins_on_the_evening_before() {
    let days = chicago().days();
    // Monday's day begins on Sunday; on Friday evening nothing begins.
    assert_eq!(days.at_or_after(utc("2024-07-05 21:00")), stretch("2024-07-07 22:00", "2024-07-08 21:00"));
    assert_eq!(days.at_or_after(utc("2024-07-08 21:30")), stretch("2024-07-08 22:00", "2024-07-09 21:00"));
}

/// In New York the clock went from 02:00 to 03:00 on 10 March 2024, and from 02:00 back to 01:00 on 3 November.
#[test]
fn a_time_that_is_skipped_comes_later_and_of_two_the_first_counts() {
    let hours = Hours::none().continuous("01:30", "02:30").expect("hours");
    let market = Calendar::in_zone("America/New_York").expect("a zone").each(&Weekday::ALL, hours);
    let spring = market.trading().at_or_after(utc("2024-03-10 05:00"));
    assert_eq!(spring, stretch("2024-03-10 06:30", "2024-03-10 07:30"), "02:30 is 03:30");
    let autumn = market.trading().at_or_after(utc("2024-11-03 05:00"));
    assert_eq!(autumn, stretch("2024-11-03 05:30", "2024-11-03 07:30"), "from the first 01:30 on");
}

/// A trading day that would begin before the one before it is over begins when that is over.
#[test]
fn days_do_not_overlap() {
    let long = Hours::none().continuous("00:00", "24:00").expect("hours");
    let early = Hours::none().continuous("20:00", "10:00").expect("hours");
    let market = Calendar::in_zone("UTC").expect("a zone").each(&[Weekday::Monday], long);
    let market = market.each(&[Weekday::Tuesday], early);
    let monday = market.trading().at_or_after(utc("2024-07-01 21:00"));
    assert_eq!(monday, stretch("2024-07-01 00:00", "2024-07-02 00:00"));
    let tuesday = market.trading().at_or_after(utc("2024-07-02 00:00"));
    assert_eq!(tuesday, stretch("2024-07-02 00:00", "2024-07-02 10:00"));
}

#[test]
fn a_market_that_never_trades_has_no_stretch() {
    let market = Calendar::in_zone("UTC").expect("a zone");
    assert_eq!(market.trading().at_or_after(utc("2024-07-01 00:00")), None);
    assert_eq!(market.phase_at(utc("2024-07-01 00:00")), SessionPhase::Closed);
    let never = Calendar::around_the_clock();
    assert_eq!(
        never.auctions().at_or_after(utc("1970-01-01 00:00")),
        None,
        "and one without auctions has none"
    );
}

#[test]
fn what_is_no_calendar_is_refused() {
    let zone = Calendar::in_zone("Mars/Olympus").expect_err("it is elsewhere");
    assert_eq!(
        zone.to_string(),
        "expected a time zone of the IANA database, as Europe/Berlin, found `Mars/Olympus`"
    );
    for date in ["2024-2-3", "2024-02-30", "20240203", "2024-02-03T00:00", ""] {
        let error = Calendar::around_the_clock().holiday(date).expect_err(date);
        assert_eq!(error, CalendarError::Date { found: date.to_owned() });
    }
    for time in ["", "9:30", "09:3", "09:60", "24:01", "25:00", "09:30:60", "09:30:15:00", "+9:30", "09.30"] {
        let error = Hours::none().continuous(time, "16:00").expect_err(time);
        assert_eq!(error, CalendarError::TimeOfDay { found: time.to_owned() });
    }
    let hours = Hours::none().continuous("09:00", "17:30").expect("hours");
    let error = hours.auction("17:29:59", "17:35").expect_err("a second too early");
    assert_eq!(
        error.to_string(),
        "expected parts of a day one after the other, found continuous 09:00-17:30 and auction 17:29:59-17:35"
    );
}
