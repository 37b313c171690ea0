//! The fault rows and the lines of the requirements, each with the tests that show it, or why there is none so far.
//!
//! `rows.txt` and `requirements.txt` have one entry a line: a number, and then names of tests, or one of the words
//! below with a reason. Nothing can be forgotten: a number that is missing, a test that is gone, and a fault test that no
//! entry names are each an error.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Fault rows there are.
const ROWS: u32 = 112;

/// Sections of the requirements, and how many lines each has.
const SECTIONS: &[(&str, u32)] = &[
    ("A", 28),
    ("B", 14),
    ("C", 15),
    ("D", 15),
    ("E", 9),
    ("F", 15),
    ("G", 8),
    ("H", 5),
    ("I", 4),
    ("J", 5),
    ("K", 7),
    ("L", 9),
    ("M", 3),
    ("N", 4),
    ("O", 27),
    ("P", 4),
    ("Q", 16),
    ("R", 20),
    ("T", 23),
];

/// What an entry without tests says: work of a later issue, replaced by a ruling, the old behaviour that is not to be
/// had, or a matter of text that no test can show.
const REASONS: [&str; 4] = ["later:", "superseded:", "baseline:", "text:"];

/// The fault rows that the simulation has to pass by now; the others wait for journal, breakers and dead man.
const ASKED: &[(u32, u32)] = &[
    (1, 17),
    (19, 31),
    (35, 53),
    (57, 57),
    (63, 64),
    (66, 66),
    (69, 74),
    (84, 84),
    (88, 88),
    (97, 100),
    (102, 102),
    (105, 106),
    (108, 109),
    (112, 112),
];

fn entries(file: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(Path::new("tests/atlas").join(file)).expect("a table");
    let mut entries = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (number, rest) = line.split_once(' ').unwrap_or((line, ""));
        let twice = entries.insert(number.to_owned(), rest.to_owned());
        assert!(twice.is_none(), "{file}: {number} stands twice");
    }
    entries
}

/// The names of all functions under these folders that are tests.
fn tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec!["tests".into(), "src".into()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path: std::path::PathBuf = entry.expect("an entry").path();
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("rs") => found.extend(functions(&fs::read_to_string(&path).expect("a text"))),
                _ => {}
            }
        }
    }
    found
}

/// Functions that a `#[test]` stands before, and the twins of programs that do not compile.
fn functions(text: &str) -> Vec<String> {
    let mut is_test = false;
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("fn ") {
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            if std::mem::take(&mut is_test) {
                found.push(name.to_owned());
            }
        }
        is_test |= line == "#[test]";
        if let Some((name, rest)) = line.split_once(" \"ui/")
            && rest.ends_with("_ok.rs\",")
        {
            found.push(name.to_owned());
        }
    }
    found
}

fn check(file: &str, expected: &BTreeSet<String>) {
    let (entries, tests) = (entries(file), tests());
    let found: BTreeSet<String> = entries.keys().cloned().collect();
    let missing: Vec<&String> = expected.difference(&found).collect();
    let strange: Vec<&String> = found.difference(expected).collect();
    assert!(missing.is_empty() && strange.is_empty(), "{file}: missing {missing:?}, strange {strange:?}");
    for (number, entry) in &entries {
        if REASONS.iter().any(|reason| entry.starts_with(reason)) {
            assert!(
                entry.split_once(": ").is_some_and(|(_, why)| !why.is_empty()),
                "{file}: {number} has no reason"
            );
            continue;
        }
        assert!(!entry.is_empty(), "{file}: {number} has neither test nor reason");
        for name in entry.split(' ') {
            assert!(tests.contains(name), "{file}: {number}: there is no test `{name}`");
        }
    }
}

#[test]
fn every_fault_row_has_its_tests_or_says_why_not() {
    check("rows.txt", &(1..=ROWS).map(|row| row.to_string()).collect());
}

#[test]
fn every_requirement_has_its_tests_or_says_why_not() {
    let lines =
        SECTIONS.iter().flat_map(|(section, last)| (1..=*last).map(move |line| format!("{section}{line}")));
    check("requirements.txt", &lines.collect());
}

#[test]
fn rows_that_are_asked_for_have_tests_that_carry_their_number() {
    let entries = entries("rows.txt");
    for row in ASKED.iter().flat_map(|(first, last)| *first..=*last) {
        let prefix = format!("fault_{row:03}_");
        let entry = &entries[&row.to_string()];
        assert!(entry.split(' ').any(|name| name.starts_with(&prefix)), "row {row}: found `{entry}`");
    }
}

#[test]
fn every_fault_test_stands_in_the_table() {
    let entries = entries("rows.txt");
    for name in tests().into_iter().filter(|name| name.starts_with("fault_")) {
        let row: u32 = name.split('_').nth(1).and_then(|row| row.parse().ok()).expect("fault_NNN_words");
        let entry = &entries[&row.to_string()];
        assert!(entry.split(' ').any(|known| known == name), "row {row} does not name `{name}`");
    }
}
