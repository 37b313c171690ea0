//! What an item means: one input, several at once, or none; and outlets.

use futures::executor::block_on_stream;
use tidegate::edge::{AtEnd, Outlet, Stamped, Wired, feeding, reading};
use tidegate::network::{Event, Input, InstantError, Network, Output};
use tidegate::time::Time;

use super::at;
use super::source::Source;

/// Three inputs and the sum of what coincides.
fn sums() -> Wired<[Input<i64>; 3], Output<i64>> {
    let wired = Network::build(Time::EPOCH, |border| {
        let (a, xs) = border.input::<i64>();
        let (b, ys) = border.input::<i64>();
        let (c, zs) = border.input::<i64>();
        ([a, b, c], border.output(xs.merge(ys, |x, y| x + y).merge(zs, |x, y| x + y)))
    });
    wired.expect("the network builds")
}

#[test]
fn pairs_nest() {
    let (network, ([a, b, c], sum)) = sums();
    let items = [
        (1, (Some((Some(1), Some(20))), Some(300))),
        (1, (None, Some(5))),
        (2, (Some((None, Some(7))), None)),
    ];
    let (items, _) = Source::ready(items);
    let sums = block_on_stream(items.through((network, (((a, b), c), sum)), AtEnd::Stop));
    assert_eq!(sums.collect::<Vec<_>>(), [Ok((at(1), 321)), Ok((at(1), 5)), Ok((at(2), 7))]);
}

#[test]
fn a_burst_is_one_instant() {
    let (network, (inputs, sum)) = sums();
    let intake = feeding(move |mut instant, burst: Vec<(usize, i64)>| {
        for (input, value) in burst {
            instant = instant.feed(&inputs[input], value)?;
        }
        Ok(instant)
    });
    let (bursts, _) = Source::ready([(1, vec![(0, 1), (2, 300)]), (2, vec![]), (3, vec![(1, 20)])]);
    let sums = block_on_stream(bursts.through((network, (intake, sum)), AtEnd::Stop));
    assert_eq!(sums.collect::<Vec<_>>(), [Ok((at(1), 301)), Ok((at(3), 20))]);
}

#[test]
fn an_input_that_is_fed_twice_in_a_burst_is_an_error() {
    let (network, ([a, ..], sum)) = sums();
    let twice = feeding(move |instant, (x, y): (i64, i64)| instant.feed(&a, x)?.feed(&a, y));
    let (items, seen) = Source::ready([(1, (1, 2)), (2, (3, 4))]);
    let sums = block_on_stream(items.through((network, (twice, sum)), AtEnd::Stop));
    assert_eq!(sums.collect::<Vec<_>>(), [Err(InstantError::FedTwice { input: 0, at: at(1) })]);
    assert_eq!(seen.taken.get(), 1);
}

#[test]
fn an_item_that_feeds_nothing_is_an_instant_in_which_nothing_occurs() {
    let (network, ([a, b, _], sum)) = sums();
    let (items, _) = Source::ready([(1, (None, None)), (4, (Some(1), None))]);
    let mut all = items.through((network, ((a, b), sum)), AtEnd::Stop);
    let first = block_on_stream(&mut all).next();
    assert_eq!(first, Some(Ok((at(4), 1))));
}

#[test]
fn a_pair_of_outlets_gives_what_occurs_and_nothing_if_nothing_does() {
    let wired = Network::build(Time::EPOCH, |border| {
        let (number, numbers) = border.input::<i64>();
        let even = border.output(numbers.filter(|n| n % 2 == 0));
        let high = border.output(numbers.filter(|n| *n > 10));
        (number, (even, high))
    });
    let (numbers, _) = Source::ready([(1, 1), (2, 2), (3, 13), (4, 14)]);
    let out = block_on_stream(numbers.through(wired.expect("the network builds"), AtEnd::Stop));
    let expected = [(2, (Some(2), None)), (3, (None, Some(13))), (4, (Some(14), Some(14)))];
    assert_eq!(out.collect::<Vec<_>>(), expected.map(|(second, pair)| Ok((at(second), pair))));
}

#[test]
fn an_outlet_is_read_once_after_each_instant() {
    let (network, ([a, ..], sum)) = sums();
    let mut instants = 0;
    let count = reading(move |_| {
        instants += 1;
        Some(instants)
    });
    let (items, _) = Source::ready([(1, 10), (1, 20), (2, 30)]);
    let out = block_on_stream(items.through((network, (a, count.beside(sum))), AtEnd::Stop));
    assert_eq!(out.collect::<Vec<_>>(), [Ok((at(1), 1)), Ok((at(1), 2)), Ok((at(2), 3))]);
}
