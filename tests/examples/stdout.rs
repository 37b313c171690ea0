//! Standard output that takes no more: a reader that left is no error, a full disk is one.

use std::fs::OpenOptions;
use std::process::Stdio;

use crate::program::{Folder, finish, program};
use crate::tape::csv;

/// Each program with flags that make it print a result.
const PRINTING: [(&str, &str); 9] = [
    ("quickstart", ""),
    ("quickstart", "--json"),
    ("quickstart", "--help"),
    ("inspect", "tape.csv"),
    ("inspect", "tape.csv --json"),
    ("market_maker", ""),
    ("two_markets", "--json"),
    ("conformance", "cases"),
    ("conformance", "cases --emit"),
];

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("tape.csv", csv(100));
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/public_sample.jsonl");
    std::fs::copy(sample, folder.path("cases")).expect("the sample");
    folder
}

/// Once `println!` panicked here.
#[test]
fn a_reader_that_left_is_no_error() {
    let folder = folder();
    for (name, flags) in PRINTING {
        let mut child = folder.start(name, flags);
        drop(child.stdout.take());
        let done = finish(child);
        assert_eq!(done.code, Some(0), "{name} {flags}: {done:?}");
        assert!(!done.err.contains("panicked"), "{name} {flags}: {done:?}");
    }
}

#[test]
fn a_full_disk_is_an_error() {
    let folder = folder();
    let Ok(full) = OpenOptions::new().write(true).open("/dev/full") else {
        return println!("skipped: this system has no /dev/full");
    };
    for (name, flags) in PRINTING.into_iter().filter(|(_, flags)| *flags != "--help") {
        let mut command = program(name);
        command.args(flags.split_whitespace()).current_dir(folder.path(""));
        let full = full.try_clone().expect("a second handle");
        let done = finish(command.stdout(full).stderr(Stdio::piped()).spawn().expect("it starts"));
        assert!(done.code == Some(2), "{name} {flags}: {done:?}");
        assert!(done.err.contains("standard output"), "{name} {flags}: {done:?}");
        assert!(!done.err.contains("panicked"), "{name} {flags}: {done:?}");
    }
}
