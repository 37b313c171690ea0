//! Two systems in one process: each hears every signal, and counts it once.

use std::thread;

use crate::child::Child;
use crate::system::{Answers, ended, run};

/// Two systems at once, in a child.
fn both(answers: Answers) {
    thread::scope(|scope| {
        for name in ["a", "b"] {
            scope.spawn(move || ended(name, &run(name, answers)));
        }
    });
}

/// Requirements: I1, K1, R11.
#[test]
fn i1_sigterm_and_sigint_are_heard_by_both_systems_of_a_process() {
    let name = "two_systems::i1_sigterm_and_sigint_are_heard_by_both_systems_of_a_process";
    for signal in ["TERM", "INT"] {
        let Some(mut child) = Child::of(name) else { return both(Answers::AtOnce) };
        child.says_all(["a: up", "b: up"]);
        child.send(signal);
        child.says_all([
            "a: signal",
            "a: ended with 0 after 1 causes",
            "b: signal",
            "b: ended with 0 after 1 causes",
        ]);
        child.ends();
    }
}

/// Fault 40: SIGTERM, then SIGINT; and two of a kind.
///
/// Requirements: K1, K3, R11.
#[test]
fn fault_040_two_signals_to_a_process_are_two_signals_to_each_of_its_systems() {
    let name = "two_systems::fault_040_two_signals_to_a_process_are_two_signals_to_each_of_its_systems";
    for [first, second] in [["TERM", "INT"], ["INT", "TERM"], ["TERM", "TERM"], ["INT", "INT"]] {
        let Some(mut child) = Child::of(name) else { return both(Answers::Never) };
        child.says_all(["a: up", "b: up"]);
        child.send(first);
        child.says_all(["a: signal", "b: signal"]);
        child.send(second);
        child.says_all(["a: ended with 86 after 2 causes", "b: ended with 86 after 2 causes"]);
        child.ends();
    }
}
