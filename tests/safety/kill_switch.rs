//! The latch: what turns it on, that it stays on, what it takes to turn it off.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::say::buy;
use proptest::prelude::*;
use tidegate::market::Counts;
use tidegate::safety::{
    Change, Exposure, Gate, HaltReason, KillSwitch, Posture, ReadKill, Reconciled, ResumeError, Source,
    Transition, Unreconciled,
};
use tidegate::time::Time;

/// An environment with a file, both of which the test changes.
#[derive(Clone, Default)]
struct World(Arc<Mutex<BTreeMap<&'static str, String>>>);

impl World {
    fn set(&self, name: &'static str, text: &str) {
        self.0.lock().expect("no panic").insert(name, text.to_owned());
    }

    fn get(&self, name: &str) -> Option<String> {
        self.0.lock().expect("no panic").get(name).cloned()
    }

    fn switch(&self, posture: Posture) -> KillSwitch {
        let (env, file) = (self.clone(), self.clone());
        let open = |path: &str| {
            assert_eq!(path, "kill");
            move || file.get("file")
        };
        KillSwitch::from_env(move |name| env.get(name), open, posture, second(0))
    }

    fn with_file(self) -> World {
        self.set("EXECUTION_HALTED_FILE", "kill");
        self
    }
}

fn second(second: i32) -> Time {
    Time::from_secs(second)
}

fn reconciled(kill: &KillSwitch) -> Reconciled {
    let halt = kill.standing().expect("it is halted");
    Reconciled::nothing_working(&halt, &[Counts::default()]).expect("nothing is under way")
}

fn changes(kill: &KillSwitch) -> Vec<(Time, Change)> {
    kill.history().transitions.into_iter().map(|Transition { at, change }| (at, change)).collect()
}

#[test]
fn a_halt_refuses_at_every_gate_and_names_the_operation() {
    let kill = KillSwitch::new(Posture::Running, second(0));
    let ((one, _keeper), (two, _other)) = (Gate::under(&kill), Gate::under(&kill));
    let (free, _keeper_of_free) = Gate::open();
    kill.clone().halt("loss limit", second(2));
    for gate in [&one, &two] {
        assert!(gate.is_halted());
        assert_eq!(gate.admit(buy().into(), Exposure::FLAT).expect_err("halted").rule, "halted");
    }
    assert!(free.admit(buy().into(), Exposure::FLAT).is_ok(), "another system (R11)");
    let halted = kill.check("place order", second(5)).expect_err("halted");
    assert_eq!((halted.operation(), halted.since()), ("place order", second(2)));
    assert_eq!(halted.reason(), &HaltReason::Requested("loss limit".into()));
}

/// Fault 73: the variable is set at the start.
#[test]
fn fault_073_a_system_that_starts_halted_waits_for_a_resume() {
    let world = World::default();
    world.set("EXECUTION_HALTED", "1");
    let kill = world.switch(Posture::Running);
    let (gate, _keeper) = Gate::under(&kill);
    assert_eq!(gate.admit(buy().into(), Exposure::FLAT).expect_err("halted").rule, "halted");
    let refused = kill.resume(reconciled(&kill), second(1)).expect_err("it still says so");
    assert_eq!(refused, ResumeError::StillHalted(HaltReason::Told(Source::Environment)));
    world.set("EXECUTION_HALTED", "0");
    assert!(kill.check("place order", second(2)).is_err(), "no clear without a resume");
    kill.resume(reconciled(&kill), second(3)).expect("nothing stands against it");
    assert!(gate.admit(buy().into(), Exposure::FLAT).is_ok());
}

#[test]
fn e8_the_posture_halts_and_a_resume_ends_it() {
    let kill = KillSwitch::new(Posture::Halted, second(0));
    assert_eq!(kill.check("place order", second(1)).expect_err("halted").reason().code(), "posture");
    kill.resume(reconciled(&kill), second(2)).expect("nothing stands against it");
    assert!(kill.check("place order", second(3)).is_ok());
    assert_eq!(
        changes(&kill),
        [(second(0), Change::Halted(HaltReason::Posture)), (second(2), Change::Resumed)]
    );
}

/// Fault 71: on and off; what was seen is latched, both times are kept.
#[test]
fn fault_071_what_was_seen_once_is_latched_and_both_times_are_kept() {
    let world = World::default().with_file();
    let kill = world.switch(Posture::Running);
    world.set("file", "on");
    kill.poll(second(1));
    world.set("file", "off");
    kill.poll(second(2));
    let halted = kill.check("place order", second(3)).expect_err("latched");
    assert_eq!(halted.since(), second(1));
    assert_eq!(
        changes(&kill),
        [
            (second(1), Change::Halted(HaltReason::Told(Source::File))),
            (second(2), Change::Cleared(Source::File))
        ]
    );
}

/// Faults 70 and 72: each doubt has a reason of its own.
#[test]
fn faults_070_072_doubt_halts_with_a_reason_of_its_own() {
    let world = World::default();
    world.set("EXECUTION_HALTED", " maybe ");
    let halted = world.switch(Posture::Running).check("place order", second(1)).expect_err("junk");
    assert_eq!(halted.reason(), &HaltReason::Junk { source: Source::Environment, found: "maybe".into() });

    struct Broken;
    impl ReadKill for Broken {
        fn read(&self) -> Result<Option<String>, Box<dyn std::error::Error + Send + Sync>> {
            Err("stale handle".into())
        }
    }
    let lookup = |name: &str| (name == "EXECUTION_HALTED_FILE").then(String::new);
    let kill = KillSwitch::from_env(lookup, |_| Broken, Posture::Running, second(0));
    let halted = kill.check("place order", second(1)).expect_err("unreadable");
    assert_eq!(halted.reason().to_string(), "the file cannot be read: stale handle");
    assert!(matches!(kill.resume(reconciled(&kill), second(2)), Err(ResumeError::StillHalted(_))));
}

/// Fault 74: orders from before the halt still work.
#[test]
fn fault_074_a_resume_needs_evidence_that_nothing_is_unaccounted_for() {
    let kill = KillSwitch::new(Posture::Halted, second(0));
    let halt = kill.standing().expect("it starts halted");
    for left in [
        Counts { requested: 1, ..Counts::default() },
        Counts { working: 1, ..Counts::default() },
        Counts { unknown: 1, ..Counts::default() },
    ] {
        let evidence = Reconciled::nothing_working(&halt, &[Counts::default(), left]);
        assert_eq!(evidence, Err(Unreconciled::UnderWay(1)));
    }
    assert_eq!(Reconciled::nothing_working(&halt, &[]), Err(Unreconciled::NoLedger));
}

#[test]
fn evidence_for_an_earlier_halt_is_worth_nothing() {
    let kill = KillSwitch::new(Posture::Halted, second(0));
    let (stale, unused) = (reconciled(&kill), reconciled(&kill));
    kill.halt("drawdown", second(1));
    assert_eq!(kill.resume(stale, second(2)), Err(ResumeError::HaltedAgain));
    assert_eq!(kill.standing().expect("still on").since(), second(0), "the first reason and time remain");
    kill.resume(reconciled(&kill), second(3)).expect("nothing stands against it");
    assert_eq!(kill.resume(unused, second(4)), Err(ResumeError::NotHalted));
}

#[test]
fn a_gate_made_under_a_halted_switch_is_halted_and_follows_it() {
    let kill = KillSwitch::new(Posture::Halted, second(0));
    let (gate, keeper) = Gate::under(&kill);
    assert!(gate.is_halted());
    kill.resume(reconciled(&kill), second(1)).expect("nothing stands against it");
    assert!(!gate.is_halted());
    drop((gate, keeper));
    let (gate, _keeper) = Gate::under(&kill);
    kill.halt("again", second(2));
    assert!(gate.is_halted());
}

#[test]
fn the_history_is_bounded_and_says_what_it_forgot() {
    let kill = KillSwitch::new(Posture::Halted, second(0));
    (1..200).for_each(|at| kill.halt("flutter", second(at)));
    let history = kill.history();
    assert_eq!((history.transitions.len(), history.forgotten), (64, 136));
    assert_eq!(history.transitions.last().map(|last| last.at), Some(second(199)));
    assert_eq!(kill.standing().expect("on").reason(), &HaltReason::Posture);
}

#[derive(Clone, Debug)]
enum Act {
    Env(&'static str),
    File(&'static str),
    Halt,
    Poll,
    Resume,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let text = || prop_oneof![Just("1"), Just("0"), Just("junk"), Just("")];
    let act = prop_oneof![
        text().prop_map(Act::Env),
        text().prop_map(Act::File),
        Just(Act::Halt),
        Just(Act::Poll),
        Just(Act::Poll),
        Just(Act::Resume),
        Just(Act::Resume),
    ];
    prop::collection::vec(act, 0..40)
}

proptest! {
    /// The model: on by a halt or by a look at a source that does not say running, off by a resume alone, which
    /// needs that no source says otherwise. The gate always agrees.
    #[test]
    fn a_switch_is_its_model(acts in acts()) {
        let world = World::default().with_file();
        let kill = world.switch(Posture::Running);
        let (gate, _keeper) = Gate::under(&kill);
        let mut on = false;
        for (at, act) in (1..).zip(acts) {
            let says = || ["EXECUTION_HALTED", "file"].iter().any(|name| {
                world.get(name).is_some_and(|text| text != "0" && !text.is_empty())
            });
            match act {
                Act::Env(text) => world.set("EXECUTION_HALTED", text),
                Act::File(text) => world.set("file", text),
                Act::Halt => { kill.halt("test", second(at)); on = true; }
                Act::Poll => {
                    on |= says();
                    prop_assert_eq!(kill.check("place order", second(at)).is_err(), on);
                }
                Act::Resume if on => {
                    kill.poll(second(at));
                    prop_assert_eq!(kill.resume(reconciled(&kill), second(at)).is_ok(), !says());
                    on = says();
                }
                Act::Resume => {}
            }
            prop_assert_eq!(kill.standing().is_some(), on);
            prop_assert_eq!(gate.is_halted(), on);
        }
    }
}

/// Evidence of one switch resumes no other: their halts are numbered alike.
#[test]
fn fault_074_evidence_of_another_switch_is_worth_nothing() {
    let (one, other) =
        (KillSwitch::new(Posture::Halted, second(0)), KillSwitch::new(Posture::Halted, second(0)));
    let refused = one.resume(reconciled(&other), second(1)).expect_err("it is about another");
    assert_eq!(refused, ResumeError::AnotherSwitch);
    assert!(one.standing().is_some() && one.standing() != other.standing());
    assert!(one.clone().resume(reconciled(&one), second(1)).is_ok(), "clones are the same switch");
}

/// A reader that panics has said nothing that could be relied on.
#[test]
fn fault_070_a_reader_that_panics_halts() {
    let env = |name: &str| (name == "EXECUTION_HALTED_FILE").then(|| "kill".to_owned());
    let panics = |_: &str| || -> Option<String> { panic!("a reader that panics") };
    let kill = KillSwitch::from_env(env, panics, Posture::Running, second(0));
    let halt = kill.standing().expect("it is halted");
    let why = "its reader panicked".to_owned();
    assert_eq!(halt.reason(), &HaltReason::Unreadable { source: Source::File, why });
    assert!(kill.check("place order", second(1)).is_err(), "and it does not take the process with it");
}

/// What is cleared names its operation and its time.
#[test]
fn a_check_that_passes_is_about_one_operation() {
    let kill = KillSwitch::new(Posture::Running, second(0));
    let cleared = kill.check("place order", second(3)).expect("it runs");
    assert_eq!((cleared.operation(), cleared.at()), ("place order", second(3)));
}

/// Each source has its own history: one that joins a halt is noted, and so is the one that clears first.
#[test]
fn sources_are_told_apart_during_a_halt() {
    let world = World::default().with_file();
    let kill = world.switch(Posture::Running);
    kill.halt("loss limit", second(1));
    world.set("EXECUTION_HALTED", "1");
    kill.poll(second(2));
    world.set("file", "1");
    kill.poll(second(3));
    world.set("EXECUTION_HALTED", "0");
    kill.poll(second(4));
    world.set("file", "0");
    kill.poll(second(5));
    kill.poll(second(6));
    let told = |source| HaltReason::Told(source);
    let expected = [
        (second(1), Change::Halted(HaltReason::Requested("loss limit".into()))),
        (second(2), Change::HaltedAgain(told(Source::Environment))),
        (second(3), Change::HaltedAgain(told(Source::File))),
        (second(4), Change::Cleared(Source::Environment)),
        (second(5), Change::Cleared(Source::File)),
    ];
    assert_eq!(changes(&kill), expected);
}

/// Gates that nobody holds any longer are not remembered for ever.
#[test]
fn gates_that_are_gone_are_forgotten() {
    let kill = KillSwitch::new(Posture::Running, second(0));
    let kept = Gate::under(&kill);
    for _ in 0..100 {
        drop(Gate::under(&kill));
    }
    let _last = Gate::under(&kill);
    assert_eq!(format!("{kill:?}"), "KillSwitch { standing: None, gates: 2, .. }");
    kill.halt("a drill", second(1));
    assert!(kept.0.is_halted(), "and those that are held are not forgotten");
    assert!(format!("{kill:?}").contains("a drill"));
}
