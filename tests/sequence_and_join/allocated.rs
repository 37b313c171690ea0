//! What a list that is given away costs: one allocation, and nothing while it grows.

use tidegate::network::{Event, Join, Network, Sequence, Shared};
use tidegate::time::Time;

/// Allocations in 1,000 instants of a warm network that is fed 1, 2, 3, ….
fn allocations<E>(wire: impl FnOnce(Shared<i64>) -> E) -> u64
where
    E: Event,
    E::Item: Send + Sync,
{
    let built = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input();
        let _ = border.output(wire(x));
        input
    });
    let (mut network, input) = built.expect("the network builds");
    let mut feed = |values: std::ops::RangeInclusive<i64>| {
        values.for_each(|n| network.feed(Time::from_nanos(n), &input, n).expect("the instant runs"));
    };
    feed(1..=1_000);
    allocation_counter::measure(|| feed(1_001..=2_000)).count_total
}

#[test]
fn a_batch_costs_one_allocation() {
    assert_eq!(allocations(|x| x.batch_on(x.every_nth(50))), 20);
}

#[test]
fn a_release_costs_one_allocation_and_waiting_none() {
    // Closed for 99 of 100 values; what finds no room is dropped.
    let closed = |x: Shared<i64>| x.map(|x| x % 100 != 0);
    assert_eq!(allocations(|x| x.buffer_while(closed(x), 10)), 10);
}
