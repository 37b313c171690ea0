//! The kill switch: where it reads, that it latches, and what clears it.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tidegate::control::{Cause, ExitCode, Verdict};
use tidegate::prelude::*;
use tidegate::runtime::{KillFile, OnHalt, Runtime};
use tidegate::safety::{
    Change, EXECUTION_HALTED, EXECUTION_HALTED_FILE, KillSwitch, Posture, ReadKill, Reconciled, ResumeError,
    Transition, Unreconciled,
};

use crate::desk::Desk;
use crate::traders::{cancel, hears, limit, market, resting};
use crate::trail::secs;
use crate::trial::{Run, play};

/// A folder of its own for each test, gone at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("tidegate-faults-{name}-{}", std::process::id()));
        // A run before may have left it.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("EXECUTION_HALTED")
    }

    fn switch(&self) -> KillSwitch {
        let path = self.file().to_str().expect("plain letters").to_owned();
        let lookup = move |name: &str| (name == EXECUTION_HALTED_FILE).then(|| path.clone());
        KillSwitch::from_env(lookup, |path| KillFile::new(path), Posture::Running, Time::EPOCH)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Some tests remove it themselves.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A switch that reads a text, or what stands against it.
fn reading(read: impl Fn() -> Result<Option<String>, String> + Send + 'static) -> KillSwitch {
    struct Reading<F>(F);
    impl<F: Fn() -> Result<Option<String>, String> + Send> ReadKill for Reading<F> {
        fn read(&self) -> Result<Option<String>, Box<dyn std::error::Error + Send + Sync>> {
            Ok((self.0)()?)
        }
    }
    let lookup = |name: &str| (name == EXECUTION_HALTED_FILE).then(String::new);
    KillSwitch::from_env(lookup, move |_| Reading(read), Posture::Running, Time::EPOCH)
}

/// Rests order 1, does something at its third trade, then wants order 2 out and cancels order 1.
fn disturbed(
    act: impl Fn() + Send + Sync + 'static,
) -> impl Fn(MarketPort<BtcUsdt>, Control) -> (Wanted, Done) + Send + Sync + 'static {
    let act = Arc::new(act);
    move |port, control| {
        let act = Arc::clone(&act);
        let count = port.trades().scan(0, |n, _| n + 1);
        let wanted = count.map(move |n| match n {
            1 => Actions::from(limit(1, Side::Buy)),
            3 => {
                act();
                Actions::new()
            }
            4 => [limit(2, Side::Buy), cancel(1)].into_iter().map(Advice::from).collect(),
            _ => Actions::new(),
        });
        let heard = hears(&port);
        (wanted.share(), control.done_at_once().reporting(heard))
    }
}

type Wanted = tidegate::network::Shared<Actions<BtcUsdt>>;

/// Fault 69: the kill file appears with value 1.
///
/// Requirements: D1, E1, E2, E4, R5, R12.
#[test]
fn fault_069_a_kill_file_that_appears_refuses_orders_lets_cancels_pass_and_stops() {
    let folder = Folder::new("appears");
    let held = play(|sim, trail| {
        let _ = fs::remove_file(folder.file());
        let kill = folder.switch();
        let file = folder.file();
        let strategy = disturbed(move || fs::write(&file, "1\n").expect("a file"));
        (sim.kill_on(kill, OnHalt::Hold), strategy, (Desk::new(trail).trades(1..=6),))
    });
    assert_eq!(held.report().cause, Cause::DataEnd, "it was to go on");
    let asked: Vec<String> = held.asked().map(ToString::to_string).collect();
    let expected = ["1 strategy: limit buy 1 @ 100 (order 1, only)", "4 strategy: cancel (order 1, only)"];
    assert_eq!(asked, expected, "the next order is refused, the cancel passes");
    assert!(held.heard().iter().any(|heard| heard.starts_with("refused by halted")), "{:?}", held.heard());

    let stopped = play(|sim, trail| {
        let _ = fs::remove_file(folder.file());
        let kill = folder.switch();
        let file = folder.file();
        let strategy = disturbed(move || fs::write(&file, "1\n").expect("a file"));
        (sim.kill_on(kill, OnHalt::Stop), strategy, (Desk::new(trail).trades(1..=6),))
    });
    assert_eq!((stopped.report().cause, stopped.report().verdict), (Cause::Kill, Verdict::Cut));
    assert_eq!(stopped.report().causes[0].detail, "the file says so");
    assert_eq!(stopped.asked_since_the_cause(), ["3 sweep: cancel (order 1, only)"], "from the next check");
    assert_eq!(stopped.exit(), ExitCode::CLEAN);
}

