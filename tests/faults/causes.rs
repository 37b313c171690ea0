//! Several causes at once, and causes from where none should come.

use std::sync::{Arc, Mutex, PoisonError};

use tidegate::control::{
    Cause, ExitCode, OnOrders, OnPositions, Phase, Policy, PositionFate, Priority, Verdict,
};
use tidegate::prelude::*;
use tidegate::runtime::{Hook, OnHalt, Runtime, Stop};
use tidegate::safety::{Change, KillSwitch, Posture};
use tidegate::scope::{Reason, Scope, until_cancelled};

use crate::desk::Desk;
use crate::traders::{deaf, limit, market, resting};
use crate::trial::{Run, play};

/// Buys one, leaves one order working, and needs its time to wind down.
fn invested(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let enter = port.trades().once().map(|_| {
        let both = [market(1, Side::Buy), limit(2, Side::Buy)];
        both.into_iter().map(Advice::from).collect()
    });
    let done = control.shutdown().delay(Span::from_secs(5)).map(|_| DoneCode::OK);
    (enter, control.done_when(done))
}

/// Both causes at second 2, in this order.
fn both(first: Cause, second: Cause) -> Run {
    play(|sim, trail| {
        let sim =
            sim.cause_at(Time::from_secs(2), first, "one").cause_at(Time::from_secs(2), second, "other");
        let close = Policy { orders: OnOrders::Cancel, positions: OnPositions::Close };
        (sim.policy(close), invested, (Desk::new(trail).trades([1, 9]),))
    })
}

fn causes(run: &Run) -> Vec<Cause> {
    run.report().causes.iter().map(|record| record.cause).collect()
}

/// Fault 41: kill switch and SIGTERM in the same tick.
///
/// Requirements: D1, K3, R5, R12.
#[test]
fn fault_041_a_kill_and_a_signal_at_once_are_one_shutdown_under_the_stricter_policy() {
    for (first, second) in [(Cause::Kill, Cause::Signal), (Cause::Signal, Cause::Kill)] {
        let run = both(first, second);
        assert_eq!(
            (causes(&run), run.report().cause),
            (vec![first, second], Cause::Kill),
            "both, and the stricter"
        );
        assert_eq!((run.phases().len(), run.took()), (5, Span::ZERO), "each phase once");
        assert_eq!(run.report().verdict, Verdict::Cut, "the strategy is not waited for");
        assert_eq!(run.asked_since_the_cause(), ["2 sweep: cancel (order 2, only)"], "and nothing is closed");
        assert_eq!(run.report().positions[0].fate, PositionFate::Kept, "positions are left alone");
        assert_eq!(
            (run.exit(), run.report().forced),
            (ExitCode::CLEAN, false),
            "one signal is no second one"
        );
    }
}

/// Fault 42: a breaker and done in the same tick.
///
/// Requirements: B8, B11, D1, K3.
#[test]
fn fault_042_a_breaker_and_done_at_once_are_one_shutdown_and_done_is_accepted() {
    fn enough(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let second = port.trades().scan(0, |n, _| n + 1).filter(|n| *n == 2).map(|_| DoneCode(3));
        (port.trades().once().map(|_| limit(1, Side::Buy)), control.done_when(second))
    }
    let run = play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Breaker, "three losses");
        let desk = Desk::new(trail).trades([1, 2, 9]).answers_after(Span::from_millis(100));
        (sim, enough, (desk,))
    });
    assert_eq!(causes(&run), [Cause::Done, Cause::Breaker], "done came in the last event of that time");
    assert_eq!(run.report().verdict, Verdict::Done(DoneCode(3)));
    assert_eq!((run.exit(), run.report().cause), (ExitCode::STRATEGY_REPORTED, Cause::Breaker));
    assert_eq!((run.phases().len(), run.report().orders.cancelled), (5, 1));

    let run = play(|sim, trail| {
        let sim = sim.cause_at(Time::from_secs(2), Cause::Breaker, "three losses");
        (sim, resting::<1>, (Desk::new(trail).trades([1, 9]),))
    });
    assert_eq!(
        (causes(&run), run.exit()),
        (vec![Cause::Breaker], ExitCode::CLEAN),
        "told first, done at once"
    );
    assert_eq!(run.report().verdict, Verdict::Done(DoneCode::OK));
}

