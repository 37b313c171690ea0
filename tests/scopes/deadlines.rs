//! Deadlines, and the clock that brings them.

use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};

use futures::FutureExt;
use tidegate::scope::{Clock, Reason, Scope, VirtualClock};
use tidegate::time::Time;

use super::world::at;

#[test]
fn a_deadline_cancels_without_anybody_waiting() {
    let clock = VirtualClock::new(at(0));
    let process = Scope::root("process");
    let order = process.child_until("order", &clock, at(5));
    let below = order.child("below");
    clock.advance_to(at(4));
    assert!(!order.is_cancelled());
    clock.advance_to(at(5));
    assert_eq!(order.reason(), Some(&Reason::Deadline(at(5))));
    assert_eq!(below.reason().map(Reason::origin), Some(&Reason::Deadline(at(5))));
    assert!(!process.is_cancelled());
    assert_eq!(clock.armed(), 0);
}

#[test]
fn a_childs_deadline_is_never_later_than_its_parents() {
    let clock = VirtualClock::new(at(0));
    let process = Scope::root_until("process", &clock, at(5));
    let (early, late) =
        (process.child_until("early", &clock, at(3)), process.child_until("late", &clock, at(9)));
    let deadlines = [&early, &late, &process.child("plain")].map(Scope::deadline);
    assert_eq!(deadlines, [Some(at(3)), Some(at(5)), Some(at(5))]);
    assert_eq!(clock.armed(), 2, "the late one has no timer of its own");
    clock.advance_to(at(9));
    assert_eq!(early.reason(), Some(&Reason::Deadline(at(3))));
    assert_eq!(
        late.reason().map(ToString::to_string).as_deref(),
        Some("`process` was cancelled: the deadline 1970-01-01T00:00:05Z came")
    );
}

#[test]
fn a_deadline_that_is_past_cancels_at_once_and_one_at_the_end_of_time_never() {
    let clock = VirtualClock::new(at(7));
    let past = Scope::root_until("past", &clock, at(7));
    assert_eq!(past.reason(), Some(&Reason::Deadline(at(7))));
    let never = Scope::root_until("never", &clock, Time::MAX);
    clock.advance_to(Time::MAX);
    assert!(!never.is_cancelled());
    assert_eq!(clock.next_deadline(), None);
    drop(never);
    assert_eq!(clock.armed(), 0);
}

#[test]
fn an_end_before_the_deadline_disarms_it() {
    let clock = VirtualClock::new(at(0));
    let process = Scope::root("process");
    let scopes = ["asked", "finished", "dropped"].map(|name| process.child_until(name, &clock, at(5)));
    assert_eq!(clock.armed(), 3);
    let [asked, finished, dropped] = scopes;
    asked.cancel("enough");
    finished.finish();
    drop(dropped);
    assert_eq!(clock.armed(), 0);
    clock.advance_to(at(5));
    assert_eq!(asked.reason(), Some(&"enough".into()));
}

/// Writes its name down when it is woken.
struct Scribe(&'static str, Arc<Mutex<Vec<(&'static str, Time)>>>, VirtualClock);

impl Wake for Scribe {
    fn wake(self: Arc<Self>) {
        self.1.lock().expect("no panic").push((self.0, self.2.now()));
    }
}

#[test]
fn timers_ring_in_order_of_time_then_of_arming_each_at_its_own_time() {
    let (clock, rung) = (VirtualClock::new(at(0)), Arc::default());
    let timers = [("c", 3), ("a", 1), ("b", 2), ("c too", 3), ("later", 9)];
    let mut armed = timers.map(|(name, second)| (name, clock.sleep_until(at(second))));
    // Polled in another order than armed.
    for (name, timer) in armed.iter_mut().rev() {
        let waker = Waker::from(Arc::new(Scribe(name, Arc::clone(&rung), clock.clone())));
        assert!(timer.poll_unpin(&mut Context::from_waker(&waker)).is_pending());
    }
    clock.advance_to(at(5));
    assert_eq!(*rung.lock().expect("no panic"), [("a", at(1)), ("b", at(2)), ("c", at(3)), ("c too", at(3))]);
    assert_eq!((clock.now(), clock.armed(), clock.next_deadline()), (at(5), 1, Some(at(9))));
    clock.advance_to(at(2));
    assert_eq!(clock.now(), at(5), "it never goes back");
}
