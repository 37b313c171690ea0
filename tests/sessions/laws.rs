//! Laws of stretches and timetables, against a clock that is read every minute.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use tidegate::network::{Stretch, Stretches, Timetable};
use tidegate::session::{Calendar, Hours, SessionPhase, Weekday};
use tidegate::time::{Span, Time};

use crate::calendars::{chicago, new_york, utc};

fn xetra() -> Calendar {
    let day = Hours::none().auction("08:50", "09:00").and_then(|day| day.continuous("09:00", "13:00"));
    let day =
        day.and_then(|day| day.auction("13:00", "13:02")).and_then(|day| day.continuous("13:02", "17:30"));
    let market = Calendar::in_zone("Europe/Berlin").expect("a zone");
    market.each(&Weekday::WORKING, day.expect("hours")).holiday("2024-04-01").expect("a date")
}

/// What the clock on the wall of Berlin says.
fn berlin_by_the_clock(at: Time) -> SessionPhase {
    let zone = TimeZone::get("Europe/Berlin").expect("a zone");
    let wall = zone.to_datetime(Timestamp::from_nanosecond(at.nanos().into()).expect("a time"));
    let is_working = wall.weekday().to_monday_zero_offset() < 5 && wall.date().to_string() != "2024-04-01";
    let minute = i32::from(wall.hour()) * 60 + i32::from(wall.minute());
    match minute {
        _ if !is_working => SessionPhase::Closed,
        530..540 | 780..782 => SessionPhase::Auction,
        540..780 | 782..1050 => SessionPhase::Continuous,
        _ => SessionPhase::Closed,
    }
}

/// Forty days around the clock being put forward, minute by minute.
#[test]
fn phases_are_those_of_the_clock_on_the_wall() {
    let (market, mut at) = (xetra(), utc("2024-03-10 00:00"));
    let end = utc("2024-04-20 00:00");
    while at < end {
        assert_eq!(market.phase_at(at), berlin_by_the_clock(at), "{at}");
        at = at.after(Span::from_secs(60));
    }
}

/// The timetable has exactly the minutes at which that changes.
#[test]
fn changes_are_those_of_the_clock_on_the_wall() {
    let (changes, start, end) = (xetra().changes(), utc("2024-03-10 00:00"), utc("2024-04-20 00:00"));
    let minute = Span::from_secs(60);
    let mut expected = Vec::new();
    let mut at = start;
    while at < end {
        let before = berlin_by_the_clock(Time::from_nanos(at.nanos() - 1));
        let now = berlin_by_the_clock(at);
        expected.extend((before != now).then_some((at, now)));
        at = at.after(minute);
    }
    let next = |from: Time| changes.next(from).filter(|(at, _)| *at < end);
    let after = |(at, _): &(Time, SessionPhase)| next(Time::from_nanos(at.nanos() + 1));
    let found: Vec<_> = std::iter::successors(next(start), after).collect();
    assert_eq!(found, expected);
}

fn schedules() -> Vec<Box<dyn Fn(Time) -> Option<Stretch>>> {
    let all = [new_york(), chicago(), xetra(), Calendar::around_the_clock()].map(|market| {
        [market.trading(), market.days(), market.trading().every(Span::from_secs(1_700)), market.auctions()]
    });
    let asked = |schedule: tidegate::session::Schedule| -> Box<dyn Fn(Time) -> Option<Stretch>> {
        Box::new(move |at| schedule.at_or_after(at))
    };
    all.into_iter().flatten().map(asked).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// A stretch is not over at the time that is asked for, is the answer at each of its times and before, and the next one
    /// does not begin before its end.
    #[test]
    fn stretches_follow_each_other(seconds in 1_500_000_000_i32..1_800_000_000, share in 0.0..1.0_f64) {
        let at = Time::from_secs(seconds);
        for asked in schedules() {
            let Some(found) = asked(at) else { continue };
            prop_assert!(found.start < found.end && at < found.end);
            let before = at.min(found.start);
            let within = before.after(Span::from_nanos((found.end.since(before).nanos() as f64 * share) as u64));
            let last = Time::from_nanos(found.end.nanos() - 1);
            for other in [at.max(found.start), last, within.max(at).min(last)] {
                prop_assert_eq!(asked(other), Some(found), "at {}", other);
            }
            if let Some(next) = asked(found.end) {
                prop_assert!(found.end <= next.start);
            }
        }
    }
}
