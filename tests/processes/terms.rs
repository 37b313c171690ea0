//! SIGTERM at a random instant, while ten thousand orders a second are offered.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use crate::system::{Ended, System};

/// Systems that run side by side.
const AT_ONCE: u64 = 2;

/// A system that is asked to stop so long after it began to trade.
fn stopped_after(wait: Duration) -> Ended {
    let system = System::start();
    thread::sleep(wait);
    system.signal(&["TERM"]);
    system.end()
}

/// Everything that is promised of it, judged by the venue.
fn judge(run: u64, ended: &Ended) {
    let Ended { code, ledger, .. } = ended;
    let what = || format!("run {run}: {ended:?}");
    assert!(ended.report.is_some(), "there is no report: {}", what());
    assert!(ledger.half.is_empty(), "a submission was broken off: {}", what());
    assert_eq!((ledger.reused, ledger.after_bye), (0, 0), "{}", what());
    assert!(ledger.working.is_empty(), "orders are left at the venue: {}", what());
    assert!(ledger.has_said_bye, "it left without a word: {}", what());
    assert_eq!(*code, Some(0), "{}", what());
    // The report and the venue agree on every order.
    assert_eq!(ended.count("submitted"), ledger.placed, "{}", what());
    assert_eq!(ended.count("cancelled"), ledger.cancelled, "{}", what());
    // Lines come in the order in which they were sent: what was in hand at the seal comes before the first of the sweep.
    assert_eq!(ledger.after_seal, 0, "an order of the strategy came after the seal: {}", what());
    // Where an order was working, the sweep has cancelled it.
    assert!(ledger.is_swept || ended.count("swept") == 0, "{}", what());
}

/// Waits that look random and are the same at every run.
fn wait(run: u64) -> Duration {
    let mixed = (run + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    Duration::from_micros(mixed % 120_000)
}

fn play(runs: u64) {
    let next = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let run = next.fetch_add(1, Ordering::SeqCst);
                    if run >= runs {
                        return;
                    }
                    judge(run, &stopped_after(wait(run)));
                }
            });
        }
    });
}

/// Requirements: A5, I1, K1, R10.
#[test]
fn a_hundred_systems_that_get_a_signal_break_off_nothing_and_leave_nothing() {
    play(100);
}

#[test]
#[ignore = "half an hour: by name"]
fn ten_thousand_systems_that_get_a_signal_break_off_nothing_and_leave_nothing() {
    play(10_000);
}
