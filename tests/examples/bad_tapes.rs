//! Tapes that cannot be used are refused with the place, by both programs that read them.

use std::fs;

use crate::program::Folder;
use crate::tape::{csv, gzip};

/// Both programs refuse the tape in the same words, and leave nothing.
fn is_refused(folder: &Folder, tape: &str, words: &[&str]) {
    let before = folder.names();
    let words = [&[tape], words].concat();
    folder.run("quickstart", &format!("--trades {tape} --report run.html")).is_refused(&words);
    folder.run("quickstart", &format!("--trades {tape} --json")).is_refused(&words);
    folder.run("inspect", tape).is_refused(&words);
    folder.run("inspect", &format!("{tape} --json")).is_refused(&words);
    assert_eq!(folder.names(), before, "no page, no part of one");
}

#[test]
fn what_is_no_tape_is_refused() {
    let folder = Folder::new();
    is_refused(&folder, "missing.csv", &["found nothing of this name"]);
    fs::create_dir(folder.path("folder")).expect("a folder");
    is_refused(&folder, "folder", &["found a directory"]);
    let header = "id,price,qty,quote_qty,time,is_buyer_maker\n";
    for (name, contents, words) in [
        ("empty.csv", &b""[..], ["at least one row", ""]),
        ("empty.csv.gz", &gzip("")[..], ["at least one row", ""]),
        ("header.csv", header.as_bytes(), ["at least one row", ""]),
        ("blank.csv", b"\n\n\n", ["line 1", ""]),
        ("text.csv", b"Dear sir,\nplease find attached\n", ["line 1", "expected a header"]),
        ("json.csv", b"{\"price\": 1}\n", ["line 1", "expected a header"]),
        ("other.csv", b"open,high,low,close\n1,2,3,4\n", ["line 1", "expected a header"]),
        ("junk.csv", b"\x00\x9f\x92\x96\xff\xfe\n", ["expected lines of UTF-8 text", ""]),
        ("name.csv.gz", b"\x1f\x8bno gzip after all", ["gzip", ""]),
        ("archive.zip", b"PK\x03\x04....", ["zip", ""]),
    ] {
        folder.write(name, contents);
        is_refused(&folder, name, &words);
    }
}

#[test]
fn a_truncated_or_damaged_archive_is_refused() {
    let folder = Folder::new();
    let whole = gzip(&csv(20_000));
    for (name, length) in [("start.gz", 15), ("half.gz", whole.len() / 2), ("nearly.gz", whole.len() - 1)] {
        folder.write(name, &whole[..length]);
        is_refused(&folder, name, &["truncated"]);
    }
    let mut damaged = whole.clone();
    damaged[whole.len() / 2] ^= 0x55;
    folder.write("damaged.gz", damaged);
    is_refused(&folder, "damaged.gz", &[]);
}

/// A tape of a thousand rows with one that was replaced.
fn with_row(line: usize, row: &str) -> String {
    let tape = csv(1_000);
    let change = |(at, kept)| if at + 1 == line { row } else { kept };
    tape.lines().enumerate().map(change).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_bad_row_is_named_by_line_and_column() {
    let (folder, nines) = (Folder::new(), "9".repeat(99));
    for (row, words) in [
        ("500,60000,1,60000", ["expected 7 fields", "found 4"]),
        ("500,60000,1,60000,1700000024000,true,true,8,9", ["column 8", "found 9"]),
        ("", ["expected 7 fields", ""]),
        ("500,-60000,1,60000,1700000024000,true,true", ["column 2 (price)", "`-60000`"]),
        ("500,0,1,60000,1700000024000,true,true", ["column 2 (price)", "`0`"]),
        ("500,1e30,1,60000,1700000024000,true,true", ["column 2 (price)", "`1e30`"]),
        ("500,NINES,1,60000,1700000024000,true,true", ["column 2 (price)", "`9999"]),
        ("500,NaN,1,60000,1700000024000,true,true", ["column 2 (price)", "`NaN`"]),
        ("500,60000,-1,60000,1700000024000,true,true", ["column 3 (qty)", "`-1`"]),
        ("500,60000,1,60000,NINES,true,true", ["column 5 (time)", "`9999"]),
        ("500,60000,1,60000,1600000000000,true,true", ["column 5 (time)", "not before"]),
        ("499,60000,1,60000,1700000024000,true,true", ["column 1 (id)", "above 499"]),
        ("NINES,60000,1,60000,1700000024000,true,true", ["column 1 (id)", "`9999"]),
        ("500,60000,1,60000,1700000024000,perhaps,true", ["column 6", "`perhaps`"]),
    ] {
        folder.write("tape.csv", with_row(500, &row.replace("NINES", &nines)));
        is_refused(&folder, "tape.csv", &[&["line 500"], &words[..]].concat());
    }
}

#[test]
fn a_line_without_end_is_refused_in_constant_memory() {
    let folder = Folder::new();
    folder.write("tape.csv", "7".repeat(5_000_000));
    is_refused(&folder, "tape.csv", &["line 1"]);
    folder.run("quickstart", "--trades /dev/zero").is_refused(&["/dev/zero"]);
    folder.run("inspect", "/dev/zero").is_refused(&["/dev/zero"]);
}

/// What was there before a failed run is there after it.
#[test]
fn a_failed_run_keeps_the_last_report() {
    let folder = Folder::new();
    folder.write("tape.csv", with_row(900, "oops"));
    folder.write("run.html", "the last one");
    folder.run("quickstart", "--trades tape.csv --report run.html").is_refused(&["line 900"]);
    assert_eq!(fs::read_to_string(folder.path("run.html")).expect("the page"), "the last one");
    assert_eq!(folder.names(), ["run.html", "tape.csv"]);
}
