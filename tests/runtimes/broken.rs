//! The suite can fail: runtimes that are broken on purpose break the law that they should, and say so in words.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tidegate::runtime::{
    AttachAll, Here, Host, Outcome, Reached, RunError, Runtime, Setup, Sim, Stop, drive,
};
use tidegate::strategy::Strategy;
use tidegate::testing::{Laws, check_runtime, check_runtime_within};
use tidegate::time::Time;

use crate::bent::Fault;
use crate::paced::Paced;

/// Far above what the simulation needs for any law.
const SOON: Duration = Duration::from_secs(5);

/// What a broken law says.
#[track_caller]
fn broken<'l>(laws: &'l Laws, name: &str) -> &'l str {
    let law = laws.0.iter().find(|law| law.name == name);
    let law = law.unwrap_or_else(|| panic!("no law {name}"));
    match &law.result {
        Ok(()) => panic!("expected a broken law, found it kept: {name}"),
        Err(found) => found,
    }
}

#[track_caller]
fn kept(laws: &Laws, name: &str) {
    let is_kept = laws.0.iter().any(|law| law.name == name && law.result.is_ok());
    assert!(is_kept, "expected that it keeps: {name}\n{laws}");
}

fn with(fault: Fault) -> Laws {
    check_runtime(move || Paced::new(1_000_000, fault))
}

#[test]
fn one_that_hears_events_twice_breaks_the_law_of_events() {
    let laws = with(Fault::Twice);
    let found = broken(&laws, "events are heard in order, each once");
    assert_eq!(found, "trades of the first market: expected 2 next, found 1");
    kept(&laws, "data that ends, ends the run");
}

#[test]
fn one_that_leaves_out_every_tenth_event_breaks_the_law_of_events() {
    let laws = with(Fault::Deaf);
    let found = broken(&laws, "events are heard in order, each once");
    assert_eq!(found, "trades of the first market: expected 10 next, found 11");
}

#[test]
fn one_that_loses_every_tenth_action_breaks_the_law_of_actions() {
    let laws = with(Fault::Loses);
    let found = broken(&laws, "actions reach their own market, each once");
    assert_eq!(found, "orders at the first market: expected 10 next, found 11");
    kept(&laws, "events are heard in order, each once");
}

#[test]
fn one_that_keeps_connectors_breaks_the_law_of_leaving() {
    let laws = with(Fault::Forgets);
    let found = broken(&laws, "nothing is left when data has ended");
    assert_eq!(found, "parts that live: expected none, found 2");
    let others =
        laws.broken().filter(|law| !law.demands.contains("dropped") && !law.demands.contains("the same"));
    assert_eq!(others.count(), 0, "no other law: {laws}");
}

/// Virtual time with a flaw.
struct Flawed {
    setup: Setup,
    flaw: Flaw,
    /// The test is over: what does not end by itself ends.
    over: Arc<AtomicBool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Flaw {
    /// It hears nobody who asks to stop.
    Stubborn,
    /// It does not know when data has ended.
    Unending,
    /// It makes a panic of every failure.
    Nervous,
}

impl Runtime for Flawed {
    fn setup(&mut self) -> &mut Setup {
        &mut self.setup
    }

    fn stop_on(mut self, stop: Stop) -> Self {
        if self.flaw != Flaw::Stubborn {
            let mut heard = Sim::new();
            std::mem::swap(heard.setup(), &mut self.setup);
            self.setup = std::mem::take(heard.stop_on(stop).setup());
        }
        self
    }

    fn run<P, S, C>(self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        let Self { setup, flaw, over } = self;
        let outcome = drive(setup, Endless { ends: flaw != Flaw::Unending, over }, strategy, connectors)?;
        match &outcome.failure {
            Some(failure) if flaw == Flaw::Nervous => resume_unwind(Box::new(failure.to_string())),
            _ => Ok(outcome),
        }
    }
}

/// What the laws say of a flaw, with time for those that never end.
fn flawed(flaw: Flaw) -> Laws {
    let over = Arc::new(AtomicBool::new(false));
    let shared = Arc::clone(&over);
    let laws = check_runtime_within(SOON, move || {
        let (setup, over) = (Setup::default(), Arc::clone(&shared));
        Flawed { setup, flaw, over }
    });
    over.store(true, Ordering::Release);
    laws
}

#[test]
fn one_that_ignores_a_stop_breaks_the_law_of_requests() {
    let laws = flawed(Flaw::Stubborn);
    let found = broken(&laws, "a request stops the run");
    assert_eq!(found, "expected that every run ends, found one that had not after 5s");
    kept(&laws, "actions of one instant keep their order");
    let next = broken(&laws, "a signal stops the run");
    assert_eq!(next, "it was not tried: a run still goes on, of: a request stops the run");
}

#[test]
fn one_that_never_ends_breaks_the_law_of_ends() {
    let laws = flawed(Flaw::Unending);
    let found = broken(&laws, "data that ends, ends the run");
    assert_eq!(found, "expected that every run ends, found one that had not after 5s");
}

#[test]
fn one_that_panics_breaks_the_law_of_breakage() {
    let laws = flawed(Flaw::Nervous);
    let found = broken(&laws, "a producer may break");
    assert_eq!(found, "expected that no panic leaves a run, found one: probe: a failure that was planned");
    kept(&laws, "a terminator may break");
}

/// Virtual time that ends with its data, or not at all, until the test is over.
struct Endless {
    ends: bool,
    over: Arc<AtomicBool>,
}

impl Host for Endless {
    type Crew = Here;

    fn crew(&self) -> &Here {
        &Here
    }

    fn reach(&mut self, event: Option<Time>, due: Option<Time>) -> Reached {
        if self.over.load(Ordering::Acquire) {
            resume_unwind(Box::new("the test is over"));
        }
        let first = Reached::first(event, due);
        if first == Reached::Nothing {
            std::thread::yield_now();
        }
        first
    }

    fn has_ended(&self, event: Option<Time>) -> bool {
        self.ends && event.is_none()
    }
}
