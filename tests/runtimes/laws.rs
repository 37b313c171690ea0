//! Every runtime of the crate keeps the laws of runtimes, and so do two of a third party.

use std::time::Duration;

use tidegate::runtime::{Live, Sim, ThreadWorkers, Threads};
use tidegate::testing::{assert_runtime, check_runtime_within};

use crate::bent::Fault;
use crate::paced::Paced;
use crate::pool::Pool;

#[test]
fn the_simulation_keeps_the_laws() {
    assert_runtime(Sim::new);
}

#[test]
fn the_simulation_with_connectors_on_threads_keeps_the_laws() {
    assert_runtime(|| Sim::new().with_workers(ThreadWorkers::new()));
}

#[test]
fn threads_keep_the_laws() {
    assert_runtime(Threads::new);
}

#[test]
fn virtual_time_at_a_pace_of_its_own_keeps_the_laws() {
    assert_runtime(|| Paced::new(1_000, Fault::None));
}

/// Three threads for all that works at three connectors.
#[test]
fn a_pool_of_threads_keeps_the_laws_in_real_and_in_virtual_time() {
    assert_runtime(|| Live::on(Pool::new(3)));
    assert_runtime(|| Sim::new().with_workers(Pool::new(3)));
}

/// `LAWS_RUNS=1000 cargo test --release --test runtimes again_and_again -- --ignored`
#[test]
#[ignore = "as long as one likes"]
fn threads_keep_the_laws_again_and_again() {
    let runs = std::env::var("LAWS_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(100);
    for run in 0..runs {
        let laws = check_runtime_within(Duration::from_secs(20), Threads::new);
        assert!(laws.are_kept(), "run {run}: {laws}");
    }
}
