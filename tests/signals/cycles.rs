//! Systems that come and go: each signal counts once, whoever listened before.

use std::sync::Arc;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::low_level::raise;
use tidegate::runtime::Stop;

use crate::child::Child;
use crate::counter::Counter;

pub(crate) fn listening() -> Stop {
    let stop = Stop::new();
    stop.on_signals().expect("it may listen");
    stop
}

/// Between the end of one thread and the beginning of the next both may catch a signal.
fn one_after_the_other() {
    let mut counters: Vec<Arc<Counter>> = Vec::new();
    let mut kept = Vec::new();
    for n in 0..1_000 {
        let (stop, counter) = (listening(), Counter::new());
        kept.push(stop.listen(&counter.waker()));
        raise([SIGHUP, SIGTERM, SIGINT][n % 3]).expect("a signal");
        counter.reaches(1);
        counters.push(counter);
    }
    let told: Vec<u64> = counters.iter().map(|counter| counter.count()).collect();
    assert_eq!(told, [1; 1_000], "each was told of its own signal");
}

/// Requirements: I1, R11.
#[test]
fn r11_a_signal_is_told_once_whoever_listened_before() {
    let Some(child) = Child::of("cycles::r11_a_signal_is_told_once_whoever_listened_before") else {
        return one_after_the_other();
    };
    child.ends();
}
