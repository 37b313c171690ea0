//! Reloads: the strategy hears each of them once, and they stop nothing.

use std::sync::{Arc, Mutex, PoisonError};

use tidegate::control::{
    Cause, ControlEvent, ExitCode, OnOrders, OnPositions, Phase, Policy, Priority, Verdict,
};
use tidegate::network::{Clock, Shared};
use tidegate::prelude::*;
use tidegate::runtime::{Hook, OnHalt, Outcome, Runtime, Sim, Stop};
use tidegate::safety::{KillSwitch, Posture};
use tidegate::testing::Script;

use crate::desk::Desk;
use crate::traders::{cancel, limit, rest};
use crate::trail::secs;
use crate::trial::{Run, play};

/// What is done with the handle at the n-th trade.
type Asks = fn(u64, &Stop);

/// The seconds in which reloads are heard, as complaints.
fn hears(control: &Control) -> impl Event<Item = Complaint> + use<> {
    let reloads = control.events().filter(|event| *event == ControlEvent::Reload);
    reloads.timestamped().map(|(at, _)| Complaint::new(1, secs(at).to_string()))
}

/// Rests order 1, does what `asks` says, hears reloads, and answers the notice if it is polite.
fn trader(
    stop: Stop,
    asks: Asks,
    polite: bool,
) -> impl Fn(MarketPort<BtcUsdt>, Control) -> (Shared<Actions<BtcUsdt>>, Done) {
    move |port, control| {
        let stop = stop.clone();
        let asked = port.trades().scan(0, |n, _| n + 1).filter_map(move |n| {
            asks(n, &stop);
            None
        });
        let heard = hears(&control).or(asked);
        let answers = control.shutdown().filter(move |_| polite).map(|_| DoneCode::OK);
        (rest::<1, BtcUsdt>(&port).share(), control.done_when(answers).reporting(heard))
    }
}

/// A trader at a market that trades at 1, 3, 5 and 900 s.
fn run(asks: Asks, polite: bool, more: impl Fn(Sim, &Stop) -> Sim) -> Run {
    play(|sim, trail| {
        let stop = Stop::new();
        let sim = more(sim.stop_on(stop.clone()), &stop);
        (sim, trader(stop, asks, polite), (Desk::new(trail).trades([1, 3, 5, 900]),))
    })
}

/// Everything but what was heard, and how often.
fn is_untouched(with: &Run, without: &Run) {
    assert_eq!((with.phases(), with.exit()), (without.phases(), without.exit()));
    assert_eq!(
        (with.report().forced, with.report().aborted),
        (without.report().forced, without.report().aborted)
    );
    assert_eq!(
        (with.report().verdict, &with.report().causes),
        (without.report().verdict, &without.report().causes)
    );
    assert_eq!(with.asked_since_the_cause(), without.asked_since_the_cause());
}

/// Requirements: A19, B12.
#[test]
fn a19_a_strategy_hears_each_reload_once_and_goes_on() {
    let asks = |n, stop: &Stop| {
        (0..n).for_each(|_| stop.clone().reload());
    };
    let run = run(asks, true, |sim, _| sim);
    let once = ["1", "3", "3", "5", "5", "5"];
    assert_eq!(run.heard()[..6], once, "as often as it was asked for, before the next event");
    assert_eq!((run.report().cause, run.report().causes.len()), (Cause::DataEnd, 1));
    assert_eq!((run.exit(), run.outcome.last), (ExitCode::CLEAN, Time::from_secs(900)));
    assert!(run.report().ignored.is_empty() && run.report().alerts.is_empty(), "nobody is alarmed");
}

/// What was asked for before the run is heard before its first event.
///
/// Requirements: A19.
#[test]
fn a19_a_reload_before_the_beginning_is_not_lost() {
    let early = |sim, stop: &Stop| {
        stop.reload();
        sim
    };
    let run = run(|_, _| {}, true, early);
    assert_eq!(run.heard(), ["1"]);
}

