//! Deadlines: who sets them, what they are counted by, and what happens when there is no time at all.

use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::{FillRule, SimulatedVenue};
use tidegate::control::{
    Budgets, Cause, ExitCode, OnOrders, OnPositions, Phase, Policy, PositionFate, Verdict,
};
use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Sim};

use crate::desk::{Desk, Leaving, Stamp};
use crate::traders::{deaf, limit, market, resting};
use crate::trial::{Run, play, play_within};

/// Fault 84: our deadline is longer than the grace of whoever supervises us.
///
/// Requirements: K7, L9, N1, R2.
#[test]
fn fault_084_budgets_beyond_the_supervisors_grace_are_clipped_and_said_so() {
    let grace = Span::from_secs(100);
    let play_with = |grace: Span| {
        play(|sim, trail| {
            let desk = Desk::new(trail).trades([1, 900]).hears_no_cancels().leaves(Leaving::Never);
            let sim = sim.grace(grace).cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
            (sim, deaf::<1>, (desk,))
        })
    };
    let run = play_with(grace);
    assert!(run.took() <= grace, "it took {}", run.took());
    let alert = &run.report().alerts[0];
    assert_eq!((alert.code.as_str(), alert.at), ("budgets.clipped", Time::from_secs(1)), "at the start");
    let deadlines: Vec<Option<Time>> = run.report().phases.iter().map(|record| record.deadline).collect();
    let cut = [5, 35, 65, 70, 100].map(|seconds| Some(Time::from_secs(2 + seconds)));
    assert_eq!((deadlines[0], &deadlines[1..]), (None, &cut[..]), "the strategy's budget is cut first");
    assert_eq!(run.exit(), ExitCode::ORDERS_LEFT);

    let run = play_with(Span::from_secs(300));
    assert!(run.report().alerts.iter().all(|alert| alert.code != "budgets.clipped"), "they fit");
}

/// Fault 88: the data ends with orders in flight and latency. That a live runtime does the same is fault 89.
///
/// Requirements: B13, J1, T5.
#[test]
fn fault_088_at_the_end_of_the_data_what_is_in_flight_settles_in_virtual_time() {
    fn last_moment(
        port: MarketPort<BtcUsdt>,
        control: Control,
    ) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let count = port.trades().scan(0, |n, _| n + 1);
        let orders = count.filter(|n| *n == 3).map(|_| {
            let both = [market(1, Side::Buy), limit(2, Side::Buy)];
            both.into_iter().map(Advice::from).collect()
        });
        (orders, control.done_at_once())
    }
    let close = Policy { orders: OnOrders::Cancel, positions: OnPositions::Close };
    let latency = Span::from_millis(800);
    let ended = |data: Vec<i32>, signal: Option<i32>| {
        play(|sim, trail| {
            let desk = Desk::new(trail).trades(data.clone()).answers_after(latency);
            let sim = sim.policy(close);
            let sim = match signal {
                Some(at) => sim.cause_at(Time::from_secs(at), Cause::Signal, "SIGTERM"),
                None => sim,
            };
            (sim, last_moment, (desk,))
        })
    };
    let (run, live) = (ended(vec![1, 2, 3], None), ended(vec![1, 2, 3, 9], Some(4)));
    assert_eq!((run.report().cause, run.exit()), (Cause::DataEnd, ExitCode::CLEAN));
    let orders = run.report().orders;
    assert_eq!(
        (orders.filled, orders.cancelled, orders.left()),
        (2, 1, 0),
        "placed, filled, cancelled, closed"
    );
    assert_eq!(run.report().positions[0].fate, PositionFate::Closed);
    let names = |run: &Run| run.phases().iter().map(|(phase, _)| *phase).collect::<Vec<_>>();
    assert_eq!(names(&run), names(&live), "the same phases as after a signal");
    assert_eq!((live.exit(), live.report().orders), (run.exit(), run.report().orders), "the same report");
}

