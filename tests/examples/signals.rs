//! A signal in the middle of a tape: the part that was done is reported, and soon.
//!
//! The tape is a pipe that never ends, so that the middle is certain.

use std::fs::File;
use std::io::Write;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::program::{Done, Folder, finish, signal};
use crate::tape::lines;

/// What a busy machine with unoptimised code may take; 50 ms is the aim, printed by the ignored test.
const BOUND: Duration = Duration::from_secs(2);
/// Far more than a pipe and the reader's buffer hold: some of it was traded.
const ENOUGH: u64 = 2_000_000;

/// Writes rows into the pipe until nobody reads it.
pub(crate) fn feed(folder: &Folder) -> Arc<AtomicU64> {
    let made = Command::new("mkfifo").arg(folder.path("tape")).status().expect("the program `mkfifo`");
    assert!(made.success());
    let (path, written) = (folder.path("tape"), Arc::new(AtomicU64::new(0)));
    let count = Arc::clone(&written);
    thread::spawn(move || {
        let mut pipe = File::create(path).expect("the pipe");
        let mut lines = lines();
        loop {
            let text: String = lines.by_ref().take(500).collect();
            if pipe.write_all(text.as_bytes()).is_err() {
                return;
            }
            count.fetch_add(text.len() as u64, Ordering::Relaxed);
        }
    });
    written
}

#[expect(clippy::disallowed_methods, reason = "processes run by the clock on the wall")]
fn clock() -> Instant {
    Instant::now()
}

/// Runs until enough was read, signals, and says how long the end took.
fn stopped_by(name: &str, flags: &str) -> (Done, Duration, Folder) {
    let folder = Folder::new();
    let written = feed(&folder);
    let child = folder.start("quickstart", &format!("--trades tape {flags}"));
    let began = clock();
    while written.load(Ordering::Relaxed) < ENOUGH {
        assert!(began.elapsed() < Duration::from_secs(60), "the example does not read its tape");
        thread::yield_now();
    }
    let at = clock();
    signal(name, child.id());
    let done = finish(child);
    (done, at.elapsed(), folder)
}

#[test]
fn a_signal_ends_the_run_cleanly_with_the_part_done() {
    for name in ["INT", "TERM"] {
        let (done, took, folder) = stopped_by(name, "--json --report run.html");
        let all = done.json();
        assert_eq!((&all["stopped_early"], &all["exit_code"]), (&true.into(), &0.into()), "{name}");
        assert_eq!(all["shutdown"]["cause"], "Signal", "{name}");
        assert!(all["trades"].as_u64() > Some(1_000), "{name}: {all}");
        assert_eq!(done.err, "");
        assert!(took < BOUND, "{name}: {took:?} from the signal to the end");
        assert_eq!(folder.names(), ["run.html", "tape"]);
    }
}

#[test]
fn the_text_says_that_the_run_was_stopped_early() {
    let (done, _, _) = stopped_by("INT", "");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.out.contains("profit and loss") && done.out.contains("STOPPED EARLY"), "{done:?}");
}

/// Prints the latency; run it optimised and alone.
#[test]
#[ignore = "a measurement: it prints, and asserts only what the short test does"]
fn measured_from_the_signal_to_the_end() {
    for flags in ["--json", "--json --report run.html"] {
        let mut times: Vec<Duration> = (0..20).map(|_| stopped_by("INT", flags).1).collect();
        times.sort();
        println!("{flags}: median {:?}, least {:?}, most {:?}", times[10], times[0], times[19]);
        assert!(times[19] < BOUND);
    }
}
