//! Too much of everything: alerts that nobody takes, floods.

use tidegate::control::{Alert, Cause, ExitCode, Phase};
use tidegate::prelude::*;
use tidegate::runtime::{AlertSink, Runtime, Stop};

use crate::desk::Desk;
use crate::traders::{limit, resting};
use crate::trial::{Run, play};

/// A pager that is down.
#[derive(Clone, Copy)]
enum Down {
    Fails,
    Panics,
}

impl AlertSink for Down {
    fn alert(&mut self, _: &Alert) -> Result<(), String> {
        match self {
            Down::Fails => Err("no route to host".into()),
            Down::Panics => panic!("a sink that panics"),
        }
    }
}

/// A shutdown that has something to alert of, with a sink or without.
fn alerting(down: Option<Down>) -> Run {
    play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        let sim = match down {
            Some(down) => sim.alert_to(down),
            None => sim,
        };
        (sim, crate::traders::deaf::<1>, (Desk::new(trail).trades([1, 900]).hears_no_cancels(),))
    })
}

/// Fault 99: the alert sink is down. There is no spool beside the report.
///
/// Requirements: A16, A17, T9, T13.
#[test]
fn fault_099_a_sink_that_is_down_delays_nothing_and_its_alerts_are_in_the_report() {
    let well = alerting(None);
    let codes: Vec<&str> = well.report().alerts.iter().map(|alert| alert.code.as_str()).collect();
    assert_eq!((codes, well.report().undelivered_alerts), (vec!["strategy.timed_out", "order.left"], 0));
    for down in [Down::Fails, Down::Panics] {
        let run = alerting(Some(down));
        assert_eq!((run.phases(), run.exit()), (well.phases(), well.exit()), "not delayed");
        assert_eq!(run.report().alerts, well.report().alerts, "all of them are kept");
        assert_eq!(run.report().undelivered_alerts, 2, "and counted");
    }
}

/// Also for what the strategy complains about while it runs.
///
/// Requirements: A17, B6.
#[test]
fn fault_099_a_sink_that_panics_over_a_complaint_does_not_stop_the_run() {
    fn grumbles(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let complaints = port.trades().map(|_| Complaint::new(1, "no price"));
        (never(), control.done_at_once().reporting(complaints))
    }
    let run =
        play(|sim, trail| (sim.alert_to(Down::Panics), grumbles, (Desk::new(trail).trades([1, 2, 3]),)));
    assert_eq!((run.report().cause, run.exit()), (Cause::DataEnd, ExitCode::CLEAN));
    assert_eq!((run.report().complaints.len(), run.report().undelivered_alerts), (3, 3));
}

/// As many events of the market wait at one time.
const FLOOD: usize = 100_000;

/// Fault 100: control actions while 100,000 market events of the same time wait.
///
/// Whatever is asked while one of them is handled is served before the next one; so is a done. A cause that is written down
/// for a time comes after the events of that time, as its documentation says.
///
/// Requirements: A5, B9, B11, C6, R9.
#[test]
fn fault_100_control_is_served_before_the_market_events_that_wait() {
    let run = play(|sim, trail| {
        let stop = Stop::new();
        let sim = sim.stop_on(stop.clone());
        let strategy = move |port: MarketPort<BtcUsdt>, control: Control| {
            let stop = stop.clone();
            let count = port.trades().scan(0_usize, |n, _| n + 1).share();
            let orders = count.filter_map(move |n| {
                if n == 10 {
                    stop.signal();
                }
                (n <= 2).then(|| limit::<BtcUsdt>(n as u64, Side::Buy))
            });
            let complaints = count.map(|n| Complaint::new(1, n.to_string()));
            (orders, control.done_at_once().reporting(complaints))
        };
        (sim, strategy, (Desk::new(trail).trades(std::iter::repeat_n(5, FLOOD)),))
    });
    assert_eq!((run.report().cause, run.exit(), run.took()), (Cause::Signal, ExitCode::CLEAN, Span::ZERO));
    assert_eq!(run.outcome_of(Phase::CancelPending), "2 cancelled");
    assert_eq!(run.report().complaints.len(), 10, "the eleventh event comes after the done");
    assert!(run.outcome.events < 100, "and the shutdown waits for none: {}", run.outcome.events);

    fn enough(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let tenth = port.trades().scan(0, |n, _| n + 1).filter(|n| *n == 10).map(|_| DoneCode::OK);
        (never(), control.done_when(tenth))
    }
    let run = play(|sim, trail| (sim, enough, (Desk::new(trail).trades(std::iter::repeat_n(5, FLOOD)),)));
    assert_eq!((run.report().cause, run.outcome.events), (Cause::Done, 10));
}

/// The control flood by itself: a complaint at each of 100,000 events. All are counted, the sink gets what it can read.
///
/// Requirements: B9, R9.
#[test]
fn fault_100_a_flood_of_complaints_is_counted_and_holds_nothing_up() {
    fn grumbles(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let complaints = port.trades().map(|_| Complaint::new(1, "too many"));
        (never(), control.done_at_once().reporting(complaints))
    }
    let run = play(|sim, trail| (sim, grumbles, (Desk::new(trail).trades(std::iter::repeat_n(5, FLOOD)),)));
    let report = run.report();
    assert_eq!(report.complaints.len() as u64 + report.more_complaints, FLOOD as u64);
    assert_eq!(report.undelivered_alerts, FLOOD as u64 - 20);
    assert_eq!(run.exit(), ExitCode::CLEAN);
    let quiet = play(|sim, trail| (sim, resting::<0>, (Desk::new(trail).trades([5]),)));
    assert_eq!(run.phases(), quiet.phases(), "as if there had been none");
}
