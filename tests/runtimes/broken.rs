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

use crate::bent::{Bending, Fault};
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
    check_runtime(move || Paced::with_crew(1_000_000, Bending(fault)))
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

/// A simulation that hears nobody who asks to stop.
struct Stubborn(Sim, Arc<AtomicBool>);

impl Runtime for Stubborn {
    fn setup(&mut self) -> &mut Setup {
        self.0.setup()
    }

    fn stop_on(self, _: Stop) -> Self {
        self
    }

    fn run<P, S, C>(mut self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        drive(std::mem::take(self.setup()), Endless { ends: true, over: self.1 }, strategy, connectors)
    }
}

#[test]
fn one_that_ignores_a_stop_breaks_the_law_of_requests() {
    let over = Arc::new(AtomicBool::new(false));
    let shared = Arc::clone(&over);
    let laws = check_runtime_within(SOON, move || Stubborn(Sim::new(), Arc::clone(&shared)));
    over.store(true, Ordering::Release);
    let found = broken(&laws, "a request stops the run");
    assert_eq!(found, "expected that every run ends, found one that had not after 5s");
    kept(&laws, "actions of one instant keep their order");
    let next = broken(&laws, "a signal stops the run");
    assert_eq!(next, "it was not tried: a run still goes on, of: a request stops the run");
}

/// A runtime that does not know when data has ended.
struct Unending(Setup, Arc<AtomicBool>);

impl Runtime for Unending {
    fn setup(&mut self) -> &mut Setup {
        &mut self.0
    }

    fn run<P, S, C>(self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        drive(self.0, Endless { ends: false, over: self.1 }, strategy, connectors)
    }
}

#[test]
fn one_that_never_ends_breaks_the_law_of_ends() {
    let over = Arc::new(AtomicBool::new(false));
    let shared = Arc::clone(&over);
    let laws = check_runtime_within(SOON, move || Unending(Setup::default(), Arc::clone(&shared)));
    over.store(true, Ordering::Release);
    let found = broken(&laws, "data that ends, ends the run");
    assert_eq!(found, "expected that every run ends, found one that had not after 5s");
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

/// A simulation that makes a panic of every failure.
struct Nervous(Sim);

impl Runtime for Nervous {
    fn setup(&mut self) -> &mut Setup {
        self.0.setup()
    }

    fn run<P, S, C>(self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        let outcome = self.0.run(strategy, connectors)?;
        if let Some(failure) = &outcome.failure {
            resume_unwind(Box::new(failure.to_string()));
        }
        Ok(outcome)
    }
}

#[test]
fn one_that_panics_breaks_the_law_of_breakage() {
    let laws = check_runtime(|| Nervous(Sim::new()));
    let found = broken(&laws, "a producer may break");
    assert_eq!(found, "expected that no panic leaves a run, found one: probe: a failure that was planned");
    kept(&laws, "a terminator may break");
}