/// The same with the simulated venue, whose orders fill at the next quote: the last one has none.
///
/// Requirements: T19.
#[test]
fn fault_088_a_backtest_leaves_no_order_of_unknown_outcome() {
    fn restless(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let orders = port.trades().scan(0, |n, _| n + 1).map(|n| match n % 2 {
            0 => market(n, Side::Buy),
            _ => limit(n, Side::Sell),
        });
        (orders, control.done_at_once())
    }
    let data = SyntheticOptions::default().trades(50);
    let venue = SimulatedVenue::new(Synthetic::<BtcUsdt>::new(Only, data).expect("it is in range"));
    let venue = venue.fill(FillRule::Next);
    let report = Sim::new().run(&restless, (venue,)).expect("it builds").report;
    report.orders.check_invariants();
    assert_eq!((report.exit_code(), report.orders.left()), (ExitCode::CLEAN, 0), "{:?}", report.orders);
    assert_eq!(report.orders.submitted + report.orders.gated, 50);
}

/// Fault 97: the wall clock jumps by an hour during the shutdown.
///
/// A simulation has one clock, that of the data, which never goes back: no deadline can be counted by another one. What it
/// can show is that clocks of others do not matter: answers stamped an hour early are heard now, answers stamped an hour
/// late are not waited for, and no budget ends earlier or later. That a live runtime reads a monotonic clock is shown there.
///
/// Requirements: K7, L9, T7.
#[test]
fn fault_097_stamps_that_are_an_hour_off_move_no_deadline() {
    let hour = Span::from_secs(3_600);
    let stamped = |stamp: Stamp, hears: bool| {
        play(|sim, trail| {
            let desk = Desk::new(trail).trades([1, 900]).stamped(stamp);
            let desk = if hears { desk } else { desk.hears_no_cancels() };
            (sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM"), deaf::<1>, (desk,))
        })
    };
    let (right, early) = (stamped(Stamp::Right, true), stamped(Stamp::Early(hour), true));
    assert_eq!((right.exit(), right.outcome.last), (ExitCode::TIMED_OUT, Time::from_secs(122)));
    assert_eq!(early.phases(), right.phases(), "an hour early: heard now, the budgets as they were");
    assert_eq!((early.exit(), early.report().orders), (right.exit(), right.report().orders));

    let (silent, back) = (stamped(Stamp::Right, false), stamped(Stamp::Early(hour), false));
    assert_eq!(silent.phases(), back.phases(), "where deadlines end it, too");
    assert_eq!(silent.phases()[2], (Phase::ClosePositions, 152.0), "120 s and 30 s");

    let late = stamped(Stamp::Late(hour), true);
    assert_eq!(late.phases()[1], (Phase::CancelPending, 122.0), "the strategy's time is not longer");
    assert!(late.outcome.last <= Time::from_secs(152), "nor that of the sweep");
    assert_eq!(late.exit(), ExitCode::ORDERS_LEFT, "what was not heard in time is not known");
}

/// Fault 98: all budgets are zero.
///
/// Requirements: K7, L9, N1, N3.
#[test]
fn fault_098_without_any_time_there_is_a_seal_a_sweep_and_a_report() {
    let with = |delay: Span| {
        play_within(Budgets::zero(), |sim, trail| {
            let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
            (sim, deaf::<2>, (Desk::new(trail).trades([1, 9]).answers_after(delay),))
        })
    };
    let run = with(Span::ZERO);
    assert_eq!((run.report().verdict, run.took()), (Verdict::TimedOut, Span::ZERO));
    assert_eq!(run.phases().len(), 5);
    assert_eq!(
        (run.report().orders.cancelled, run.exit()),
        (2, ExitCode::TIMED_OUT),
        "an answer that is there counts"
    );
    assert!(run.report().saved.is_some());

    let run = with(Span::from_millis(10));
    assert_eq!(run.took(), Span::ZERO, "no answer is waited for");
    let sweep = [1, 2].map(|id| format!("2 sweep: cancel (order {id}, only)"));
    assert_eq!(run.asked_since_the_cause(), sweep, "the attempt is made");
    assert_eq!((run.report().orders.left(), run.exit()), (2, ExitCode::ORDERS_LEFT));

    let run = play_within(Budgets::zero(), |sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        (sim, resting::<1>, (Desk::new(trail).trades([1, 9]).leaves(Leaving::Never),))
    });
    assert_eq!((run.took(), run.exit()), (Span::ZERO, ExitCode::CONNECTOR_TIMED_OUT));
}
