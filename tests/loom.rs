//! The gate, the drain and the kill switch under every interleaving, by loom.
//!
//! ```text
//! RUSTFLAGS="--cfg tidegate_loom" LOOM_MAX_PREEMPTIONS=3 cargo test --release --test loom -- --nocapture
//! ```
//!
//! The types are the real ones; `safety::sync` gives them loom's atomics and locks. Models of two threads are
//! explored in full, those of three with `LOOM_MAX_PREEMPTIONS`. A wake-up that is lost shows as a deadlock; what
//! an ordering has to make visible is a relaxed number, which may be read stale without it.
//!
//! Explored in full means up to loom's own reduction, which remembers one access of an atomic: see
//! `sync::first_look`.
#![cfg(tidegate_loom)]

use std::future::{pending, ready};

use loom::future::block_on;
use loom::model::Builder;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use loom::thread;
use tidegate::market::{Action, Counts, OrderId, Side};
use tidegate::money::{BtcUsdt, Only, Quantity};
use tidegate::safety::{
    Exposure, Gate, KillSwitch, Permit, Position, Posture, Reconciled, ReportCell, ResumeError,
};
use tidegate::time::Time;

const AT: Time = Time::EPOCH;

/// Explores all executions of two threads.
fn two(name: &str, model: impl Fn() + Send + Sync + 'static) {
    explore(name, None, model);
}

/// Explores the executions of three threads with few preemptions.
fn three(name: &str, model: impl Fn() + Send + Sync + 'static) {
    explore(name, Builder::new().preemption_bound.or(Some(3)), model);
}

fn explore(name: &str, bound: Option<usize>, model: impl Fn() + Send + Sync + 'static) {
    // Counted by std's atomics, which loom does not see.
    let count = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let mut builder = Builder::new();
    builder.preemption_bound = bound;
    let executions = std::sync::Arc::clone(&count);
    builder.check(move || {
        executions.fetch_add(1, Relaxed);
        model();
    });
    println!("{name}: {} executions", count.load(Relaxed));
}

fn order(side: Side) -> Action<BtcUsdt> {
    let quantity = Quantity::from_units(1).expect("not negative");
    Action::Market { id: OrderId::new(1), instrument: Only, side, quantity }
}

/// Tries to begin; 1 if it did, with what keeps it in flight.
fn begin(gate: &Gate) -> Option<Permit> {
    gate.admit(order(Side::Buy).into(), Exposure::FLAT).ok().map(|admitted| admitted.into_parts().1)
}

fn reconciled(kill: &KillSwitch) -> Reconciled {
    let halt = kill.standing().expect("it is halted");
    Reconciled::nothing_working(&halt, &[Counts::default()]).expect("nothing is under way")
}

/// What is admitted beside a seal is counted by whoever looks after the seal.
#[test]
fn an_admission_is_counted_before_the_seal_or_refused() {
    two("admit, seal", || {
        let (gate, keeper) = Gate::open();
        let entrance = gate.clone();
        let thread = thread::spawn(move || begin(&entrance));
        let _sweep = keeper.seal("test");
        let counted = gate.in_flight();
        let permit = thread.join().expect("no panic");
        assert_eq!(counted, u64::from(permit.is_some()), "it slipped in after the seal");
    });
}

#[test]
fn two_admissions_are_counted_before_the_seal_or_refused() {
    three("admit, admit, seal", || {
        let (gate, keeper) = Gate::open();
        let threads = [gate.clone(), gate.clone()].map(|gate| thread::spawn(move || begin(&gate)));
        let _sweep = keeper.seal("test");
        let counted = gate.in_flight();
        let permits = threads.map(|thread| thread.join().expect("no panic"));
        assert_eq!(counted, permits.iter().flatten().count() as u64);
    });
}

#[test]
fn what_adds_exposure_is_counted_before_the_request_or_refused() {
    three("admit adding, admit reducing, request", || {
        let (gate, keeper) = Gate::open();
        let (adding, reducing) = (gate.clone(), gate.clone());
        let added = thread::spawn(move || begin(&adding));
        let reduced = thread::spawn(move || {
            let long = Exposure { position: 1, reducing: 0 };
            reducing.admit(order(Side::Sell).into(), long).is_ok()
        });
        let _keeper = keeper.request("test");
        let before = gate.in_flight();
        assert!(reduced.join().expect("no panic"), "what reduces passes before and after");
        let added = added.join().expect("no panic");
        assert!(added.is_none() || before >= 1);
    });
}

#[test]
fn a_keeper_that_goes_seals_for_all() {
    two("admit, drop the keeper", || {
        let (gate, keeper) = Gate::open();
        let entrance = gate.clone();
        let thread = thread::spawn(move || begin(&entrance));
        drop(keeper);
        let counted = gate.in_flight();
        assert_eq!(counted, u64::from(thread.join().expect("no panic").is_some()));
        assert_eq!(gate.position(), Position::Sealed);
    });
}

