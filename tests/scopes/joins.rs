//! Joining: what it waits for, and what it tells.

use tidegate::scope::{Before, ChildEnd, ChildReport, Reason, Scope, sleep};
use tidegate::time::Span;

use super::world::{World, at};

fn names_and_ends(children: &[ChildReport]) -> Vec<(&str, &ChildEnd)> {
    children.iter().map(|child| (child.name.as_str(), &child.end)).collect()
}

fn stopped() -> ChildEnd {
    ChildEnd::Cancelled(Reason::Parent { scope: "process".into(), because: Reason::from("SIGTERM").into() })
}

#[test]
fn m2_each_service_selects_on_its_scope_cleans_up_and_says_what_it_finished() {
    let mut world = World::new();
    let process = Scope::root("process");
    for (name, seconds) in [("feed", 1), ("recorder", 3)] {
        let (scope, clock) = (process.child(name), world.clock.clone());
        world.spawn(async move {
            scope.cancelled().await;
            // Cleaning up takes its time and is not cancelled: it is a scope of its own.
            let cleaning = Scope::root("cleaning");
            let _ = sleep(&cleaning, &clock, Span::from_secs(seconds)).await;
            scope.note(format!("{seconds} files closed"));
        });
    }
    world.run();
    let report = world.spawn(process.close("SIGTERM", &world.clock, at(5)));
    world.to(2);
    assert!(report.take().is_none(), "one still cleans up");
    world.to(3);
    let report = report.take().expect("all have ended");
    let notes: Vec<_> = report.children.iter().map(|child| child.note.as_deref()).collect();
    assert_eq!(notes, [Some("1 files closed"), Some("3 files closed")]);
    assert_eq!(
        report.to_string(),
        "process: SIGTERM\n  feed: cancelled: `process` was cancelled: SIGTERM (1 files closed)\n  recorder: \
         cancelled: `process` was cancelled: SIGTERM (3 files closed)\n  others: 0 finished, 0 failed, 0 cancelled"
    );
    assert_eq!(world.clock.armed(), 0);
}

#[test]
fn m3_all_services_are_joined_after_cancelling_also_those_that_ended_between() {
    let mut world = World::new();
    let process = Scope::root("process");
    let (before, between, after) =
        (process.child("before"), process.child("between"), process.child("after"));
    before.finish();
    process.cancel("SIGTERM");
    drop(between);
    let report = world.spawn(process.close("later", &world.clock, at(5)));
    world.run();
    assert!(report.take().is_none());
    drop(after);
    world.run();
    let report = report.take().expect("all have ended");
    assert_eq!(report.reason, Some("SIGTERM".into()));
    assert_eq!(names_and_ends(&report.children), [("between", &stopped()), ("after", &stopped())]);
    assert_eq!(report.before, Before { finished: 1, failed: 0, cancelled: 0 });
    assert_eq!(world.clock.armed(), 0);
}

#[test]
fn n2_a_child_that_hangs_does_not_keep_the_others_from_being_reported() {
    let mut world = World::new();
    let process = Scope::root("process");
    let children = ["good", "bad", "slow", "stuck"].map(|name| process.child(name));
    let nested = children[3].child("call");
    let report = world.spawn(process.close("SIGTERM", &world.clock, at(5)));
    world.to(1);
    let [good, bad, slow, stuck] = children;
    good.finish();
    bad.fail("disk full");
    drop(slow);
    nested.note("request 17");
    world.to(4);
    assert!(report.take().is_none(), "the limit has not come");
    world.to(5);
    let report = report.take().expect("the limit has come");
    let expected = [
        ("good", &ChildEnd::Finished),
        ("bad", &ChildEnd::Failed("disk full".into())),
        ("slow", &stopped()),
        ("stuck", &ChildEnd::Abandoned),
        ("stuck/call", &ChildEnd::Abandoned),
    ];
    assert_eq!(names_and_ends(&report.children), expected);
    assert!(!report.is_complete());
    assert_eq!(report.children[4].note.as_deref(), Some("request 17"));
    assert!(stuck.is_cancelled());
}

#[test]
fn n2_an_owner_that_ended_is_told_as_such_though_something_below_it_hangs() {
    let mut world = World::new();
    let process = Scope::root("process");
    let engine = process.child("engine");
    let hanging = engine.child("call");
    let report = world.spawn(process.join(&world.clock, at(5)));
    engine.finish();
    world.to(5);
    let report = report.take().expect("the limit has come");
    let expected = [("engine", &ChildEnd::Finished), ("engine/call", &ChildEnd::Abandoned)];
    assert_eq!(names_and_ends(&report.children), expected);
    drop(hanging);
}

#[test]
fn a_join_waits_without_cancelling_and_has_finished_to_its_own_parent() {
    let mut world = World::new();
    let process = Scope::root("process");
    let engine = process.child("engine");
    let feed = engine.child("feed");
    let (inner, outer) =
        (world.spawn(engine.join(&world.clock, at(5))), world.spawn(process.join(&world.clock, at(9))));
    world.to(1);
    assert!(!feed.is_cancelled() && inner.take().is_none());
    feed.finish();
    world.run();
    assert!(inner.take().expect("its child has ended").is_complete());
    let report = outer.take().expect("its child has ended");
    assert_eq!(names_and_ends(&report.children), [("engine", &ChildEnd::Finished)]);
}

#[test]
fn a_join_that_is_dropped_cancels_what_it_waited_for() {
    let world = World::new();
    let process = Scope::root("process");
    let feed = process.child("feed");
    drop(process.join(&world.clock, at(5)));
    assert_eq!(feed.reason().map(Reason::origin), Some(&Reason::Dropped));
    assert_eq!(world.clock.armed(), 0);
}

#[test]
fn all_that_ended_by_the_instant_of_the_limit_is_complete() {
    let mut world = World::new();
    let process = Scope::root("process");
    let feed = process.child("feed");
    let report = world.spawn(process.close("SIGTERM", &world.clock, at(5)));
    world.run();
    world.clock.advance_to(at(5));
    drop(feed);
    world.run();
    assert!(report.take().expect("it has ended").is_complete());
}