/// What a market answers to an order that a reload led to is heard when it happens, and not with the next event.
///
/// Requirements: A19, A27.
#[test]
fn a19_what_comes_of_a_reload_happens_before_the_next_event() {
    let run = play(|sim, trail| {
        let stop = Stop::new();
        let asks = stop.clone();
        let strategy = move |port: MarketPort<BtcUsdt>, control: Control| {
            let asks = asks.clone();
            let once = port.trades().once().filter_map(move |_| {
                asks.reload();
                None
            });
            let orders = control.events().map(|_| limit::<BtcUsdt>(1, Side::Buy));
            let answers = port.orders().timestamped().map(|(at, _)| Complaint::new(1, secs(at).to_string()));
            (orders, control.done_at_once().reporting(answers.or(once)))
        };
        let sim = sim.stop_on(stop).cause_at(Time::from_secs(4), Cause::Signal, "SIGTERM");
        (sim, strategy, (Desk::new(trail).trades([1, 9]),))
    });
    let asked: Vec<String> = run.asked().map(ToString::to_string).collect();
    assert_eq!(asked, ["1 strategy: limit buy 1 @ 100 (order 1, only)", "4 sweep: cancel (order 1, only)"]);
    assert_eq!(run.heard(), ["1"], "that it is placed; by then it is done");
}

/// On the way down it is heard as it is while running, in every phase that the strategy lives to see.
///
/// Requirements: A19, K3.
#[test]
fn a19_a_reload_is_heard_on_the_way_down_too() {
    let with_reloads = |reloads: bool| {
        run(
            |_, _| {},
            false,
            move |sim, stop| {
                let stop = stop.clone();
                let sim = sim.cause_at(Time::from_secs(4), Cause::Signal, "SIGTERM");
                sim.watch(move |phase, _| {
                    if reloads
                        && [Phase::StopNewOrders, Phase::CancelPending, Phase::Disconnect].contains(&phase)
                    {
                        stop.reload();
                    }
                })
            },
        )
    };
    let (with, without) = (with_reloads(true), with_reloads(false));
    assert_eq!(with.heard(), ["4", "124", "124"], "the strategy has 120 s");
    is_untouched(&with, &without);
}

/// Requirements: A19, K3.
#[test]
fn a19_a_reload_between_two_signals_does_not_escalate() {
    let signals = |seconds: &'static [i32], asks: Asks| {
        run(asks, false, |sim, _| {
            let add = |sim: Sim, at: &i32| sim.cause_at(Time::from_secs(*at), Cause::Signal, "SIGTERM");
            seconds.iter().fold(sim, add)
        })
    };
    let reload: Asks = |n, stop| {
        (n == 3).then(|| stop.reload());
    };
    for seconds in [&[4][..], &[4, 10], &[2, 4, 10]] {
        let (with, without) = (signals(seconds, reload), signals(seconds, |_, _| {}));
        let heard: &[&str] = if without.outcome.last < Time::from_secs(5) { &[] } else { &["5"] };
        assert_eq!(with.heard(), heard, "signals at {seconds:?}");
        is_untouched(&with, &without);
    }
}

/// The same where all is asked for through the handle, at once.
///
/// Requirements: A19, K3.
#[test]
fn a19_signals_are_counted_without_the_reloads_between_them() {
    let asks: [Asks; 3] = [
        |n, stop| {
            (n == 1).then(|| (stop.reload(), stop.signal(), stop.reload()));
        },
        |n, stop| {
            (n == 1).then(|| (stop.signal(), stop.reload(), stop.signal(), stop.reload()));
        },
        |n, stop| {
            (n == 1).then(|| (stop.signal(), stop.reload(), stop.signal(), stop.reload(), stop.signal()));
        },
    ];
    for (asks, exit) in asks.into_iter().zip([ExitCode::TIMED_OUT, ExitCode::FORCED, ExitCode::ABORTED]) {
        let run = run(asks, false, |sim, _| sim);
        let signals = run.report().causes.iter().filter(|record| record.cause == Cause::Signal).count();
        assert_eq!(run.exit(), exit, "{signals} signals");
        assert_eq!(run.heard(), if exit == ExitCode::ABORTED { vec![] } else { vec!["1", "1"] });
    }
}

