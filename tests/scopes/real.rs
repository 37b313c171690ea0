//! Waits in real time.

use std::sync::{Arc, Mutex};
use std::thread;

use futures::executor::block_on;
use futures::future::join_all;
use tidegate::runtime::RealClock;
use tidegate::scope::{BackOff, Clock, Ended, Link, Scope, reconnect};
use tidegate::time::{Span, Time};

#[test]
fn timers_are_ready_in_the_order_of_their_times_and_none_before_its_time() {
    let clock = RealClock::start().expect("a thread");
    let start = clock.now();
    let order = Mutex::new(Vec::new());
    let waits = [30, 10, 20, 0].map(|millis| {
        let (order, clock, at) = (&order, &clock, start.after(Span::from_millis(millis)));
        async move {
            clock.sleep_until(at).await;
            assert!(clock.now() >= at, "not before its time");
            order.lock().expect("no panic while it is held").push(millis);
        }
    });
    block_on(join_all(waits));
    assert_eq!(*order.lock().expect("no panic while it is held"), [0, 10, 20, 30]);
}

#[test]
fn a_timer_outlives_the_clock_that_it_is_of() {
    let clock = RealClock::start().expect("a thread");
    let timer = clock.sleep_until(clock.now().after(Span::from_millis(5)));
    drop(clock);
    block_on(timer);
}

#[test]
fn the_end_of_time_never_comes_and_can_be_dropped() {
    let clock = RealClock::start().expect("a thread");
    let mut timer = clock.sleep_until(Time::MAX);
    let other = clock.sleep_until(clock.now().after(Span::from_millis(2)));
    let first = block_on(futures::future::select(&mut timer, other));
    assert!(matches!(first, futures::future::Either::Right(_)));
}

#[test]
fn a_back_off_of_an_hour_ends_when_its_scope_is_cancelled() {
    let (clock, scope) = (RealClock::start().expect("a thread"), Scope::root("session"));
    let (stop, attempts) = (scope.token(), Arc::new(Mutex::new(0)));
    let seen = Arc::clone(&attempts);
    let stopping = thread::spawn(move || {
        while *seen.lock().expect("no panic while it is held") == 0 {
            thread::yield_now();
        }
        stop.cancel("disconnect");
    });
    let back_off = BackOff::new(Span::from_secs(3_600));
    let end = block_on(reconnect(&scope, &clock, back_off, || async {
        *attempts.lock().expect("no panic while it is held") += 1;
        Link::Refused("nobody there")
    }));
    assert_eq!((end.ended, end.tally.runs), (Ended::Cancelled("disconnect".into()), 1));
    stopping.join().expect("it cancels");
}
