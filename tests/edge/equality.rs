//! An edge gives what the network gives that is fed by hand.

use futures::executor::{block_on, block_on_stream};
use futures::{SinkExt, StreamExt};
use proptest::prelude::*;
use tidegate::edge::{AtEnd, NetworkSink, Stamped, Wired, deliver};
use tidegate::network::{Clock, Event, Input, Network, Output, every};
use tidegate::time::{Span, Time};

use super::at;
use super::basin::Basin;
use super::source::{Source, Step};

type Inputs = (Input<i64>, Input<i64>);
type Outputs = (Output<i64>, Output<i64>);
type Item = (Option<i64>, Option<i64>);
type Out = (Time, (Option<i64>, Option<i64>));

/// State, coincidence, delays that fall together, and a timer of its own.
fn wired() -> Wired<Inputs, Outputs> {
    let wired = Network::build(Time::EPOCH, |border| {
        let (price, prices) = border.input::<i64>();
        let (fill, fills) = border.input::<i64>();
        let both = prices.merge(fills, |price, fill| price * 1_000 + fill).share();
        let echo = both.delay(Span::from_secs(3));
        let sum = both.merge(echo, |now, then| now - then).scan(0, |sum, x| sum * 3 % 1_009 + x).share();
        let ticks = every(Span::from_secs(2)).sample(sum.hold(-1), |_, sum| sum);
        ((price, fill), (border.output(sum), border.output(ticks)))
    });
    wired.expect("the network builds")
}

/// The same by hand.
fn by_hand(items: &[(Time, Item)], at_end: AtEnd) -> Vec<Out> {
    let (mut network, ((price, fill), (sum, tick))) = wired();
    let mut out = Vec::new();
    let mut note = |network: &Network| {
        let pair = (network.get(&sum).copied(), network.get(&tick).copied());
        out.extend((pair != (None, None)).then_some((network.now(), pair)));
    };
    for (stamp, (x, y)) in items {
        while let Some(due) = network.next_deadline().filter(|due| due < stamp) {
            network.instant(due).and_then(|instant| instant.run()).expect("the alarm runs");
            note(&network);
        }
        let mut instant = network.instant(*stamp).expect("time goes on");
        if let Some(x) = x {
            instant = instant.feed(&price, *x).expect("once");
        }
        if let Some(y) = y {
            instant = instant.feed(&fill, *y).expect("once");
        }
        instant.run().expect("the instant runs");
        note(&network);
    }
    let until = match at_end {
        AtEnd::Stop => return out,
        AtEnd::AlarmsUntil(until) => until,
        AtEnd::AlarmsFor(span) => network.now().after(span),
    };
    while let Some(due) = network.next_deadline().filter(|due| *due <= until) {
        network.instant(due).and_then(|instant| instant.run()).expect("the alarm runs");
        note(&network);
    }
    out
}

fn items() -> impl Strategy<Value = Vec<(i32, Item, bool)>> {
    let value = || prop::option::of(-9..10_i64);
    prop::collection::vec((0..4_i32, (value(), value()), any::<bool>()), 0..30)
}

fn at_ends() -> impl Strategy<Value = AtEnd> {
    prop_oneof![
        Just(AtEnd::Stop),
        (0..90).prop_map(|second| AtEnd::AlarmsUntil(at(second))),
        (0..9_u64).prop_map(|seconds| AtEnd::AlarmsFor(Span::from_secs(seconds))),
    ]
}

/// The stamped items, and a source of them with pauses.
fn stamped(gaps: &[(i32, Item, bool)]) -> (Vec<(Time, Item)>, Source<Item>) {
    let mut second = 0;
    let (mut items, mut steps) = (Vec::new(), Vec::new());
    for (gap, item, pause) in gaps {
        second += gap;
        steps.extend(pause.then_some(Step::Pause));
        steps.push(Step::Give(at(second), *item));
        items.push((at(second), *item));
    }
    (items, Source::new(steps).0)
}

proptest! {
    #[test]
    fn a_stream_equals_the_network_fed_by_hand(gaps in items(), at_end in at_ends()) {
        let (items, source) = stamped(&gaps);
        let found: Result<Vec<_>, _> = block_on_stream(source.through(wired(), at_end)).collect();
        prop_assert_eq!(found, Ok(by_hand(&items, at_end)));
    }

    #[test]
    fn a_delivery_into_a_slow_sink_equals_it_too(gaps in items(), at_end in at_ends()) {
        let (items, source) = stamped(&gaps);
        let basin = Basin::with_room(usize::MAX);
        basin.turn(|level| level.pauses = true);
        prop_assert_eq!(block_on(deliver(source.through(wired(), at_end), basin.clone())), Ok(()));
        prop_assert_eq!(basin.look(|level| level.got.clone()), by_hand(&items, at_end));
    }

    #[test]
    fn a_sink_equals_it_whether_flushed_or_not(gaps in items(), at_end in at_ends()) {
        let (items, _) = stamped(&gaps);
        let basin = Basin::with_room(usize::MAX);
        basin.turn(|level| level.pauses = true);
        let mut sink = NetworkSink::new(wired(), at_end, basin.clone());
        for (item, (_, _, flush)) in items.iter().zip(&gaps) {
            let sent = if *flush { block_on(sink.send(*item)) } else { block_on(sink.feed(*item)) };
            prop_assert_eq!(sent, Ok(()));
        }
        prop_assert_eq!(block_on(sink.close()), Ok(()));
        prop_assert_eq!(basin.look(|level| level.got.clone()), by_hand(&items, at_end));
    }

    #[test]
    fn taken_apart_anywhere_and_put_together_it_goes_on(gaps in items(), at_end in at_ends(), cut in 0..30_usize) {
        let (items, source) = stamped(&gaps);
        let mut stream = source.through(wired(), at_end);
        let mut found = block_on(stream.by_ref().take(cut).collect::<Vec<_>>());
        if found.len() == cut {
            let parts = stream.into_parts();
            let rest = futures::stream::iter(parts.pending).chain(parts.other);
            // Alarms of the end that have run move the last instant; the span counts from the last item.
            let at_end = match at_end {
                AtEnd::AlarmsFor(span) => AtEnd::AlarmsUntil(items.last().map_or(Time::EPOCH, |item| item.0).after(span)),
                other => other,
            };
            found.extend(block_on_stream(rest.through(parts.wired, at_end)));
        }
        let found: Result<Vec<_>, _> = found.into_iter().collect();
        prop_assert_eq!(found, Ok(by_hand(&items, at_end)));
    }
}
