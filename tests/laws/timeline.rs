//! Runs a network over a list of instants, and the random lists that the laws are checked on.

use proptest::prelude::*;
use tidegate::network::{Event, Network, Output, Shared};
use tidegate::time::{Span, Time};

/// What occurs at one instant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Instant {
    /// In seconds.
    pub(crate) at: i32,
    pub(crate) a: Option<i64>,
    pub(crate) b: Option<i64>,
}

/// More instants than any list has with all its alarms.
const LIMIT: usize = 10_000;

/// How long after the last input alarms are still run, in seconds.
pub(crate) const AFTERWARDS: u64 = 30;

/// Lists of up to 24 instants with small values; gaps of 0 to 2 seconds.
pub(crate) fn instants() -> impl Strategy<Value = Vec<Instant>> {
    let value = || prop::option::of(-5_i64..6);
    prop::collection::vec((0..3, value(), value()), 0..24).prop_map(|steps| {
        let mut at = 0;
        let next = |(gap, a, b)| {
            at += gap;
            Instant { at, a, b }
        };
        steps.into_iter().map(next).collect()
    })
}

/// Runs `wire` over `instants`, with those of its alarms; gives what came out at each instant.
pub(crate) fn run_from<E>(
    start: i32,
    instants: &[Instant],
    wire: impl FnOnce(Shared<i64>, Shared<i64>) -> E,
) -> Vec<(i32, Option<E::Item>)>
where
    E: Event,
    E::Item: Clone + Send + Sync,
{
    let built = Network::build(Time::from_secs(start), |border| {
        let (a, as_) = border.input();
        let (b, bs) = border.input();
        (a, b, border.output(wire(as_, bs)))
    });
    let (mut network, (a, b, output)) = built.expect("the law's network builds");
    let mut seen = Vec::new();
    for instant in instants {
        let at = Time::from_secs(instant.at);
        pass_time(&mut network, at, &output, &mut seen);
        let mut feeding = network.round(at).expect("instants do not go back");
        if let Some(value) = instant.a {
            feeding = feeding.feed(&a, value).expect("a is fed once");
        }
        if let Some(value) = instant.b {
            feeding = feeding.feed(&b, value).expect("b is fed once");
        }
        feeding.run().expect("the instant runs");
        seen.push((instant.at, network.get(&output).cloned()));
    }
    let end = network.now().after(Span::from_secs(AFTERWARDS));
    pass_time(&mut network, end, &output, &mut seen);
    seen
}

/// Runs the instants of all alarms before `until`.
fn pass_time<T: Clone + Send + Sync + 'static>(
    network: &mut Network,
    until: Time,
    output: &Output<T>,
    seen: &mut Vec<(i32, Option<T>)>,
) {
    while let Some(due) = network.next_deadline().filter(|due| *due < until) {
        assert!(seen.len() < LIMIT, "alarms come to an end");
        network.instant(due).expect("an alarm is not passed over").run().expect("the instant runs");
        let second = due.nanos() / Time::from_secs(1).nanos();
        seen.push((second as i32, network.get(output).cloned()));
    }
}

/// What came out at each instant, for networks without alarms.
pub(crate) fn run<E>(
    instants: &[Instant],
    wire: impl FnOnce(Shared<i64>, Shared<i64>) -> E,
) -> Vec<Option<E::Item>>
where
    E: Event,
    E::Item: Clone + Send + Sync,
{
    run_from(0, instants, wire).into_iter().map(|seen| seen.1).collect()
}

/// What occurred, with its second.
pub(crate) fn occurrences<T>(seen: Vec<(i32, Option<T>)>) -> Vec<(i32, T)> {
    seen.into_iter().filter_map(|(at, value)| Some((at, value?))).collect()
}

/// The list of one input.
pub(crate) fn list_a(instants: &[Instant]) -> Vec<Option<i64>> {
    instants.iter().map(|instant| instant.a).collect()
}

/// The list of the other input.
pub(crate) fn list_b(instants: &[Instant]) -> Vec<Option<i64>> {
    instants.iter().map(|instant| instant.b).collect()
}

/// For each instant the last occurrence strictly before it, or `init`: what `hold` means.
pub(crate) fn held(list: &[Option<i64>], init: i64) -> Vec<i64> {
    let mut last = init;
    let entry = |value: &Option<i64>| {
        let entry = last;
        last = value.unwrap_or(last);
        entry
    };
    list.iter().map(entry).collect()
}