/// Fault 43: a hook asks for a shutdown.
///
/// Requirements: K3, P1.
#[test]
fn fault_043_a_shutdown_asked_for_by_a_hook_is_ignored_and_recorded() {
    let run = play(|sim, trail| {
        let stop = Stop::new();
        let asks = stop.clone();
        let hook = Hook::new("asks", Phase::CancelPending, Priority::Normal, move |_| {
            asks.request();
            asks.signal();
            asks.signal();
            asks.signal();
            async { Ok(()) }
        });
        let sim = sim.stop_on(stop).hook(hook).cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        (sim, resting::<1>, (Desk::new(trail).trades([1, 9]),))
    });
    assert_eq!((run.exit(), causes(&run)), (ExitCode::CLEAN, vec![Cause::Signal]));
    assert!(!run.report().forced && !run.report().aborted, "three signals of its own do not end it");
    let ignored: Vec<Cause> = run.report().ignored.iter().map(|record| record.cause).collect();
    assert_eq!(ignored, [Cause::Request, Cause::Signal, Cause::Signal, Cause::Signal]);
    assert_eq!(run.report().ignored[0].detail, "asked for from inside a hook");
}

/// Fault 44: the task that throws the kill switch is among those that the shutdown cancels.
///
/// The supervisor runs as a hook, as a simulation has no other tasks: it throws the switch after two seconds and then
/// waits for ever, in a scope that is cancelled when the orders are.
///
/// Requirements: D1, D5, M1, M2.
#[test]
fn fault_044_a_kill_switch_whose_own_task_is_cancelled_completes_the_shutdown() {
    let said = Arc::new(Mutex::new(Vec::new()));
    let run = play(|sim, trail| {
        said.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let kill = KillSwitch::new(Posture::Running, Time::EPOCH);
        let process = Scope::root("process");
        let stopping = process.token();
        let supervisor = {
            let (kill, said, process) = (kill.clone(), Arc::clone(&said), Arc::new(process));
            Hook::new("supervisor", Phase::StopNewOrders, Priority::Normal, move |context| {
                let (kill, said, scope) = (kill.clone(), Arc::clone(&said), process.child("kill switch"));
                async move {
                    context.clock.wait(Span::from_secs(2)).await;
                    kill.halt("loss limit", context.clock.now());
                    let ended = until_cancelled(&scope, std::future::pending::<()>()).await;
                    let why = ended.cancelled().map(|reason| reason.origin() == &Reason::from("shutdown"));
                    said.lock().unwrap_or_else(PoisonError::into_inner).push(why);
                    Ok(())
                }
            })
        };
        let sim = sim
            .kill_on(kill, OnHalt::Stop)
            .hook(supervisor.limit(Span::from_secs(60)))
            .watch(move |phase, _| {
                if phase == Phase::CancelPending {
                    stopping.cancel("shutdown");
                }
            })
            .cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        (sim, deaf::<1>, (Desk::new(trail).trades([1, 900]),))
    });
    assert_eq!((causes(&run), run.report().cause), (vec![Cause::Signal, Cause::Kill], Cause::Kill));
    assert_eq!(run.report().causes[1].detail, "loss limit");
    assert_eq!(
        *said.lock().unwrap_or_else(PoisonError::into_inner),
        [Some(true)],
        "the task was cancelled, and ended"
    );
    assert_eq!(
        (run.exit(), run.outcome.last),
        (ExitCode::CLEAN, Time::from_secs(4)),
        "and all phases are over"
    );
    assert_eq!((run.phases().len(), run.report().orders.cancelled), (5, 1));
}

/// A kill switch that is thrown twice has one halt, and every reason is in its history.
///
/// Requirements: E3, K3.
#[test]
fn fault_041_a_kill_switch_that_is_thrown_twice_stops_once() {
    let kill = KillSwitch::new(Posture::Running, Time::EPOCH);
    kill.halt("one", Time::from_secs(1));
    kill.halt("other", Time::from_secs(2));
    let changes: Vec<bool> =
        kill.history().transitions.iter().map(|to| matches!(to.change, Change::Halted(_))).collect();
    assert_eq!(changes, [true, false]);
    let run = play(|sim, trail| {
        let kill = KillSwitch::new(Posture::Running, Time::EPOCH);
        let sim = sim.kill_on(kill, OnHalt::Stop);
        let sim = sim.cause_at(Time::from_secs(2), Cause::Kill, "one").cause_at(
            Time::from_secs(2),
            Cause::Kill,
            "other",
        );
        (sim, resting::<1>, (Desk::new(trail).trades([1, 9]),))
    });
    assert_eq!(causes(&run), [Cause::Kill], "the second one is in the switch's own history");
}