/// Fault 70: the kill file cannot be read, or its folder is gone.
///
/// Requirements: E2, R6.
#[test]
fn fault_070_a_kill_file_that_cannot_be_read_halts_with_a_reason_of_its_own() {
    let folder = Folder::new("gone");
    let run = play(|sim, trail| {
        fs::create_dir_all(&folder.0).expect("a folder");
        let (kill, path) = (folder.switch(), folder.0.clone());
        // In the replay it is gone.
        let strategy = disturbed(move || drop(fs::remove_dir_all(&path)));
        (sim.kill_on(kill, OnHalt::Stop), strategy, (Desk::new(trail).trades(1..=6),))
    });
    assert_eq!(run.report().cause, Cause::Kill);
    let detail = &run.report().causes[0].detail;
    assert!(detail.starts_with("the file cannot be read: "), "{detail}");
    assert_eq!(run.asked_since_the_cause(), ["3 sweep: cancel (order 1, only)"]);

    let told = Arc::new(Mutex::new(Vec::new()));
    let run = play(|sim, trail| {
        let watched = trail.clone();
        let late = move || watched.now().is_some_and(|now| now >= Time::from_secs(3));
        let kill = reading(move || if late() { Err("permission denied".into()) } else { Ok(None) });
        let (standing, told) = (kill.clone(), Arc::clone(&told));
        let sim = sim.kill_on(kill, OnHalt::Stop).watch(move |_, _| {
            let halt = standing.standing().map(|halt| (halt.reason().code(), secs(halt.since())));
            told.lock().unwrap_or_else(PoisonError::into_inner).extend(halt);
        });
        (sim, resting::<1>, (Desk::new(trail).trades(1..=6),))
    });
    assert_eq!(run.report().causes[0].detail, "the file cannot be read: permission denied");
    assert_eq!(
        told.lock().unwrap_or_else(PoisonError::into_inner)[0],
        ("unreadable", 3.0),
        "not as if it said 1"
    );
}

/// What a switch has seen, and what reached the market, where the text says 1 from 2 s on for so long, and the strategy
/// wants an order each second.
fn flips(milliseconds: u64, wants_orders: bool) -> (Run, Vec<Transition>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let run = play(|sim, trail| {
        let (watched, from) = (trail.clone(), Time::from_secs(2));
        let until = from.after(Span::from_millis(milliseconds));
        let says = move || watched.now().is_some_and(|now| from <= now && now < until);
        let kill = reading(move || Ok(says().then(|| "1".to_owned())));
        let (switch, seen) = (kill.clone(), Arc::clone(&seen));
        let sim = sim.watch(move |_, _| {
            *seen.lock().unwrap_or_else(PoisonError::into_inner) = switch.history().transitions;
        });
        let strategy = move |port: MarketPort<BtcUsdt>, control: Control| {
            let orders = port
                .trades()
                .scan(0, |n, _| n + 1)
                .filter_map(move |n| wants_orders.then(|| market::<BtcUsdt>(n, Side::Buy)));
            (orders, control.done_at_once())
        };
        (sim.kill_on(kill, OnHalt::Hold), strategy, (Desk::new(trail).trades(1..=6),))
    });
    let seen = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    (run, seen)
}

/// Fault 71: the switch is on and off again within a poll, or a little longer.
///
/// Requirements: E1, E4, J2.
#[test]
fn fault_071_an_edge_longer_than_the_poll_is_not_lost_and_latches_with_times() {
    for wants_orders in [true, false] {
        let (run, seen) = flips(1_500, wants_orders);
        assert!(matches!(seen[0].change, Change::Halted(_)), "{seen:?}");
        assert!(matches!(seen[1].change, Change::Cleared(_)), "{seen:?}");
        assert_eq!(
            (secs(seen[0].at), secs(seen[1].at), seen.len()),
            (2.0, 4.0, 2),
            "when it was read, both ways"
        );
        let sent: Vec<f64> = run.asked().map(|asked| secs(asked.at)).collect();
        let expected: &[f64] = if wants_orders { &[1.0] } else { &[] };
        assert_eq!(sent, expected, "it stays on after the text says no more");
    }
    // Each order asks for itself: an edge of one millisecond is seen by the order that falls into it.
    let (run, seen) = flips(1, true);
    assert_eq!((seen.len(), run.asked().count(), run.report().orders.gated), (2, 1, 5));
}

/// Fault 72: what the text may say. The table is in `safety::KillSwitch::from_env`; what is in none halts.
///
/// Requirements: E1, R6.
#[test]
fn fault_072_a_run_halts_at_truthy_texts_and_at_junk_and_at_no_other() {
    let orders = |text: &'static str| {
        let run = play(|sim, trail| {
            let kill = reading(move || Ok(Some(text.to_owned())));
            (sim.kill_on(kill, OnHalt::Hold), resting::<1>, (Desk::new(trail).trades([1, 2]),))
        });
        (run.report().orders.submitted, run.report().orders.gated)
    };
    for halted in ["1", "true", "yes", "on", " TRUE\n", "Yes", "oN\r\n", "2", "halt", "nope", "\u{fffd}"] {
        assert_eq!(orders(halted), (0, 1), "{halted:?}");
    }
    for running in ["0", "false", "no", "off", "", " \n", "OFF"] {
        assert_eq!(orders(running), (1, 0), "{running:?}");
    }
}

