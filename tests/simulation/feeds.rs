//! Feeds at the end of a wire.

use tidegate::connector::FeedSource;
use tidegate::connector::wire::{Fault, Latency, When, WireFeed};
use tidegate::time::{Span, Time};

type Events = std::vec::IntoIter<(Time, u64)>;

/// One event a second.
fn events(count: i32) -> Events {
    (1..=count)
        .map(|at| (Time::from_secs(at), u64::try_from(at).expect("few")))
        .collect::<Vec<_>>()
        .into_iter()
}

/// What is heard, with the second in which it is.
fn heard(mut feed: WireFeed<u64, Events>) -> Vec<(f64, u64)> {
    let mut heard = Vec::new();
    while let Some((at, event)) = feed.next_event().expect("no failure was asked for") {
        heard.push((at.nanos() as f64 / 1e9, event));
    }
    heard
}

fn wire(count: i32) -> WireFeed<u64, Events> {
    WireFeed::new(events(count), 7)
}

#[test]
fn a_quiet_wire_tells_what_is_said() {
    let said: Vec<(f64, u64)> = events(5).map(|(at, event)| (at.nanos() as f64 / 1e9, event)).collect();
    assert_eq!(heard(wire(5)), said);
}

#[test]
fn each_fault_does_what_it_says() {
    let (millis, second) = (Span::from_millis, When::Nth(2));
    let of = |fault| heard(wire(4).fault(fault, second));
    assert_eq!(of(Fault::Loss), [(1.0, 1), (3.0, 3), (4.0, 4)]);
    assert_eq!(of(Fault::Duplication), [(1.0, 1), (2.0, 2), (2.0, 2), (3.0, 3), (4.0, 4)]);
    assert_eq!(of(Fault::Delay(millis(1_500))), [(1.0, 1), (3.5, 2), (3.5, 3), (4.0, 4)]);
    assert_eq!(of(Fault::Hang(millis(1_500))), [(1.0, 1), (3.5, 2), (3.5, 3), (4.0, 4)]);
    assert_eq!(of(Fault::Hang(Span::MAX)), [(1.0, 1)]);
    assert_eq!(of(Fault::Reorder(millis(1_500))), [(1.0, 1), (3.0, 3), (3.5, 2), (4.0, 4)]);
    assert_eq!(of(Fault::Disconnect(millis(1_500))), [(1.0, 1), (4.0, 4)]);
}

#[test]
fn a_failure_and_a_panic_are_those_of_the_source() {
    let mut fails = wire(3).fault(Fault::Failure, When::Nth(1));
    assert!(fails.next_event().is_err());
    let mut panics = wire(3).fault(Fault::Panic, When::Nth(1));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| panics.next_event()));
    assert!(panicked.is_err());
}

#[test]
fn times_never_go_back_whatever_goes_wrong() {
    for seed in 0..200 {
        let feed = WireFeed::new(events(100), seed)
            .latency(Latency::of(Span::from_millis(30)).jitter(Span::from_secs(4)))
            .fault(Fault::Reorder(Span::from_secs(3)), When::OneIn(5))
            .fault(Fault::Delay(Span::from_secs(2)), When::OneIn(9))
            .fault(Fault::Duplication, When::OneIn(9));
        let heard = heard(feed);
        assert!(heard.is_sorted_by(|a, b| a.0 <= b.0), "seed {seed}: {heard:?}");
        assert!(heard.len() >= 100, "seed {seed}: nothing is lost");
    }
}
