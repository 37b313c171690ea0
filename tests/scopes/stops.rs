//! One check for every loop: stopped before it starts, in its wait, at the very instant of its end, and twice.

use std::cell::Cell;
use std::rc::Rc;

use futures::future::LocalBoxFuture;
use tidegate::scope::{Reason, Scope, VirtualClock};
use tidegate::time::Span;

use super::world::{World, at};

/// How long every loop under test waits.
pub(crate) const WAIT: Span = Span::from_secs(4);

/// How often the work runs.
pub(crate) struct Runs {
    /// At the start, before the first wait.
    pub(crate) first: u64,
    /// At the stop.
    pub(crate) last: u64,
}

/// The work of a loop counts itself here.
pub(crate) type Count = Rc<Cell<u64>>;

/// Starts a loop that gives the reason of its end.
type Start<'a> = &'a dyn Fn(Scope, VirtualClock, Count) -> LocalBoxFuture<'static, Option<Reason>>;

pub(crate) fn counted(count: &Count) {
    count.set(count.get() + 1);
}

/// Holds a loop to what holds for all.
pub(crate) fn stops(
    runs: Runs,
    start: impl Fn(Scope, VirtualClock, Count) -> LocalBoxFuture<'static, Option<Reason>>,
) {
    let start: Start<'_> = &start;
    before_it_starts(&runs, start);
    in_the_middle_of_its_wait(&runs, start);
    at_the_instant_of_its_wait(&runs, start);
    by_a_deadline_at_that_instant(&runs, start);
    in_its_second_wait(&runs, start);
}

fn before_it_starts(runs: &Runs, start: Start<'_>) {
    let (mut world, count) = (World::new(), Count::default());
    let scope = Scope::root("loop");
    assert!(scope.cancel("before"));
    let given = world.spawn(start(scope, world.clock.clone(), count.clone()));
    world.run();
    assert_eq!(given.take(), Some(Some("before".into())), "stopped before it starts");
    assert_eq!(count.get(), runs.last, "runs of a loop that is stopped before it starts");
    assert_eq!(world.clock.armed(), 0, "no timer is armed");
}

fn in_the_middle_of_its_wait(runs: &Runs, start: Start<'_>) {
    let (mut world, count) = (World::new(), Count::default());
    let scope = Scope::root("loop");
    let token = scope.token();
    let given = world.spawn(start(scope, world.clock.clone(), count.clone()));
    world.to(1);
    assert_eq!((count.get(), given.take()), (runs.first, None), "it waits");
    assert!(token.cancel("one") && !token.cancel("two"), "the second stop does nothing");
    world.run();
    assert_eq!(given.take(), Some(Some("one".into())), "stopped in its wait");
    assert_eq!(count.get(), runs.first + runs.last, "runs of a loop stopped in its wait");
    assert_eq!(world.clock.armed(), 0, "its timer is disarmed");
}

fn at_the_instant_of_its_wait(runs: &Runs, start: Start<'_>) {
    let (mut world, count) = (World::new(), Count::default());
    let scope = Scope::root("loop");
    let token = scope.token();
    let given = world.spawn(start(scope, world.clock.clone(), count.clone()));
    world.run();
    // The timer has rung, and the loop has not run since.
    world.clock.advance_to(at(4));
    token.cancel("that instant");
    world.run();
    assert_eq!(given.take(), Some(Some("that instant".into())), "stopped at the instant its wait is over");
    assert_eq!(count.get(), runs.first + runs.last, "runs of a loop stopped at that instant");
    assert_eq!(world.clock.armed(), 0, "its timer is gone");
}

fn by_a_deadline_at_that_instant(runs: &Runs, start: Start<'_>) {
    let (mut world, count) = (World::new(), Count::default());
    let scope = Scope::root_until("loop", &world.clock, at(4));
    let given = world.spawn(start(scope, world.clock.clone(), count.clone()));
    world.to(4);
    assert_eq!(given.take(), Some(Some(Reason::Deadline(at(4)))), "stopped by its deadline");
    assert_eq!(count.get(), runs.first + runs.last, "runs of a loop stopped by its deadline");
    assert_eq!(world.clock.armed(), 0, "both timers are gone");
}

fn in_its_second_wait(runs: &Runs, start: Start<'_>) {
    let (mut world, count) = (World::new(), Count::default());
    let scope = Scope::root("loop");
    let token = scope.token();
    let given = world.spawn(start(scope, world.clock.clone(), count.clone()));
    world.to(5);
    assert_eq!(count.get(), runs.first + 1, "it has run once more after its first wait");
    token.cancel("later");
    world.run();
    assert_eq!(given.take(), Some(Some("later".into())), "stopped in its second wait");
    assert_eq!(count.get(), runs.first + 1 + runs.last, "runs of a loop stopped in its second wait");
    assert_eq!(world.clock.armed(), 0, "its timer is disarmed");
}
