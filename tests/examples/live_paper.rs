//! Paper trading at a venue that is not there: people and programs learn why it stopped.

use serde_json::Value;

use crate::program::Folder;

/// An address without a port: it is refused without a network.
const NOWHERE: &str = "--venue nowhere";

#[test]
fn the_table_says_what_failed() {
    let done = Folder::new().run("live_paper", NOWHERE);
    assert_eq!(done.code, Some(81), "{done:?}");
    let why = done.out.lines().find(|line| line.starts_with("connector failure "));
    assert!(why.is_some_and(|why| why.contains("  tcp venue: ")), "{}", done.out);
    assert_eq!(done.out.matches("tcp venue: ").count(), 1, "{}", done.out);
}

#[test]
fn the_document_has_the_exit_code_and_no_deadline_that_is_none() {
    let done = Folder::new().run("live_paper", &format!("{NOWHERE} --json"));
    let all: Value = serde_json::from_str(&done.out).expect("one document");
    assert_eq!((done.code, &all["exit_code"]), (Some(81), &Value::from(81)));
    assert_eq!(
        (&all["phases"][0]["phase"], &all["phases"][0]["deadline"]),
        (&"Running".into(), &Value::Null)
    );
}
