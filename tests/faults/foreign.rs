//! Code that is not ours and panics where nobody expects it, lies, or is in a hurry: executors, terminators, stores, hooks.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tidegate::connector::{ConnectorError, Ending, Terms};
use tidegate::control::{
    Cause, ExitCode, Fate, HookEnd, OnOrders, OnPositions, PartEnd, Phase, Policy, PositionFate, Priority,
};
use tidegate::prelude::*;
use tidegate::runtime::{Hook, Outcome, RunError, Runtime, SavedState, Saving, Sim, StateStore, Stop};
use tidegate::testing::Script;

use crate::desk::{Desk, Leaving};
use crate::odd::{Odd, Whims};
use crate::traders::{limit, market, pair};
use crate::trail::{Line, Trail};

/// A script with a working order 1 and a position of 1 from order 2.
fn invested(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let both = [limit(1, Side::Buy), market(2, Side::Buy)];
    let enter = port.trades().once().map(move |_| both.into_iter().map(Advice::from).collect());
    (enter, control.done_at_once())
}

fn script() -> Script<BtcUsdt> {
    let script = Script::new().trade(1, "100", "1").placed(1, 1).placed(1, 2);
    script.fill(1, 2, Side::Buy, "100", "1").done(1, 2).trade(9, "100", "1")
}

/// Signals at these seconds, and positions to be closed.
fn stopped(signals: &[i32]) -> Sim {
    let close = Policy { orders: OnOrders::Cancel, positions: OnPositions::Close };
    let signal = |sim: Sim, at: &i32| sim.cause_at(Time::from_secs(*at), Cause::Signal, "SIGTERM");
    signals.iter().fold(Sim::new().policy(close), signal)
}

fn run(sim: Sim, whims: Whims) -> Outcome {
    sim.run(&invested, (Odd { script: script(), whims },)).expect("it begins")
}

/// Requirements: C3, T9.
#[test]
fn t9_an_executor_that_panics_over_its_terms_leaves_the_position_and_says_why() {
    let report = run(stopped(&[2]), Whims { terms: Some(|| panic!("no terms")), ..Whims::default() }).report;
    assert_eq!(report.exit_code(), ExitCode::POSITIONS_LEFT);
    assert_eq!((report.positions[0].fate, report.positions[0].quantity.as_str()), (PositionFate::Left, "1"));
    let why = report.connector_failures.join("; ");
    assert!(why.contains("its executor panicked when it was asked for its terms"), "{why}");
}

/// What is too little for the venue is dust, also where nobody came to closing it.
///
/// Requirements: J3, R12.
#[test]
fn fault_112_dust_is_dust_also_when_closing_was_not_come_to() {
    let terms = || Terms { min_quantity: "2".parse().expect("a quantity"), ..Terms::new() };
    let dust = Whims { terms: Some(terms), ..Whims::default() };
    let stubborn: Whims = Whims { on_cancel: Some(|_, _, _| {}), ..dust };
    let report = run(stopped(&[2, 3]), stubborn).report;
    assert_eq!(report.positions[0].fate, PositionFate::Dust, "a second signal: nothing is closed");
    assert!(!report.has_positions_left());
}

/// A producer that panics when it is first asked: the other connector has started and is ended.
///
/// Requirements: C3, T9.
#[test]
fn fault_046_a_panic_before_the_first_event_ends_what_has_started() {
    let trail = Trail::default();
    let odd =
        Odd { script: script(), whims: Whims { first: Some(|| panic!("no time")), ..Whims::default() } };
    let refused = Sim::new().run(&pair, (odd, Desk::<EthUsdt>::new(&trail).trades([1]))).expect_err("no run");
    assert_eq!(refused.exit_code(), ExitCode::CONNECTOR_FAILED, "{refused}");
    assert_eq!(trail.lines().last(), Some(&Line::Ended { at: Time::EPOCH, market: EthUsdt::NAME }));
}

