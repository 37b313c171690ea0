//! Parents, children, owners and tokens.

use std::thread;

use futures::executor::block_on;
use tidegate::scope::{ChildEnd, Reason, Scope, VirtualClock};

use super::world::at;

fn inherited(scope: &str, because: Reason) -> Option<Reason> {
    Some(Reason::Parent { scope: scope.into(), because: because.into() })
}

#[test]
fn m1_cancelling_the_parent_cancels_all_children() {
    let process = Scope::root("process");
    let engine = process.child("engine");
    let (feed, book) = (engine.child("feed"), engine.child("book"));
    let other = process.child("other");
    assert!(engine.cancel("breaker"));
    assert_eq!(engine.reason(), Some(&"breaker".into()));
    for child in [&feed, &book] {
        assert_eq!(child.reason().cloned(), inherited("engine", "breaker".into()));
    }
    assert!(!process.is_cancelled() && !other.is_cancelled());
    // The first reason stays.
    assert!(process.cancel("SIGTERM") && !engine.cancel("again"));
    assert_eq!(feed.reason().cloned(), inherited("engine", "breaker".into()));
    assert_eq!(other.reason().cloned(), inherited("process", "SIGTERM".into()));
}

#[test]
fn m1_a_child_of_a_cancelled_parent_is_cancelled_from_the_start() {
    let process = Scope::root("process");
    let engine = process.child("engine");
    process.cancel("SIGTERM");
    let late = process.child("late");
    let later = engine.child("later");
    for child in [&late, &later] {
        assert_eq!(child.reason().cloned(), inherited("process", "SIGTERM".into()));
    }
}

#[test]
fn dropping_the_owner_cancels_what_is_below() {
    let process = Scope::root("process");
    let feed = process.child("feed");
    let (reader, token) = (feed.child("reader"), feed.token());
    drop(feed);
    assert_eq!(token.reason(), Some(&Reason::Dropped));
    assert_eq!(reader.reason().cloned(), inherited("feed", Reason::Dropped));
    assert!(!process.is_cancelled());
    // Not gone before what is below it.
    assert_eq!((process.children(), process.live()), (1, vec!["feed/reader".to_owned()]));
    drop(reader);
    assert_eq!(process.children(), 0);
}

#[test]
fn a_million_children_that_end_leave_nothing() {
    let process = Scope::root("process");
    for _ in 0..1_000_000 {
        process.child("request").finish();
        assert_eq!(process.children(), 0);
    }
    let clock = VirtualClock::new(at(0));
    let report = block_on(process.join(&clock, at(1)));
    assert_eq!((report.children.len(), report.before.finished), (0, 1_000_000));
}

#[test]
fn a_chain_of_a_hundred_thousand_is_cancelled_and_freed_without_recursion() {
    for root_first in [true, false] {
        let mut chain = vec![Scope::root("root")];
        for depth in 0..100_000 {
            chain.push(chain[depth].child("link"));
        }
        assert!(chain[0].cancel("all"));
        assert!(chain.iter().all(Scope::is_cancelled));
        if !root_first {
            chain.reverse();
        }
        drop(chain);
    }
}

#[test]
fn no_wake_up_is_lost_between_threads() {
    for round in 0..500 {
        let scope = Scope::root("feed");
        let child = scope.child("reader");
        let waiting = thread::spawn(move || block_on(child.cancelled()));
        if round % 2 == 0 {
            thread::yield_now();
        }
        scope.cancel("now");
        assert_eq!(waiting.join().ok(), inherited("feed", "now".into()));
    }
}

#[test]
fn no_child_is_missed_by_a_cancelling_on_another_thread() {
    for _ in 0..200 {
        let scope = Scope::root("process");
        let token = scope.token();
        let cancelling = thread::spawn(move || token.cancel("now"));
        let children: Vec<_> = (0..50).map(|_| scope.child("child")).collect();
        assert!(cancelling.join().expect("no panic"));
        assert!(children.iter().all(Scope::is_cancelled));
        assert_eq!(scope.children(), 50);
    }
}

#[test]
fn the_reasons_and_ends_read_as_sentences() {
    let reasons = [
        Reason::from("kill switch"),
        Reason::from(format!("breaker {}", 3)),
        Reason::Deadline(at(5)),
        Reason::Dropped,
        Reason::Parent { scope: "engine".into(), because: Reason::Dropped.into() },
    ];
    let said = reasons.map(|reason| reason.to_string());
    let expected = [
        "kill switch",
        "breaker 3",
        "the deadline 1970-01-01T00:00:05Z came",
        "its owner ended",
        "`engine` was cancelled: its owner ended",
    ];
    assert_eq!(said, expected);
    assert_eq!(ChildEnd::Failed("disk full".into()).to_string(), "failed: disk full");
}

#[test]
fn scopes_and_their_waits_may_be_sent() {
    fn send<T: Send>(_: &T) {}
    fn sync<T: Sync>(_: &T) {}
    let clock = VirtualClock::new(at(0));
    let scope = Scope::root("process");
    send(&scope.token());
    sync(&scope);
    send(&scope.cancelled());
    send(&tidegate::scope::sleep_until(&scope, &clock, at(1)));
    send(&tidegate::scope::until_cancelled(&scope, async {}));
    send(&scope.join(&clock, at(1)));
}
