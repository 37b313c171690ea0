//! What the report calls a signal.

use crate::child::{Child, say};
use crate::system::{Answers, run};

/// A system that two signals end.
fn stopped() {
    let report = run("deaf", Answers::Never).report;
    let causes: Vec<&str> = report.causes.iter().map(|record| record.detail.as_str()).collect();
    say(format_args!("deaf: {}", causes.join(", ")));
}

#[test]
fn the_report_names_each_signal_that_came() {
    let Some(mut child) = Child::of("names::the_report_names_each_signal_that_came") else {
        return stopped();
    };
    child.says_all(["deaf: up"]);
    child.send("TERM");
    child.says_all(["deaf: signal"]);
    child.send("INT");
    child.says_all(["deaf: SIGTERM, SIGINT"]);
    child.ends();
}