/// The same for a strategy that cannot be built, or panics while it is wired.
///
/// Requirements: C3, T9.
#[test]
fn fault_046_a_strategy_that_cannot_be_built_ends_what_has_started() {
    fn zero(port: MarketPort<BtcUsdt>) -> (impl Event<Item = Action<BtcUsdt>>,) {
        (port.trades().delay(Span::ZERO).map(|_| market(1, Side::Buy)),)
    }
    fn panics(port: MarketPort<BtcUsdt>) -> (impl Event<Item = Action<BtcUsdt>>,) {
        assert!(std::hint::black_box(false), "while it is wired");
        (port.trades().map(|_| market(1, Side::Buy)),)
    }
    let trail = Trail::default();
    let desk = || Desk::<BtcUsdt>::new(&trail).trades([1]);
    let ended = |count: usize| {
        let is_end = |line: &&Line| matches!(line, Line::Ended { .. });
        assert_eq!(trail.lines().iter().filter(is_end).count(), count);
    };
    let refused = Sim::new().run(&uncontrolled(zero), (desk(),)).expect_err("a span of nothing");
    assert!(matches!(refused, RunError::Build(_)) && refused.exit_code() == ExitCode::BAD_INPUT, "{refused}");
    ended(1);
    let both = Sim::new().run(&uncontrolled(zero), (desk().leaves(Leaving::Fails),));
    let both = both.expect_err("neither built nor ended");
    assert_eq!(both.exit_code(), ExitCode::CONNECTOR_FAILED);
    let text = both.to_string();
    assert!(text.contains("`delay` needs a span") && text.contains("the socket does not close"), "{text}");
    let wired = std::panic::AssertUnwindSafe(|| Sim::new().run(&uncontrolled(panics), (desk(),)));
    assert!(std::panic::catch_unwind(wired).is_err(), "the panic of the program goes on");
    ended(2);
}

/// A venue that calls an order done of which a part was never filled: list and count agree, and neither believes it.
///
/// Requirements: J1, R12.
#[test]
fn fault_022_an_end_that_cannot_be_is_not_believed_and_the_order_has_one_fate() {
    let lies = Whims {
        on_cancel: Some(|at, id, events| events.fire(at, OrderEvent::Done { id, instrument: Only }.into())),
        ..Whims::default()
    };
    let report = run(stopped(&[2]), lies).report;
    let listed = report.open_orders.iter().find(|order| order.id == 1).expect("it lived at the seal");
    assert_eq!((listed.fate, report.orders.unknown, report.orders.filled), (Fate::Unknown, 1, 1));
    assert_eq!(report.exit_code(), ExitCode::ORDERS_LEFT);
}

/// What was told before a connector failed to end is read first, as it is before a good end.
///
/// Requirements: L6.
#[test]
fn l6_what_was_told_before_a_bad_end_is_read() {
    for fails in [false, true] {
        let ends = move |_| match fails {
            true => Err(ConnectorError::failed("BTC", "the socket does not close")),
            false => Ok(Ending::Over),
        };
        let chatty = Whims {
            on_cancel: Some(|at, id, events| {
                events.fire(at, OrderEvent::Cancelled { id, instrument: Only }.into());
                events.fire(at, OrderEvent::Cancelled { id, instrument: Only }.into());
            }),
            ends: Some(Box::new(ends)),
            ..Whims::default()
        };
        let sim = Sim::new().cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        let report = run(sim, chatty).report;
        assert_eq!(matches!(report.connectors[0].end, PartEnd::Failed(_)), fails);
        let noted = report.connector_failures.join("; ");
        assert!(noted.contains("found its cancel event"), "the second one is a breach: {noted}");
    }
}

/// What is noted of a market begins with its name, and so do the errors of its connector.
#[test]
fn an_end_that_fails_is_told_once_and_with_one_name() {
    let fails = || {
        let ends = |_| Err(ConnectorError::failed(BtcUsdt::NAME, "the socket does not close"));
        Whims { ends: Some(Box::new(ends)), ..Whims::default() }
    };
    let report = run(Sim::new().cause_at(Time::from_secs(9), Cause::Signal, "SIGTERM"), fails()).report;
    assert_eq!(report.exit_code(), ExitCode::CONNECTOR_FAILED);
    assert_eq!(report.connector_failures, ["binance:BTCUSDT: the socket does not close"]);
    let text = report.to_string();
    assert!(text.contains("  binance:BTCUSDT: failed: the socket does not close\n"), "{text}");
    assert_eq!(text.matches("the socket does not close").count(), 1, "{text}");
    let doubled = "binance:BTCUSDT: binance:BTCUSDT";
    assert!(!report.to_json().contains(doubled), "{}", report.to_json());

    let never = Sim::new().hook(Hook::new("early", Phase::Running, Priority::Normal, |_| async { Ok(()) }));
    let refused =
        never.run(&invested, (Odd { script: script(), whims: fails() },)).expect_err("no such hook");
    let text = refused.to_string();
    assert!(text.ends_with("; binance:BTCUSDT did not end: the socket does not close"), "{text}");
}

