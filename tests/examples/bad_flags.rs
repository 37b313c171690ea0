//! Flags that cannot be used are refused before anything runs.

use std::fs;

use crate::program::Folder;
use crate::signals::feed;
use crate::tape::csv;

#[test]
fn a_bad_flag_is_named() {
    let folder = Folder::new();
    for (flags, words) in [
        ("--fast 0", ["--fast", "0 is not in"]),
        ("--slow 0", ["--slow", "0 is not in"]),
        ("--fast 30 --slow 10", ["--fast below --slow", "30 and 10"]),
        ("--fast 12 --slow 12", ["--fast below --slow", "12 and 12"]),
        ("--fast -3", ["-3", ""]),
        ("--fast 99999999999", ["--fast", "99999999999"]),
        ("--seed -1", ["-1", ""]),
        ("--quantity 0", ["--quantity above 0", "found 0"]),
        ("--quantity -1", ["--quantity", "-1"]),
        ("--quantity abc", ["--quantity", "'a'"]),
        ("--quantity 1e3", ["--quantity", "1e3"]),
        ("--quantity 0.000000001", ["--quantity", "8 decimals"]),
        ("--quantity 99999999999999", ["--quantity", "64 bits"]),
        ("--fee 2", ["--fee", "found 2"]),
        ("--fee 1", ["--fee", "found 1"]),
        ("--fee -0.1", ["--fee", "-0.1"]),
        ("--fee NaN", ["--fee", "NaN"]),
        ("--fill sometimes", ["--fill", "sometimes"]),
        ("--colour blue", ["--colour", ""]),
        ("--trades", ["--trades", "value"]),
        ("--json --json", ["--json", "multiple times"]),
        ("stray", ["stray", ""]),
    ] {
        folder.run("quickstart", flags).is_refused(&words);
    }
    folder.run("inspect", "").is_refused(&["<FILE>"]);
    folder.run("market_maker", "--seed x").is_refused(&["--seed"]);
    folder.run("two_markets", "--seed 1").is_refused(&["--seed"]);
    assert!(folder.names().is_empty(), "{:?}", folder.names());
}

#[test]
fn hours_that_are_none_are_refused() {
    let folder = Folder::new();
    folder.write("tape.csv", "7,0.5,3,1.5,1700000040000,false,true\n");
    for (flags, words) in [
        ("--hours 25:00-26:00", ["25:00", "expected"]),
        ("--hours 09:30", ["found `09:30`", "expected hours as"]),
        ("--hours noon-night", ["noon", "expected"]),
        ("--zone Atlantis/Capital", ["Atlantis/Capital", "expected"]),
    ] {
        folder.run("inspect", &format!("tape.csv {flags}")).is_refused(&words);
    }
}

#[test]
fn a_place_where_no_report_can_be_is_refused_before_the_run() {
    let folder = Folder::new();
    fs::create_dir(folder.path("taken")).expect("a folder");
    folder.write("file", "kept");
    for (report, words) in [
        ("missing/run.html", ["missing", "found nothing there"]),
        ("taken", ["taken", "found a directory"]),
        ("file/run.html", ["file", "to be a directory"]),
        ("/dev/null", ["/dev/null", "a special file"]),
        ("..", ["..", ""]),
    ] {
        folder.run("quickstart", &format!("--report {report}")).is_refused(&words);
    }
    assert_eq!(folder.names(), ["file", "taken"]);
}

/// A tape without end would be read for ever if the place were looked at after it.
#[test]
fn the_place_of_the_report_is_looked_at_before_the_tape_is_read() {
    let folder = Folder::new();
    feed(&folder);
    folder.run("quickstart", "--trades tape --report missing/run.html").is_refused(&["missing"]);
    assert_eq!(folder.names(), ["tape"]);
}

/// Once the report took the name of the tape it was made of.
#[test]
fn a_report_never_replaces_its_tape() {
    let (folder, tape) = (Folder::new(), csv(100));
    folder.write("tape.csv", &tape);
    std::os::unix::fs::symlink("tape.csv", folder.path("link")).expect("a link");
    for report in ["tape.csv", "./tape.csv", "link"] {
        let done = folder.run("quickstart", &format!("--trades tape.csv --report {report}"));
        done.is_refused(&["--report to be another file", report]);
    }
    assert_eq!(fs::read_to_string(folder.path("tape.csv")).expect("the tape"), tape);
    assert_eq!(folder.names(), ["link", "tape.csv"]);
}
