//! Signals: the first asks, the second hurries, the third ends.

use tidegate::control::{Cause, CrashRecord, ExitCode, Phase, Verdict};
use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim};

use crate::desk::Desk;
use crate::traders::{deaf, resting};
use crate::trail::Trail;
use crate::trial::{Run, play};

/// A strategy that never answers, at a market that takes no cancels, with signals at these seconds.
fn signalled(signals: &[(i32, &'static str)]) -> Run {
    play(|sim: Sim, trail: &Trail| {
        let sim = signals
            .iter()
            .fold(sim, |sim, (at, name)| sim.cause_at(Time::from_secs(*at), Cause::Signal, *name));
        (sim, deaf::<2>, (Desk::new(trail).trades([1, 5, 900]).hears_no_cancels(),))
    })
}

/// Fault 38: a second SIGINT while the strategy winds down.
///
/// Requirements: K1, K3, N1, R12, R15.
#[test]
fn fault_038_a_second_signal_seals_now_and_sweeps_with_short_limits() {
    let run = signalled(&[(2, "SIGINT"), (10, "SIGINT")]);
    assert_eq!(run.report().verdict, Verdict::Cut);
    assert!(run.report().forced && !run.report().aborted);
    let began: Vec<(Phase, f64)> = run.phases();
    assert_eq!(
        began[..2],
        [(Phase::StopNewOrders, 2.0), (Phase::CancelPending, 10.0)],
        "sealed at the second"
    );
    assert_eq!(began[2], (Phase::ClosePositions, 12.0), "2 s for the sweep, not 30");
    assert!(run.asked_since_the_cause().iter().all(|asked| asked.contains("sweep: cancel")));
    assert_eq!(run.exit(), ExitCode::ORDERS_LEFT, "the worst that happened counts");
    assert!(run.report().alerts.iter().any(|alert| alert.code == "shutdown.forced"));

    let run = play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGINT");
        let sim = sim.cause_at(Time::from_secs(3), Cause::Signal, "SIGINT");
        (sim, deaf::<2>, (Desk::new(trail).trades([1, 9]),))
    });
    assert_eq!(
        (run.exit(), run.report().orders.cancelled),
        (ExitCode::FORCED, 2),
        "all was achieved even so"
    );
}

/// After another cause, the first signal is counted and the second one hurries.
///
/// Requirements: K3, K6.
#[test]
fn fault_038_a_request_is_no_signal() {
    let with = |signals: &'static [i32]| {
        play(|sim, trail| {
            let sim = sim.cause_at(Time::from_secs(2), Cause::Request, "an operator");
            let add = |sim: Sim, at: &i32| sim.cause_at(Time::from_secs(*at), Cause::Signal, "SIGINT");
            (signals.iter().fold(sim, add), deaf::<1>, (Desk::new(trail).trades([1, 900]),))
        })
    };
    let (one, two) = (with(&[3]), with(&[3, 4]));
    assert_eq!((one.exit(), one.outcome.last), (ExitCode::TIMED_OUT, Time::from_secs(122)));
    assert_eq!((two.exit(), two.outcome.last), (ExitCode::FORCED, Time::from_secs(4)));
}

/// Signals far apart, and no event between them: what is due meanwhile is not late.
///
/// Requirements: K3, T7.
#[test]
fn fault_038_answers_and_deadlines_between_two_signals_come_between_them() {
    let run = play(|sim, trail| {
        let sim =
            [2, 10].iter().fold(sim, |sim, at| sim.cause_at(Time::from_secs(*at), Cause::Signal, "SIGINT"));
        (sim, resting::<2>, (Desk::new(trail).trades([1, 900]).answers_after(Span::from_millis(500)),))
    });
    assert_eq!(
        (run.exit(), run.outcome.last),
        (ExitCode::CLEAN, Time::from_nanos(2_500_000_000)),
        "over before the second"
    );
    let run = play(|sim, trail| {
        let sim =
            [2, 200].iter().fold(sim, |sim, at| sim.cause_at(Time::from_secs(*at), Cause::Signal, "SIGINT"));
        (sim, deaf::<2>, (Desk::new(trail).trades([1, 900]),))
    });
    assert_eq!((run.exit(), run.outcome.last), (ExitCode::TIMED_OUT, Time::from_secs(122)));
}

/// Fault 39: a third SIGINT.
///
/// Requirements: K1, R12, T11.
#[test]
fn fault_039_a_third_signal_ends_at_once_and_leaves_a_crash_record() {
    let file = std::env::temp_dir().join(format!("tidegate-fault-039-{}", std::process::id()));
    let run = play(|sim, trail| {
        let sim = [2, 10, 11]
            .iter()
            .fold(sim, |sim, at| sim.cause_at(Time::from_secs(*at), Cause::Signal, "SIGINT"));
        let desk = Desk::new(trail).trades([1, 900]).hears_no_cancels();
        (sim.crash_to(&file), deaf::<2>, (desk,))
    });
    assert_eq!(run.exit(), ExitCode::ABORTED);
    assert_eq!(run.outcome.last, Time::from_secs(11), "at once");
    assert_eq!(run.report().phases.last().map(|record| record.phase), Some(Phase::CancelPending));
    let written = std::fs::read_to_string(&file).expect("the crash record");
    std::fs::remove_file(&file).expect("it was written");
    let record: CrashRecord = serde_json::from_str(&written).expect("one line of JSON");
    assert_eq!(Some(&record), run.outcome.crash_record.as_ref());
    assert_eq!((record.phase, record.causes.len()), (Phase::CancelPending, 3));
    let open: Vec<u64> = record.open.iter().map(|key| key.id).collect();
    assert_eq!(open, [1, 2], "the orders that may still trade");
    assert_eq!(run.report().orders.left_open, 2);
}

/// Fault 40: SIGTERM, then SIGINT.
///
/// Requirements: K1, K3, T6.
#[test]
fn fault_040_two_different_signals_count_like_two_equal_ones() {
    let (mixed, equal) =
        (signalled(&[(2, "SIGTERM"), (10, "SIGINT")]), signalled(&[(2, "SIGINT"), (10, "SIGINT")]));
    assert_eq!((mixed.phases(), mixed.exit()), (equal.phases(), equal.exit()));
    assert!(mixed.report().forced);
    let said: Vec<&str> = mixed.report().causes.iter().map(|record| record.detail.as_str()).collect();
    assert_eq!(said, ["SIGTERM", "SIGINT"], "both are in the report");
}