/// A terminator that wants to be asked again a nanosecond later does not stop virtual time.
///
/// Requirements: N1.
#[test]
fn n1_a_connector_in_a_hurry_is_asked_once_a_millisecond() {
    let asked = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&asked);
    let hurries = move |at: Time| {
        counter.fetch_add(1, Ordering::Relaxed);
        Ok(Ending::Busy { stage: "soon".into(), until: Some(at.after(Span::from_nanos(1))) })
    };
    let sim = Sim::new().cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
    let report = run(sim, Whims { ends: Some(Box::new(hurries)), ..Whims::default() }).report;
    assert_eq!(report.connectors[0].end, PartEnd::Abandoned);
    let asked = asked.load(Ordering::Relaxed);
    assert!((30_000..=30_002).contains(&asked), "within its 30 s: {asked}");
}

/// Nor does a hook that waits for nothing in a loop.
///
/// Requirements: N1, P2.
#[test]
fn n1_a_hook_that_waits_for_nothing_waits_a_millisecond() {
    let turns = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&turns);
    let spins = Hook::new("spins", Phase::SaveState, Priority::Normal, move |context| {
        let counter = Arc::clone(&counter);
        async move {
            loop {
                counter.fetch_add(1, Ordering::Relaxed);
                context.clock.wait(Span::ZERO).await;
            }
        }
    });
    let sim = Sim::new().hook(spins).cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
    let report = run(sim, Whims::default()).report;
    assert_eq!(report.hooks[0].end, HookEnd::Abandoned);
    assert!((5_000..=5_001).contains(&turns.load(Ordering::Relaxed)), "within its 5 s");
}

/// Panics when it is dropped.
struct Mine;

impl Drop for Mine {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            panic!("a drop that panics");
        }
    }
}

/// Requirements: P1, T9.
#[test]
fn fault_048_a_hook_whose_drop_panics_is_recorded_and_the_next_one_runs() {
    let ends = Hook::new("ends", Phase::SaveState, Priority::Critical, |_| {
        let mine = Mine;
        std::future::poll_fn(move |_| {
            let _held = &mine;
            std::task::Poll::Ready(Ok(()))
        })
    });
    let hangs = Hook::new("hangs", Phase::SaveState, Priority::High, |_| async {
        let _mine = Mine;
        std::future::pending().await
    });
    let next = Hook::new("next", Phase::SaveState, Priority::Low, |_| async { Ok(()) });
    let sim =
        Sim::new().hook(next).hook(hangs).hook(ends).cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
    let report = run(sim, Whims::default()).report;
    let ends: Vec<&HookEnd> = report.hooks.iter().map(|hook| &hook.end).collect();
    let panicked = HookEnd::Panicked("a drop that panics".into());
    assert_eq!(ends, [&panicked, &HookEnd::Abandoned, &HookEnd::Ended]);
}

/// A signal from outside, just before a hook has its turn, is not the hook's doing.
///
/// Requirements: K3, P1.
#[test]
fn fault_043_a_signal_from_outside_is_not_blamed_on_the_hook_that_runs_next() {
    let stop = Stop::new();
    let outside = stop.clone();
    let asks = move |phase, _| {
        if phase == Phase::SaveState {
            outside.signal();
        }
    };
    let idle = Hook::new("idle", Phase::SaveState, Priority::Normal, |_| async { Ok(()) });
    let sim = Sim::new().stop_on(stop).watch(asks).hook(idle);
    let report =
        run(sim.cause_at(Time::from_secs(2), Cause::Request, "an operator"), Whims::default()).report;
    let causes: Vec<Cause> = report.causes.iter().map(|record| record.cause).collect();
    assert_eq!((causes, report.ignored.len()), (vec![Cause::Request, Cause::Signal], 0));
}

/// Hooks whose phase was not come to are in the report all the same.
///
/// Requirements: K1, P1, T11.
#[test]
fn fault_039_hooks_that_were_not_come_to_are_listed() {
    let hook = |name: &str, phase| Hook::new(name, phase, Priority::Normal, |_| async { Ok(()) });
    let sim =
        stopped(&[2, 2, 2]).hook(hook("late", Phase::Disconnect)).hook(hook("early", Phase::StopNewOrders));
    let report = run(sim, Whims { on_cancel: Some(|_, _, _| {}), ..Whims::default() }).report;
    let ends: Vec<(&str, &HookEnd)> =
        report.hooks.iter().map(|hook| (hook.name.as_str(), &hook.end)).collect();
    assert_eq!(ends, [("early", &HookEnd::Ended), ("late", &HookEnd::NotStarted)]);
}

