//! A stop wakes all who listen to it, whatever is asked.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Wake, Waker};
use std::thread;

use tidegate::runtime::{Listening, Stop};

use crate::counter::Counter;

#[test]
fn everything_that_is_asked_wakes_all_who_listen() {
    let (stop, one, other) = (Stop::new(), Counter::new(), Counter::new());
    let first = stop.listen(&one.waker());
    let _second = stop.clone().listen(&other.waker());
    for ask in [Stop::request, Stop::signal, Stop::reload] {
        ask(&stop);
    }
    assert_eq!((one.count(), other.count()), (3, 3));
    drop(first);
    stop.clone().request();
    assert_eq!((one.count(), other.count()), (3, 4));
    assert_eq!(Arc::strong_count(&one), 1, "its waker is gone with its guard");
}

#[test]
fn a_guard_outlives_its_stop_and_keeps_nothing() {
    let (stop, counter) = (Stop::new(), Counter::new());
    let listening = stop.listen(&counter.waker());
    drop(stop);
    assert_eq!(Arc::strong_count(&counter), 1);
    drop(listening);
}

/// Whoever listens first and looks then misses nothing.
#[test]
fn who_looks_after_listening_misses_nothing() {
    for _ in 0..10_000 {
        let (stop, counter) = (Stop::new(), Counter::new());
        let asks = thread::spawn({
            let stop = stop.clone();
            move || stop.request()
        });
        let _listening = stop.listen(&counter.waker());
        if stop.requested().is_none() {
            counter.reaches(1);
            assert!(stop.requested().is_some());
        }
        asks.join().expect("no panic");
    }
}

/// A waker that goes back to the stop that wakes it.
struct Meddler {
    stop: Stop,
    listening: Mutex<Option<Listening>>,
}

impl Wake for Meddler {
    fn wake(self: Arc<Self>) {
        let listening = self.listening.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Once: it listens no more after that.
        if listening.is_some() {
            drop(listening);
            self.stop.request();
        }
    }
}

#[test]
fn a_waker_may_ask_and_leave() {
    let (stop, counter) = (Stop::new(), Counter::new());
    let meddler = Arc::new(Meddler { stop: stop.clone(), listening: Mutex::new(None) });
    let listening = stop.listen(&Waker::from(Arc::clone(&meddler)));
    *meddler.listening.lock().expect("nobody else has it") = Some(listening);
    let _listening = stop.listen(&counter.waker());
    stop.reload();
    assert_eq!(counter.count(), 2, "the reload and the request");
    assert!(stop.requested().is_some());
}

#[test]
fn a_waker_that_panics_keeps_no_other_from_being_woken() {
    struct Broken;
    impl Wake for Broken {
        fn wake(self: Arc<Self>) {
            panic!("a waker that panics");
        }
    }
    let (stop, counter) = (Stop::new(), Counter::new());
    let _broken = stop.listen(&Waker::from(Arc::new(Broken)));
    let _listening = stop.listen(&counter.waker());
    stop.request();
    stop.signal();
    assert_eq!(counter.count(), 2);
}

#[test]
fn a_stop_and_its_guard_go_to_any_thread() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Stop>();
    shared::<Listening>();
}
