//! SIGHUP asks for a reload, and is no cause to stop.

use std::thread;

use crate::child::Child;
use crate::system::{Answers, ended, run};

fn both() {
    thread::scope(|scope| {
        for (name, answers) in [("polite", Answers::AtOnce), ("deaf", Answers::Never)] {
            scope.spawn(move || ended(name, &run(name, answers)));
        }
    });
}

/// Also on the way down, where it does not hurry.
///
/// Requirements: A19, K1, R11.
#[test]
fn a19_sighup_is_a_reload_and_kills_nobody() {
    let Some(mut child) = Child::of("reload::a19_sighup_is_a_reload_and_kills_nobody") else { return both() };
    child.says_all(["polite: up", "deaf: up"]);
    for _ in 0..3 {
        child.send("HUP");
        child.says_all(["polite: reload", "deaf: reload"]);
    }
    child.send("TERM");
    child.says_all(["polite: signal", "polite: ended with 0 after 1 causes", "deaf: signal"]);
    child.send("HUP");
    child.says_all(["deaf: reload"]);
    child.send("INT");
    child.says_all(["deaf: ended with 86 after 2 causes"]);
    child.ends();
}