#[test]
fn the_last_permit_wakes_the_drain() {
    two("drop a permit, drain", || {
        let (gate, keeper) = Gate::open();
        let permit = begin(&gate).expect("open");
        let thread = thread::spawn(move || drop(permit));
        let mut sweep = keeper.seal("test");
        assert!(block_on(sweep.drain(pending())).is_ok());
        thread.join().expect("no panic");
    });
}

#[test]
fn the_last_of_two_permits_wakes_the_drain() {
    three("drop a permit, drop a permit, drain", || {
        let (gate, keeper) = Gate::open();
        let threads = [begin(&gate), begin(&gate)].map(|permit| thread::spawn(move || drop(permit)));
        let mut sweep = keeper.seal("test");
        assert!(block_on(sweep.drain(pending())).is_ok());
        assert_eq!(gate.in_flight(), 0);
        threads.into_iter().for_each(|thread| thread.join().expect("no panic"));
    });
}

#[test]
fn a_drain_waits_also_for_cancels_that_pass_meanwhile() {
    two("cancel and drop, drain twice", || {
        let (gate, keeper) = Gate::open();
        let permit = begin(&gate).expect("open");
        let mut sweep = keeper.seal("test");
        let thread = thread::spawn(move || {
            let cancel = Action::<BtcUsdt>::Cancel { id: OrderId::new(1), instrument: Only };
            let cancelled = gate.admit(cancel.into(), Exposure::FLAT).expect("cancels pass");
            drop(permit);
            drop(cancelled);
        });
        assert!(block_on(sweep.drain(pending())).is_ok());
        thread.join().expect("no panic");
        assert!(block_on(sweep.drain(ready(()))).is_ok());
    });
}

/// The drop of a permit releases what the submission did; the drain acquires it.
#[test]
fn what_a_submission_did_is_visible_after_the_drain() {
    two("submit, drain, read", || {
        let (gate, keeper) = Gate::open();
        let sent = Arc::new(AtomicUsize::new(0));
        let thread = {
            let (permit, sent) = (begin(&gate).expect("open"), Arc::clone(&sent));
            thread::spawn(move || {
                sent.store(1, Relaxed);
                drop(permit);
            })
        };
        let mut sweep = keeper.seal("test");
        // No waker's lock helps here: with the deadline over, the count alone is looked at.
        if block_on(sweep.drain(ready(()))).is_ok() {
            assert_eq!(sent.load(Relaxed), 1);
        }
        thread.join().expect("no panic");
    });
}

/// Both releases reach the drain, though it reads only the later one: what counts carries them on.
#[test]
fn what_two_submissions_did_is_visible_after_the_drain() {
    three("submit, submit, drain, read", || {
        let (gate, keeper) = Gate::open();
        let sent = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
        let threads = [0, 1].map(|which| {
            let (permit, sent) = (begin(&gate).expect("open"), Arc::clone(&sent));
            thread::spawn(move || {
                sent[which].store(1, Relaxed);
                drop(permit);
            })
        });
        let mut sweep = keeper.seal("test");
        if block_on(sweep.drain(ready(()))).is_ok() {
            assert_eq!([0, 1].map(|which: usize| sent[which].load(Relaxed)), [1, 1]);
        }
        threads.into_iter().for_each(|thread| thread.join().expect("no panic"));
    });
}

#[test]
fn a_gate_that_has_moved_has_a_reason() {
    two("request, read", || {
        let (gate, keeper) = Gate::open();
        let thread = thread::spawn(move || keeper.request("SIGTERM"));
        let (position, reason) = (gate.position(), gate.reason());
        assert!(position == Position::Open || reason.as_deref() == Some("SIGTERM"));
        drop(thread.join().expect("no panic"));
    });
}

/// The reason is there a moment before the gate moves; nobody is told one before.
#[test]
fn a_gate_that_tells_a_reason_has_moved() {
    two("request, read the reason", || {
        let (gate, keeper) = Gate::open();
        let keeper = thread::spawn(move || keeper.request("SIGTERM"));
        let (reason, position) = (gate.reason(), gate.position());
        assert!(reason.is_none() || position > Position::Open);
        let _keeper = keeper.join().expect("it moves the gate");
    });
}

/// The requester releases what it did before the move; who sees the gate moved acquires it.
#[test]
fn what_led_to_a_request_is_visible_to_who_sees_the_gate_moved() {
    two("write, request, look, read", || {
        let (gate, keeper) = Gate::open();
        let written = Arc::new(AtomicUsize::new(0));
        let writer = Arc::clone(&written);
        let thread = thread::spawn(move || {
            writer.store(1, Relaxed);
            keeper.request("SIGTERM")
        });
        if gate.position() > Position::Open {
            assert_eq!(written.load(Relaxed), 1);
        }
        drop(thread.join().expect("no panic"));
    });
}

