//! A live run is replayed in simulation from its journal: what came in when is in it.

use std::thread;
use std::time::Duration;

use tidegate::control::Phase;
use tidegate::journal::MemoryJournal;
use tidegate::runtime::sim::replay;
use tidegate::runtime::{OnLoss, Runtime, Stop, Threads};

use crate::cell::{Cell, budgets, connectors};
use crate::traders::{three, two};
use crate::whim::{Latch, Whim};

/// Every whim, in real time: the same instants and outputs in simulation, whatever threads made of it.
///
/// Requirements: C5, T21.
#[test]
fn fault_089_a_run_on_threads_is_replayed_in_simulation() {
    crate::rows::silence_what_is_on_purpose();
    for whim in Whim::ALL.into_iter().chain([Whim::Nothing]) {
        for healthy in [1, 2] {
            let cell = Cell { whim, from: Phase::Running, healthy };
            let (stop, journal) = (Stop::new(), MemoryJournal::new());
            let (stopping, latch) = (stop.clone(), Latch::default());
            let connectors = connectors(cell, &latch);
            let asking = thread::spawn(move || {
                thread::sleep(Duration::from_millis(60));
                stopping.signal();
            });
            let threads = Threads::new()
                .budgets(budgets())
                .stop_on(stop)
                .on_lost_connector(OnLoss::GoOn)
                .journal_to(journal.clone());
            let outcome = crate::cell::run(threads, cell, connectors).expect("it begins");
            asking.join().expect("it only waits");
            latch.open();
            let replayed = match healthy {
                1 => replay(&two, journal.read()),
                _ => replay(&three, journal.read()),
            };
            let replayed = replayed.unwrap_or_else(|error| panic!("{cell:?}: {error}"));
            let (found, expected) = (replayed.trace_hash, outcome.trace_hash);
            assert_eq!((replayed.instants, found), (outcome.instants, expected), "{cell:?}");
            assert!(outcome.instants > 10, "{cell:?}: it traded");
        }
    }
}
