//! The protocol of stopping, model-checked: every state that small worlds can come to.
//!
//! What is explored is [`Protocol::step`](tidegate::control::Protocol::step) itself, inside a runtime, gates,
//! books, a strategy, a store, hooks, connectors and venues that are no more than their states. A network keeps all that
//! was ever sent, so that any message may be lost, late, repeated or overtaken; whoever hangs just does nothing.
//!
//! | law | invariant |
//! |---|---|
//! | `Sealed`, `ClosedForGood` | i1: nothing of the strategy after the seal, cancels alone after ClosePositions |
//! | `Fates`, `Truth` | i2: one fate for each order; who may trade is not called ended |
//! | `OneDone`, `VerdictStays` | i3 |
//! | `Overall`, `NoDeadEnd`, `Progress` | i4, i19: over in time; nothing waits for ever |
//! | `CancelsPass` | i5 |
//! | `Report`, `CleanIsClean` | i6: there is a report, and exit code 0 means what it says |
//! | `Drained` | i9: CancelPending waits for submissions while it may |
//! | `Silence` | i10: nothing after done |
//! | `Advance`, `PhaseBudget`, `KillSkipsWinding` | i11 |
//! | `KillLatches`, `KillEndsClosing` | i15 |
//! | `NobodyHeldUp`, `AbandonedAtLimit` | i16: a stuck connector costs nobody else anything |
//! | `SecondSignal`, `ThirdSignal` | the second seals and forces, the third ends at once (faults 38, 39) |
//! | `CrashRecordFirst`, `CrashRecordIsWhole` | it is written before the end and names what is open (fault 39) |
//! | `NoFlip` | a close changes no position's sign (faults 25, 26) |
//! | `HookLimit` | a hook stops nothing (fault 49) |
//! | `KeptStay`, `GuardsStay` | what is kept is not cancelled; a stop goes after its position (faults 29, 31) |
//! | `SavedInOrder`, `PartedInOrder`, `SavedWhole` | sweep, close, save, disconnect, and save again (fault 52) |
//! | `EndsStay` | what is known of an order only moves forward |
//!
//! Not modelled: dust, several instruments of a market, a start that is stopped, connectors that fail instead of ending.
//! The report's words come from the first way that was found to a state: they do not tell states apart.

mod closing;
mod plants;
mod properties;
mod runtime;
mod system;
mod venue;
mod world;
mod worlds;

use std::collections::BTreeSet;

use stateright::{Checker, HasDiscoveries, Model};

use properties::{Law, SIGHTS};
use system::{Plan, System};

/// Explores a world to its end: no law is broken in it. Gives the number of its states and what was seen.
fn explore(plan: Plan) -> (usize, BTreeSet<&'static str>) {
    let name = plan.name;
    let system = System { plan, plant: None, only: None };
    let checker = system.checker().threads(2).finish_when(HasDiscoveries::AnyFailures).spawn_dfs().join();
    let (unique, total, depth) = (checker.unique_state_count(), checker.state_count(), checker.max_depth());
    println!("{name}: {unique} states, {total} steps, depth {depth}");
    let mut seen = BTreeSet::new();
    for (found, path) in checker.discoveries() {
        if let Some(law) = Law::ALL.iter().find(|law| law.name() == found) {
            panic!(
                "{name}: broken: {}\n{:#?}\n{:?}",
                law.name(),
                path.clone().into_actions(),
                path.last_state().world
            );
        }
        seen.insert(found);
    }
    (unique, seen)
}

fn explore_all(plans: Vec<Plan>) -> usize {
    let (mut states, mut seen) = (0, BTreeSet::new());
    for plan in plans {
        let (unique, sights) = explore(plan);
        states += unique;
        seen.extend(sights);
    }
    println!("{states} states");
    let missing: Vec<&str> =
        SIGHTS.iter().map(|(name, _)| *name).filter(|name| !seen.contains(name)).collect();
    assert!(missing.is_empty(), "never seen: {missing:?}");
    states
}

#[test]
fn the_laws_hold_in_every_state_of_small_worlds() {
    explore_all(worlds::cut());
}

/// `cargo test --release --test model_check -- --ignored --nocapture`
#[test]
#[ignore = "more than ten million states take minutes"]
fn the_laws_hold_in_every_state_of_larger_worlds() {
    let states = explore_all(worlds::cut().into_iter().chain(worlds::whole()).collect());
    assert!(states >= 10_000_000, "{states}");
}

/// The laws are no ornaments: each is broken by a bug, and found to be.
#[test]
fn every_law_is_broken_by_a_planted_bug() {
    let laws: BTreeSet<Law> = plants::ALL.into_iter().map(|(_, law)| law).collect();
    assert_eq!(laws.len(), Law::ALL.len(), "each law has its plant");
    let mut missed = Vec::new();
    for (plant, law) in plants::ALL {
        let found = worlds::cut().into_iter().find_map(|plan| {
            let name = plan.name;
            let system = System { plan, plant: Some(plant), only: Some(law) };
            let checker = system.checker().threads(2).target_state_count(ENOUGH).spawn_bfs().join();
            let steps = checker.discovery(law.name())?.into_actions().len();
            Some((name, steps, checker.unique_state_count()))
        });
        match found {
            Some((world, steps, states)) => {
                println!("{plant:?} breaks {:?} in {steps} steps, {states} states: {world}", law.name());
            }
            None => missed.push((plant, law)),
        }
    }
    assert!(missed.is_empty(), "not found: {missed:?}");
}

/// Counterexamples are short: none is looked for beyond this many steps in one world.
const ENOUGH: usize = 200_000;