/// Causes that a hook asks for are ignored, but a reload is no cause.
///
/// Requirements: A19, P1.
#[test]
fn a19_a_reload_that_a_hook_asks_for_is_heard_and_not_ignored() {
    let run = run(
        |_, _| {},
        false,
        |sim, stop| {
            let stop = stop.clone();
            let hook = Hook::new("asks", Phase::StopNewOrders, Priority::Normal, move |_| {
                stop.reload();
                stop.request();
                async { Ok(()) }
            });
            sim.hook(hook).cause_at(Time::from_secs(4), Cause::Signal, "SIGTERM")
        },
    );
    assert_eq!(run.heard(), ["4"]);
    let ignored: Vec<Cause> = run.report().ignored.iter().map(|record| record.cause).collect();
    assert_eq!(ignored, [Cause::Request]);
}

/// Once the network is broken, there is nobody to hear it.
///
/// Requirements: A19, T9.
#[test]
fn a19_a_reload_after_a_crash_is_nothing() {
    let crashed = |reloads: bool| {
        run(
            |n, _| assert!(n < 3, "the third trade is too much"),
            true,
            move |sim, stop| {
                let stop = stop.clone();
                sim.watch(move |_, _| {
                    if reloads {
                        stop.reload();
                    }
                })
            },
        )
    };
    let (with, without) = (crashed(true), crashed(false));
    assert_eq!((with.exit(), with.report().verdict), (ExitCode::CRASHED, Verdict::Crashed));
    assert_eq!(with.heard(), [""; 0]);
    is_untouched(&with, &without);
}

/// Asked for as the last phase is over, or later: it is not heard, and changes nothing. The next run of the same handle
/// hears all of it.
///
/// Requirements: A19.
#[test]
fn a19_a_reload_after_the_end_is_nothing_to_the_run_that_has_ended() {
    let ended = |stop: &Stop, reloads: bool| -> Outcome {
        let asks = stop.clone();
        let sim = Sim::new().stop_on(stop.clone()).watch(move |phase, _| {
            if reloads && phase == Phase::Complete {
                asks.reload();
            }
        });
        let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(3, "100", "1");
        sim.run(&trader(Stop::new(), |_, _| {}, true), (script,)).expect("it begins")
    };
    let stop = Stop::new();
    let (with, without) = (ended(&stop, true), ended(&Stop::new(), false));
    assert_eq!((&with.report, with.trace_hash), (&without.report, without.trace_hash));
    stop.reload();
    let next = ended(&stop, false);
    let heard: Vec<&str> = next.report.complaints.iter().map(|said| said.text.as_ref()).collect();
    assert_eq!((heard, next.report.cause), (vec!["1", "1"], Cause::DataEnd));
}

/// What the strategy does about it on the way down is waited for.
///
/// Requirements: A19, G2.
#[test]
fn a19_what_a_reload_leads_to_on_the_way_down_is_waited_for() {
    let run = play(|sim, trail| {
        let stop = Stop::new();
        let asks = stop.clone();
        let hook = Hook::new("asks", Phase::CancelPending, Priority::Normal, move |context| {
            let asks = asks.clone();
            async move {
                context.clock.wait(Span::from_millis(100)).await;
                asks.reload();
                context.clock.wait(Span::from_millis(100)).await;
                Ok(())
            }
        });
        let strategy = |port: MarketPort<BtcUsdt>, control: Control| {
            let cancels = control.events().map(|_| Advice::from(cancel::<BtcUsdt>(1)));
            let all = rest::<1, BtcUsdt>(&port).or(cancels.map(Actions::from));
            (all, control.done_when(never()))
        };
        let keep = Policy { orders: OnOrders::Keep, positions: OnPositions::Keep };
        let sim = sim.stop_on(stop).hook(hook).policy(keep);
        let sim =
            [2, 3].iter().fold(sim, |sim, at| sim.cause_at(Time::from_secs(*at), Cause::Signal, "SIGTERM"));
        (sim, strategy, (Desk::new(trail).trades([1, 9]).answers_after(Span::from_millis(500)),))
    });
    assert_eq!(run.asked_since_the_cause(), ["3.1 strategy: cancel (order 1, only)"]);
    let left = run.phases().into_iter().find(|(phase, _)| *phase == Phase::ClosePositions);
    assert_eq!(left, Some((Phase::ClosePositions, 3.6)), "not while the cancel is under way");
}

