//! What a strategy makes of sessions. Seconds count from 1 January 1970, a Thursday.

use tidegate::network::{
    BuildError, Clock, Event, Network, Shared, Windowed, count, simulate, sum, timetable,
};
use tidegate::session::{Calendar, Hours, Schedule, SessionPhase, Weekday, in_session, phase};
use tidegate::time::{Span, Time};

use crate::calendars::{new_york, utc};

fn second(text: &str) -> i32 {
    i32::try_from(utc(text).nanos() / 1_000_000_000).expect("in this century")
}

/// In New York summer time began on 26 April 1970.
#[test]
fn bars_and_anchors_begin_with_the_session_on_both_sides_of_a_change_of_the_clock() {
    let ticks = [
        ("1970-04-24 14:29:59", 1_i64), // before the opening
        ("1970-04-24 14:30", 2),
        ("1970-04-24 15:30", 4), // the second hour
        ("1970-04-24 20:59:59", 8),
        ("1970-04-24 21:00", 16), // at the close: too late
        ("1970-04-27 13:29:59", 32),
        ("1970-04-27 13:30", 64), // an hour earlier in UTC
        ("1970-04-27 20:00", 128),
    ]
    .map(|(at, size)| (second(at), size));
    let totals = simulate(ticks, |x| x.total_in(new_york().trading(), sum()));
    let expected = [
        ("1970-04-24 14:30", 2_i128),
        ("1970-04-24 15:30", 6),
        ("1970-04-24 20:59:59", 14),
        ("1970-04-27 13:30", 64),
    ];
    assert_eq!(totals, expected.map(|(at, total)| (second(at), total)));

    let hour = Span::from_secs(3_600);
    let bars = simulate(ticks, |x| {
        x.bars_in(new_york().trading().every(hour), sum()).filter(|bar| bar.value > 0_i128)
    });
    let bars: Vec<_> = bars.into_iter().map(|(_, bar)| (bar.start, bar.end, bar.value)).collect();
    let expected = [
        ("1970-04-24 14:30", "1970-04-24 15:30", 2_i128),
        ("1970-04-24 15:30", "1970-04-24 16:30", 4),
        ("1970-04-24 20:30", "1970-04-24 21:00", 8), // half an hour is left of the day
        ("1970-04-27 13:30", "1970-04-27 14:30", 64),
    ];
    assert_eq!(bars, expected.map(|(start, end, value)| (utc(start), utc(end), value)));
}

#[test]
fn each_session_has_its_bar_and_nothing_between_them_has_one() {
    let ticks =
        ["1970-01-02 15:00", "1970-01-03 15:00", "1970-01-06 15:00", "1970-01-07 12:00"].map(|at| (at, ()));
    let ticks = ticks.map(|(at, tick)| (second(at), tick));
    let bars = simulate(ticks, |x| x.bars_in(new_york().days(), count()));
    let bars: Vec<_> = bars.into_iter().map(|(_, bar)| (bar.start, bar.value)).collect();
    let expected = [
        ("1970-01-01 14:30", 0),
        ("1970-01-02 14:30", 1),
        ("1970-01-05 14:30", 0), // on the weekend there is none
        ("1970-01-06 14:30", 1),
    ];
    assert!(bars.starts_with(&expected.map(|(start, value)| (utc(start), value))), "{bars:?}");
}

#[test]
fn what_occurs_out_of_hours_is_left_out() {
    let ticks =
        ["1970-01-02 14:29", "1970-01-02 14:30", "1970-01-02 20:59", "1970-01-02 21:00", "1970-01-03 15:00"];
    let heard = simulate(ticks.map(|at| (second(at), ())), |x| x.within_stretches(new_york().trading()));
    assert_eq!(heard, ["1970-01-02 14:30", "1970-01-02 20:59"].map(|at| (second(at), ())));
}

/// All inputs of the time of an opening are in the session, and none of that of a close: also the first of several instants.
#[test]
fn a_market_is_open_at_the_very_time_of_its_opening() {
    let hours = Hours::none().continuous("00:01", "00:02").expect("hours");
    let market = Calendar::in_zone("UTC").expect("a zone").each(&Weekday::ALL, hours);
    let ticks = [(59, ()), (60, ()), (60, ()), (119, ()), (120, ()), (120, ())];
    let open = simulate(ticks, |x| x.sample(in_session(&market), |(), open| open));
    assert_eq!(open, [(59, false), (60, true), (60, true), (119, true), (120, false), (120, false)]);
}

/// A network that is built while a market is open, and one that is built at the very opening.
#[test]
fn a_phase_is_known_from_the_start() {
    let phase_at_start = |from: &str| {
        let hours = Hours::none().continuous(from, "02:00").expect("hours");
        let market = Calendar::in_zone("UTC").expect("a zone").each(&Weekday::ALL, hours);
        simulate([(0, ())], |x| x.sample(phase(&market), |(), phase| phase))
    };
    assert_eq!(phase_at_start("23:00"), [(0, SessionPhase::Continuous)], "since yesterday");
    assert_eq!(phase_at_start("00:00"), [(0, SessionPhase::Continuous)]);
    assert_eq!(phase_at_start("00:01"), [(0, SessionPhase::Closed)]);
}

#[test]
fn openings_and_closings_are_events() {
    let day = Hours::none().auction("00:01", "00:02").and_then(|day| day.continuous("00:02", "00:03"));
    let market = Calendar::in_zone("UTC").expect("a zone").each(&Weekday::ALL, day.expect("hours"));
    let changes = simulate([(200, ())], |_| timetable(market.changes()));
    let [auction, open, closed] = [SessionPhase::Auction, SessionPhase::Continuous, SessionPhase::Closed];
    assert_eq!(changes[..3], [(60, auction), (120, open), (180, closed)]);
    assert!(
        changes[3..].iter().all(|(at, _)| Time::from_secs(*at) >= Time::from_secs(86_400)),
        "{changes:?}"
    );
}

/// Wherever pieces without length are asked for.
#[test]
fn a_schedule_cut_into_nothing_is_refused() {
    fn refused<E: Event>(wire: impl FnOnce(Shared<i64>, Schedule) -> E)
    where
        E::Item: Send + Sync,
    {
        let always = Calendar::around_the_clock().trading().every(Span::ZERO);
        let built = Network::build(Time::EPOCH, |border| {
            let (_, x) = border.input();
            border.output(wire(x, always))
        });
        let error = built.expect_err("it has no meaning");
        assert!(
            matches!(error, BuildError::ZeroSpan { operator: "every", used_at } if used_at.file() == file!())
        );
    }
    refused(|x, always| x.bars_in(always, count()));
    refused(|x, always| x.total_in(always, count()));
    refused(|x, always| x.within_stretches(always));
}
