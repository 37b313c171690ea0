//! Systems that come and go leave no thread and no descriptor behind, as Linux counts them.

use std::fs;
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use signal_hook::consts::SIGHUP;
use signal_hook::low_level::raise;

use crate::child::{Child, say};
use crate::cycles::listening;

/// Threads and descriptors of this process.
fn held() -> (usize, usize) {
    let count = |folder: &str| fs::read_dir(folder).expect("a folder of the system").count();
    (count("/proc/self/task"), count("/proc/self/fd"))
}

/// How many threads listen to signals. Linux keeps fifteen letters of a name.
fn listeners() -> usize {
    let tasks = fs::read_dir("/proc/self/task").expect("a folder of the system").filter_map(Result::ok);
    // A thread may end between two looks.
    let names = tasks.filter_map(|task| fs::read_to_string(task.path().join("comm")).ok());
    names.filter(|name| name.trim() == "tidegate signal").count()
}

/// Looks again and again until it is so, a minute at most.
fn comes_true(mut is_so: impl FnMut() -> bool) -> bool {
    let (never, pause) = (Condvar::new(), Mutex::new(()));
    (0..6_000).any(|_| {
        is_so() || {
            let guard = pause.lock().expect("nobody else has it");
            drop(never.wait_timeout(guard, Duration::from_millis(10)).expect("nobody else has it"));
            false
        }
    })
}

fn a_thousand() {
    let before = held();
    for n in 0..1_000 {
        let (one, other) = (listening(), listening());
        // Most leave before the thread has begun to listen, some hear something.
        if n % 10 == 0 {
            raise(SIGHUP).expect("a signal");
        }
        drop(one);
        // Asked again, as the list of threads may miss one while another ends.
        assert!(comes_true(|| held().0 > before.0), "cycle {n}: no thread listens");
        drop(other);
    }
    assert!(comes_true(|| held() == before), "threads and descriptors: {before:?}, then {:?}", held());
    say("as before");
    let (_one, _other) = (listening(), listening());
    assert!(comes_true(|| listeners() == 1), "one thread for all: {}", listeners());
}

/// Requirements: C3, R11.
#[test]
fn r11_a_thousand_systems_that_listened_leave_nothing_behind() {
    let Some(mut child) = Child::of("residue::r11_a_thousand_systems_that_listened_leave_nothing_behind")
    else {
        return a_thousand();
    };
    child.says_all(["as before"]);
    child.ends();
}