/// It waits for the samples as of a timestamp, and for no event of a later one.
///
/// Requirements: A19.
#[test]
fn a19_a_reload_does_not_tear_a_timestamp() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let say = |seen: &Arc<Mutex<Vec<String>>>, what: String| {
        seen.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    };
    let run = {
        let stop = Stop::new();
        let (asks, seen) = (stop.clone(), Arc::clone(&seen));
        let strategy = move |port: MarketPort<BtcUsdt>, control: Control| {
            let (asks, trades, samples, reloads) =
                (asks.clone(), Arc::clone(&seen), Arc::clone(&seen), Arc::clone(&seen));
            let count = port.trades().scan(0, |n, _| n + 1).share();
            let traded = count.filter_map(move |n| {
                say(&trades, format!("trade {n}"));
                (n == 2).then(|| asks.reload());
                None::<Complaint>
            });
            let ticks = every(Span::from_secs(1)).last().sample(count.hold(0), |_, n| n);
            let ticks = ticks.filter_map(move |n| {
                say(&samples, format!("sample {n}"));
                None::<Complaint>
            });
            let reloads = control.events().filter_map(move |_| {
                say(&reloads, "reload".to_owned());
                None::<Complaint>
            });
            let told = traded.or(ticks).or(reloads);
            (never::<Actions<BtcUsdt>>(), control.done_at_once().reporting(told))
        };
        let script = Script::<BtcUsdt>::new().trade(1, "1", "1").trade(2, "1", "1").trade(3, "1", "1");
        Sim::new().stop_on(stop).run(&strategy, (script,)).expect("it begins")
    };
    assert_eq!(run.report.cause, Cause::DataEnd);
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert_eq!(seen, ["trade 1", "trade 2", "sample 2", "reload", "trade 3", "sample 3"]);
}

/// The same of what the runtime tells otherwise: orders are cancelled at a halt, and gone before the next event.
///
/// Requirements: A27.
#[test]
fn a27_what_comes_of_a_halt_happens_before_the_next_event() {
    let run = play(|sim, trail| {
        let kill = KillSwitch::new(Posture::Running, Time::EPOCH);
        let halts = kill.clone();
        let strategy = move |port: MarketPort<BtcUsdt>, control: Control| {
            let halts = halts.clone();
            let third = port.trades().timestamped().filter_map(move |(at, _)| {
                (at == Time::from_secs(3)).then(|| halts.halt("loss limit", at));
                None
            });
            let cancels = control.events().map(|_| Actions::from(cancel::<BtcUsdt>(1)));
            let heard = port
                .orders()
                .timestamped()
                .map(|(at, turn)| Complaint::new(1, format!("{} {turn}", secs(at))));
            let all = rest::<1, BtcUsdt>(&port).or(cancels);
            (all, control.done_at_once().reporting(heard.or(third)))
        };
        (sim.kill_on(kill, OnHalt::Hold), strategy, (Desk::new(trail).trades([1, 3, 9]),))
    });
    assert_eq!(run.heard(), ["1 placed as 1 (order 1, only)", "3 cancelled (order 1, only)"]);
}