/// Fault 73: it starts halted, as a careful deployment does.
///
/// Requirements: E1, E8.
#[test]
fn fault_073_a_system_that_starts_halted_sees_data_and_sends_nothing() {
    let environment = |name: &str| (name == EXECUTION_HALTED).then(|| "1".to_owned());
    let set = move || KillSwitch::from_env(environment, |_| || None, Posture::Running, Time::EPOCH);
    let postures = [set(), KillSwitch::new(Posture::Halted, Time::EPOCH)];
    for (place, code) in [(0, "environment"), (1, "posture")] {
        let run = play(|sim, trail| {
            let strategy = |port: MarketPort<BtcUsdt>, control: Control| {
                let orders = port.trades().scan(0, |n, _| n + 1).map(|n| market(n, Side::Buy));
                let seen = port.trades().map(|_| Complaint::new(1, "a trade"));
                (orders, control.done_at_once().reporting(seen))
            };
            let kill = postures[place].clone();
            (sim.kill_on(kill, OnHalt::Stop), strategy, (Desk::new(trail).trades([1, 2, 3]),))
        });
        assert_eq!(postures[place].standing().expect("halted").reason().code(), code);
        assert_eq!((run.report().cause, run.exit()), (Cause::DataEnd, ExitCode::CLEAN), "it goes on");
        assert_eq!((run.heard().len(), run.asked().count()), (3, 0), "data flows, no order leaves");
        assert_eq!(run.report().orders.gated, 3);
    }
    let halt = postures[0].standing().expect("halted");
    let evidence =
        Reconciled::nothing_working(&halt, &[tidegate::market::Counts::default()]).expect("nothing works");
    let refused = postures[0].resume(evidence, Time::from_secs(9)).expect_err("the variable says so still");
    assert!(matches!(refused, ResumeError::StillHalted(_)));
}

/// Fault 73, the other side: who throws it while the system starts does not start it halted.
///
/// Requirements: E1, E8.
#[test]
fn fault_073_a_switch_that_is_thrown_while_the_system_starts_stops_it() {
    let run = play(|sim, trail| {
        let kill = KillSwitch::new(Posture::Running, Time::EPOCH);
        let operator = kill.clone();
        let strategy = move |port: MarketPort<BtcUsdt>, control: Control| {
            operator.halt("an operator", Time::EPOCH);
            let orders = port.trades().scan(0, |n, _| n + 1).map(|n| market(n, Side::Buy));
            (orders, control.done_at_once())
        };
        (sim.kill_on(kill, OnHalt::Stop), strategy, (Desk::new(trail).trades([1, 2, 3]),))
    });
    assert_eq!((run.report().cause, run.report().orders.submitted), (Cause::Kill, 0));
}

/// Fault 74: resuming while orders from before the halt work. The market's own counts are the evidence.
///
/// Requirements: E1, E9, R5.
#[test]
fn fault_074_a_resume_needs_reconciliation_of_what_worked_before() {
    let refused = Arc::new(Mutex::new(Vec::new()));
    let run = play(|sim, trail| {
        refused.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let kill = KillSwitch::new(Posture::Running, Time::EPOCH);
        let desk = Desk::new(trail).trades(1..=7);
        let (operator, counts, refused) = (kill.clone(), desk.counter(), Arc::clone(&refused));
        let try_to_resume = Arc::new(move |at: i32| {
            // In the replay it has been resumed.
            let Some(halt) = operator.standing() else { return };
            match Reconciled::nothing_working(&halt, &[counts()]) {
                Err(why) => refused.lock().unwrap_or_else(PoisonError::into_inner).push(why),
                Ok(evidence) => operator.resume(evidence, Time::from_secs(at)).expect("nothing works"),
            }
        });
        let strategy = move |port: MarketPort<BtcUsdt>, control: Control| {
            let operator = Arc::clone(&try_to_resume);
            let count = port.trades().scan(0, |n, _| n + 1);
            let wanted = count.map(move |n| match n {
                1 => Actions::from(limit(1, Side::Buy)),
                4 => {
                    operator(4);
                    [limit(2, Side::Buy), cancel(1)].into_iter().map(Advice::from).collect()
                }
                6 => {
                    operator(6);
                    Actions::from(limit(3, Side::Buy))
                }
                _ => Actions::new(),
            });
            (wanted, control.done_at_once())
        };
        let sim = sim.kill_on(kill, OnHalt::Hold).cause_at(Time::from_secs(2), Cause::Kill, "an operator");
        (sim, strategy, (desk,))
    });
    assert_eq!(
        *refused.lock().unwrap_or_else(PoisonError::into_inner),
        [Unreconciled::UnderWay(1)],
        "at 4, not at 6"
    );
    let asked: Vec<String> = run.asked().map(ToString::to_string).collect();
    let expected = [
        "1 strategy: limit buy 1 @ 100 (order 1, only)",
        "4 strategy: cancel (order 1, only)",
        "6 strategy: limit buy 1 @ 100 (order 3, only)",
        "7 sweep: cancel (order 3, only)",
    ];
    assert_eq!(asked, expected, "order 2 was kept back, order 3 leaves after the resume");
    assert_eq!((run.report().orders.gated, run.exit()), (1, ExitCode::CLEAN));
}