/// Causes and ignored requests are kept to a number, and the others counted.
///
/// Requirements: A5, K3.
#[test]
fn k3_causes_beyond_those_that_are_kept_are_counted() {
    let sim = (0..100).fold(stopped(&[2]), |sim, n| {
        sim.cause_at(Time::from_secs(2), Cause::Breaker, format!("breaker {n}"))
    });
    let stop = Stop::new();
    let asks = stop.clone();
    let hook = Hook::new("asks", Phase::CancelPending, Priority::Normal, move |_| {
        (0..100).for_each(|_| asks.signal());
        async { Ok(()) }
    });
    let report = run(sim.stop_on(stop).hook(hook), Whims::default()).report;
    assert_eq!(report.causes.len() as u64 + report.more_causes, 101);
    assert_eq!(report.ignored.len() as u64 + report.more_ignored, 100);
    assert!(report.more_causes > 0 && report.more_ignored > 0);
}

/// A store that is busy with the first state until after its phase (5 s, and the 180 s that nobody used before it), and
/// quick with any later one.
#[derive(Clone, Default)]
struct Slow(Arc<Mutex<Vec<Time>>>);

impl StateStore for Slow {
    fn save(&mut self, at: Time, state: &SavedState) -> Result<Saving, String> {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        asked.push(state.at);
        match state.at == asked[0] {
            true => Ok(Saving::Busy(at.after(Span::from_secs(200)))),
            false => Ok(Saving::Kept("the second".into())),
        }
    }
}

/// A save that was given up is not gone on with: it would put an older state over a newer one.
///
/// Requirements: L6, Q14.
#[test]
fn l6_a_save_that_was_given_up_never_overwrites_a_later_one() {
    let store = Slow::default();
    let mut leaves_at = None;
    let slowly = move |at: Time| {
        let until = *leaves_at.get_or_insert(at.after(Span::from_secs(20)));
        Ok(if at < until { Ending::Busy { stage: "soon".into(), until: Some(until) } } else { Ending::Over })
    };
    let whims = Whims { ends: Some(Box::new(slowly)), ..Whims::default() };
    let sim = Sim::new().save_to(store.clone()).cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
    let outcome = run(sim, whims);
    let states = store.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let (first, later): (Vec<Time>, Vec<Time>) = states.iter().partition(|at| **at == states[0]);
    assert_eq!((first.len(), later.len()), (1, 1), "asked once for each: {states:?}");
    assert_eq!(outcome.report.saved.as_deref(), Some("the second"));
}

/// The odd connector without a whim is the script that it wraps.
#[test]
fn an_odd_connector_without_a_whim_is_the_script() {
    let odd = run(stopped(&[2]), Whims::default());
    let plain = stopped(&[2]).run(&invested, (script(),)).expect("it begins");
    assert_eq!((&odd.report, odd.trace_hash), (&plain.report, plain.trace_hash));
}

/// An order that nobody finds and that turns up while connectors end: it is cancelled then.
///
/// Requirements: J1, Q5, Q7.
#[test]
fn fault_017_an_unknown_order_that_turns_up_while_disconnecting_is_cancelled() {
    fn lost(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        (port.trades().once().map(|_| limit(1, Side::Buy)), control.done_at_once())
    }
    let run = |turns_up: i32| {
        let mut leaves_at = None;
        let slowly = move |at: Time| {
            let until = *leaves_at.get_or_insert(at.after(Span::from_secs(20)));
            Ok(if at < until {
                Ending::Busy { stage: "soon".into(), until: Some(until) }
            } else {
                Ending::Over
            })
        };
        let script = Script::new().trade(1, "100", "1").trade(9, "100", "1").placed(turns_up, 1);
        let odd = Odd { script, whims: Whims { ends: Some(Box::new(slowly)), ..Whims::default() } };
        let sim = Sim::new().cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        sim.run(&lost, (odd,)).expect("it begins").report
    };
    let report = run(20);
    let disconnect = report.phases.iter().find(|record| record.phase == Phase::Disconnect).expect("come to");
    assert!(disconnect.entered < Time::from_secs(20) && disconnect.ended > Time::from_secs(20));
    assert_eq!((report.open_orders[0].fate, report.exit_code()), (Fate::Cancelled, ExitCode::CLEAN));
    let never = run(100);
    assert_eq!((never.open_orders[0].fate, never.exit_code()), (Fate::Unknown, ExitCode::ORDERS_LEFT));
}
