//! Settings as a feed: read at the start and at every reload, and no thread is left waiting for the next one.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tidegate::connector::FeedSource;
use tidegate::prelude::*;
use tidegate::runtime::{Outcome, Reloads, Runtime, Sim, Stop, ThreadWorkers, Threads};
use tidegate::testing::Script;

/// Says as complaints what the settings were.
fn hears(
    market: MarketPort<BtcUsdt>,
    settings: Feed<u64>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let heard = settings.events().map(|n| Complaint::new(1, n.to_string()));
    (market.trades().filter_map(|_| None), control.done_at_once().reporting(heard))
}

/// Runs until it is asked to stop; how often the settings had been read is what they are.
fn run<R: Runtime>(runtime: R, stop: &Stop) -> (Outcome, Vec<String>) {
    let reads = AtomicU64::new(0);
    let settings = Reloads::new(stop, move || reads.fetch_add(1, Ordering::SeqCst) + 1);
    let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
    let outcome = runtime.stop_on(stop.clone()).run(&hears, (script, settings)).expect("it begins");
    let heard = outcome.report.complaints.iter().map(|complaint| complaint.text.to_string()).collect();
    (outcome, heard)
}

/// Counts what is heard, so that somebody else can wait for it.
fn until(what: impl Fn() -> bool) {
    let begun = Instant::now();
    while !what() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it does not happen");
        thread::yield_now();
    }
}

fn live<R: Runtime>(runtime: R) {
    let (stop, heard) = (Stop::new(), Arc::new(Mutex::new(0)));
    let counted = Arc::clone(&heard);
    let pager = move |alert: &tidegate::control::Alert| {
        *counted.lock().unwrap_or_else(PoisonError::into_inner) += u64::from(alert.code == "strategy.1");
        Ok(())
    };
    let asking = stop.clone();
    let operator = thread::spawn(move || {
        let count = || *heard.lock().unwrap_or_else(PoisonError::into_inner);
        until(|| count() == 1);
        asking.reload();
        until(|| count() == 2);
        asking.reload();
        until(|| count() == 3);
        asking.request();
    });
    let (outcome, heard) = run(runtime.alert_to(pager), &stop);
    operator.join().expect("all of it is heard");
    assert_eq!(heard, ["1", "2", "3"]);
    assert!(outcome.left_behind.is_empty(), "nobody waits any more: {:?}", outcome.left_behind);
}

#[test]
fn settings_are_heard_at_the_start_and_at_each_reload_on_threads() {
    live(Threads::new());
}

#[cfg(feature = "tokio")]
#[test]
fn settings_are_heard_at_the_start_and_at_each_reload_on_tokio() {
    let tokio = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build();
    let tokio = tokio.expect("threads for tokio");
    live(tidegate::runtime::Tokio::on(tokio.handle().clone()));
}

#[test]
fn in_virtual_time_they_are_heard_at_the_start_and_hold_up_nobody() {
    assert_eq!(run(Sim::new(), &Stop::new()).1, ["1"]);
    assert_eq!(run(Sim::new().with_workers(ThreadWorkers::new()), &Stop::new()).1, ["1"]);
}

#[test]
fn whoever_waits_for_settings_hears_a_reload() {
    let stop = Stop::new();
    let mut settings = Reloads::new(&stop, || 7);
    assert_eq!(settings.next_event().expect("no failure"), Some((Time::MIN, 7)));
    let asking = stop.clone();
    let operator = thread::spawn(move || asking.reload());
    assert_eq!(settings.next_event().expect("no failure"), Some((Time::MIN, 7)));
    operator.join().expect("it asks");
}
