//! Counters of named parts: right when they are on, silent when they are off.

use std::sync::atomic::{AtomicU64, Ordering};

use tidegate::network::{Counts, Event, Input, Measure, Network, Part};
use tidegate::time::{Span, Time};

/// Evens of an input, counted by key: `even` in a chain, `key` in each of three sub-networks.
fn network() -> (Network, Input<i64>) {
    Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        let even = x.filter(|x| x % 2 == 0).named("even").share();
        border.output(even.per_key(|x| x % 3, |_, own| own.scan(0, |n, _| n + 1).named("key")));
        input
    })
    .expect("it can be built")
}

fn feed(network: &mut Network, input: &Input<i64>, values: impl IntoIterator<Item = i64>) {
    for x in values {
        network.feed(Time::from_secs(x as i32), input, x).expect("it runs");
    }
}

/// What was counted, by name.
fn counted(network: &Network) -> Vec<(String, u64, u64)> {
    let counted = network.measured().into_iter().map(|measured| {
        let Counts { runs, occurrences, .. } = measured.counts;
        (measured.name.into_owned(), runs, occurrences)
    });
    counted.collect()
}

/// All parts with counts, sub-networks included.
fn shown(parts: &[Part]) -> Vec<(String, Counts)> {
    let mut shown = Vec::new();
    for part in parts {
        shown.extend(part.name.clone().map(Into::into).zip(part.measured));
        shown.extend(shown_below(part));
    }
    shown
}

fn shown_below(part: &Part) -> Vec<(String, Counts)> {
    [shown(&part.inputs), shown(&part.inside)].concat()
}

#[test]
fn nothing_is_counted_when_nobody_asks() {
    let (mut network, input) = network();
    feed(&mut network, &input, 1..=6);
    assert_eq!(counted(&network), [("even".to_owned(), 0, 0), ("key".to_owned(), 0, 0)]);
    assert_eq!(shown(&network.describe().joints), []);
    assert!(!network.describe().to_text().contains('['));
}

#[test]
fn runs_and_occurrences_are_counted_while_somebody_asks() {
    let (mut network, input) = network();
    feed(&mut network, &input, 1..=2);
    network.measure(Measure::Counts);
    feed(&mut network, &input, 3..=8);
    let expected = [("even".to_owned(), 6, 3), ("key".to_owned(), 3, 3)];
    assert_eq!(counted(&network), expected, "all sub-networks count for one name");
    network.measure(Measure::Nothing);
    feed(&mut network, &input, 9..=12);
    assert_eq!(counted(&network), expected);
}

#[test]
fn what_was_counted_is_in_the_description() {
    let (mut network, input) = network();
    network.measure(Measure::Counts);
    feed(&mut network, &input, 1..=6);
    let counts = |runs, occurrences| Counts { runs, occurrences, took: Span::ZERO };
    let shown = shown(&network.describe().joints);
    assert_eq!(shown, [("even".to_owned(), counts(6, 3)), ("key".to_owned(), counts(3, 3))]);
    assert!(network.describe().to_text().contains("[ran 6, occurred 3]"));
}

#[test]
fn parts_are_timed_by_the_clock_that_is_given() {
    static NOW: AtomicU64 = AtomicU64::new(0);
    // Each look at the clock is five nanoseconds later than the last.
    fn clock() -> u64 {
        NOW.fetch_add(5, Ordering::Relaxed)
    }
    let (mut network, input) = network();
    network.measure(Measure::Times(clock));
    feed(&mut network, &input, 1..=6);
    let took: Vec<i64> = network.measured().iter().map(|measured| measured.counts.took.nanos()).collect();
    assert_eq!(took, [6 * 5, 3 * 5]);
    assert!(network.describe().to_text().contains("[ran 6, occurred 3, 0.00000003s]"));
}

#[test]
fn a_name_counts_for_its_place() {
    let (mut network, input) = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        border.output(x.filter(|x| *x > 0).named("same"));
        border.output(x.filter(|x| *x > 2).named("same"));
        input
    })
    .expect("it can be built");
    network.measure(Measure::Counts);
    feed(&mut network, &input, 1..=4);
    assert_eq!(counted(&network), [("same".to_owned(), 4, 4), ("same".to_owned(), 4, 2)]);
}