/// A halt stands in the gate's own word: when it has returned, an order is counted or refused.
#[test]
fn an_admission_is_counted_before_the_halt_or_refused() {
    two("admit, halt", || {
        let kill = KillSwitch::new(Posture::Running, AT);
        let (gate, _keeper) = Gate::under(&kill);
        let entrance = gate.clone();
        let thread = thread::spawn(move || begin(&entrance));
        kill.halt("test", AT);
        let counted = gate.in_flight();
        assert_eq!(counted, u64::from(thread.join().expect("no panic").is_some()));
    });
}

#[test]
fn a_seal_and_a_halt_at_once_keep_both() {
    three("admit, halt, seal", || {
        let kill = KillSwitch::new(Posture::Running, AT);
        let (gate, keeper) = Gate::under(&kill);
        let entrance = gate.clone();
        let admitting = thread::spawn(move || begin(&entrance));
        let halting = thread::spawn(move || kill.halt("test", AT));
        let _sweep = keeper.seal("test");
        halting.join().expect("no panic");
        let counted = gate.in_flight();
        assert_eq!((gate.position(), gate.is_halted()), (Position::Sealed, true));
        assert_eq!(counted, u64::from(admitting.join().expect("no panic").is_some()));
    });
}

#[test]
fn a_gate_that_is_made_beside_a_halt_is_halted() {
    two("make a gate, halt", || {
        let kill = KillSwitch::new(Posture::Running, AT);
        let halting = kill.clone();
        let thread = thread::spawn(move || halting.halt("test", AT));
        let (gate, _keeper) = Gate::under(&kill);
        thread.join().expect("no panic");
        assert!(gate.is_halted());
    });
}

/// A halt that comes beside a resume is never lost, whichever is first.
#[test]
fn a_halt_beside_a_resume_is_never_lost() {
    two("halt, resume", || {
        let kill = KillSwitch::new(Posture::Halted, AT);
        let (gate, _keeper) = Gate::under(&kill);
        let evidence = reconciled(&kill);
        let halting = kill.clone();
        let thread = thread::spawn(move || halting.halt("test", AT));
        let resumed = kill.resume(evidence, AT);
        thread.join().expect("no panic");
        assert!(matches!(resumed, Ok(()) | Err(ResumeError::HaltedAgain)));
        assert!(kill.standing().is_some() && gate.is_halted());
    });
}

/// A source that begins to say halted while another thread resumes is seen by the one or by the other.
#[test]
fn a_source_that_turns_on_beside_a_resume_is_never_lost() {
    two("turn on and check, resume", || {
        let said = Arc::new(AtomicUsize::new(0));
        let kill = {
            let said = Arc::clone(&said);
            let read = move || Some(said.load(Relaxed).to_string());
            let lookup = |name: &str| (name == "EXECUTION_HALTED_FILE").then(String::new);
            KillSwitch::from_env(lookup, |_| read, Posture::Halted, AT)
        };
        let evidence = reconciled(&kill);
        let checking = kill.clone();
        let thread = thread::spawn(move || {
            said.store(1, Relaxed);
            assert!(checking.check("place order", AT).is_err(), "it said so before");
        });
        let _ = kill.resume(evidence, AT);
        thread.join().expect("no panic");
        assert!(kill.standing().is_some());
    });
}

/// The resume releases what was reconciled; who is let in again acquires it.
#[test]
fn what_was_reconciled_is_visible_to_who_is_let_in_again() {
    two("reconcile, resume, admit, read", || {
        let kill = KillSwitch::new(Posture::Halted, AT);
        let (gate, _keeper) = Gate::under(&kill);
        let books = Arc::new(AtomicUsize::new(0));
        let written = Arc::clone(&books);
        let thread = thread::spawn(move || {
            written.store(1, Relaxed);
            kill.resume(reconciled(&kill), AT).expect("nothing stands against it");
        });
        if let Some(_permit) = begin(&gate) {
            assert_eq!(books.load(Relaxed), 1);
        }
        thread.join().expect("no panic");
    });
}

#[test]
fn a_report_is_settled_once_and_read_whole() {
    three("set, set, get", || {
        let cell = ReportCell::new();
        let threads = [1, 2].map(|value| {
            let cell = cell.clone();
            thread::spawn(move || cell.set((value, value)).is_ok())
        });
        let early = cell.get().map(|value| *value);
        let won = threads.map(|thread| thread.join().expect("no panic"));
        let settled = *cell.get().expect("one of them has set it");
        assert!(won[0] != won[1]);
        assert_eq!(settled, if won[0] { (1, 1) } else { (2, 2) });
        assert!(early.is_none_or(|early| early == settled));
    });
}
