//! Signals in and out, and what they skip.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use futures::channel::mpsc;
use futures::executor::{block_on, block_on_stream};
use futures::{FutureExt, Stream, StreamExt};
use futures_signals::signal::{Mutable, Signal, SignalExt};
use tidegate::edge::{AtEnd, Late, Outlet, Stamped, Wired, from_signal};
use tidegate::network::{Event, Input, Network, Output};
use tidegate::time::Time;

use super::source::Source;
use super::{Bell, at};

/// The position after each fill.
fn positions() -> Wired<Input<i64>, Output<i64>> {
    let wired = Network::build(Time::EPOCH, |border| {
        let (fill, fills) = border.input::<i64>();
        (fill, border.output(fills.scan(0, |position, fill| position + fill)))
    });
    wired.expect("the network builds")
}

#[test]
fn a_mirror_holds_the_value_after_the_instant() {
    let shown = Mutable::new(0);
    let (network, (fill, position)) = positions();
    let (fills, _) = Source::ready([(1, 5), (2, -2), (3, 0)]);
    let mut stream = fills.through((network, (fill, position.mirror(&shown))), AtEnd::Stop);
    for expected in [5, 3, 3] {
        let item = block_on(stream.next()).expect("an item").expect("no error");
        assert_eq!((item.1, shown.get()), (expected, expected));
    }
}

#[test]
fn a_mirror_is_not_touched_where_the_output_does_not_occur() {
    let shown = Mutable::new(7);
    let wired = Network::build(Time::EPOCH, |border| {
        let (number, numbers) = border.input::<i64>();
        (number, border.output(numbers.filter(|n| *n > 10)).mirror(&shown))
    });
    let mut seen = shown.signal().to_stream();
    assert_eq!(seen.next().now_or_never(), Some(Some(7)));
    let (numbers, _) = Source::ready([(1, 5)]);
    assert_eq!(block_on_stream(numbers.through(wired.expect("the network builds"), AtEnd::Stop)).count(), 0);
    assert_eq!((seen.next().now_or_never(), shown.get()), (None, 7));
}

#[test]
fn a_mirror_beside_another_outlet_is_set_and_gives_no_items() {
    let shown = Mutable::new(0);
    let wired = Network::build(Time::EPOCH, |border| {
        let (number, numbers) = border.input::<i64>();
        let high = border.output(numbers.filter(|n| *n > 10));
        (number, high.beside(border.output(numbers).mirror(&shown)))
    });
    let (numbers, _) = Source::ready([(1, 11), (2, 5)]);
    let found = block_on_stream(numbers.through(wired.expect("the network builds"), AtEnd::Stop));
    assert_eq!((found.collect::<Vec<_>>(), shown.get()), (vec![Ok((at(1), 11))], 5));
}

#[test]
fn a_reader_that_looks_late_skips_values() {
    let shown = Mutable::new(0);
    let mut seen = shown.read_only().signal().to_stream();
    let (network, (fill, position)) = positions();
    let (fills, _) = Source::ready([(1, 1), (2, 1), (3, 1)]);
    let stream = fills.through((network, (fill, position.mirror(&shown))), AtEnd::Stop);
    assert_eq!(block_on_stream(stream).count(), 3);
    drop(shown);
    assert_eq!(seen.next().now_or_never(), Some(Some(3)));
    assert_eq!(seen.next().now_or_never(), Some(None), "the signal ends with its edge");
}

#[test]
fn equal_values_wake_with_mirror_and_not_with_mirror_neq() {
    for neq in [false, true] {
        let shown = Mutable::new(0);
        let mut seen = shown.signal().to_stream();
        let _first = seen.next().now_or_never();
        let (network, (fill, position)) = positions();
        let mirror = if neq { position.mirror_neq(&shown) } else { position.mirror(&shown) };
        let (fills, _) = Source::ready([(1, 0)]);
        assert_eq!(block_on_stream(fills.through((network, (fill, mirror)), AtEnd::Stop)).count(), 1);
        assert_eq!(seen.next().now_or_never().is_some(), !neq);
    }
}

/// Prices up to a limit that an operator turns.
fn bargains() -> Wired<(Input<i64>, Input<i64>), Output<i64>> {
    let wired = Network::build(Time::EPOCH, |border| {
        let (price, prices) = border.input::<i64>();
        let (limit, limits) = border.input::<i64>();
        let with_limit = prices.sample(limits.hold(0), |price, limit| (price, limit));
        let bargains = with_limit.filter_map(|(price, limit)| (price <= limit).then_some(price));
        ((price, limit), border.output(bargains))
    });
    wired.expect("the network builds")
}

#[test]
fn a_parameter_is_an_input() {
    let parameter = Mutable::new(100);
    let clock = Rc::new(Cell::new(at(0)));
    let now = clock.clone();
    let limits = from_signal(parameter.signal(), move |_| now.get());
    let (sender, prices) = mpsc::unbounded();
    let mut bargains = prices.merge_by_arrival(limits, Late::Kept).through(bargains(), AtEnd::Stop);
    let mut quote = |second, price| {
        clock.set(at(second));
        assert_eq!(bargains.next().now_or_never(), None, "only the limit may have come");
        sender.unbounded_send((at(second), price)).expect("somebody listens");
        bargains.next().now_or_never().flatten()
    };
    assert_eq!(quote(1, 101), None);
    assert_eq!(quote(2, 99), Some(Ok((at(2), 99))));
    parameter.set(70);
    parameter.set(50);
    assert_eq!(quote(3, 60), None);
    assert_eq!(quote(4, 50), Some(Ok((at(4), 50))));
}

#[test]
fn a_change_wakes_and_an_end_ends() {
    let limit = Mutable::new(1);
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(bell.clone());
    let mut cx = Context::from_waker(&waker);
    let mut limits = from_signal(limit.signal(), |_| at(1));
    assert_eq!(Pin::new(&mut limits).poll_next(&mut cx), Poll::Ready(Some((at(1), 1))));
    assert!(Pin::new(&mut limits).poll_next(&mut cx).is_pending());
    limit.set(2);
    assert_eq!(bell.rings(), 1);
    assert_eq!(Pin::new(&mut limits).poll_next(&mut cx), Poll::Ready(Some((at(1), 2))));
    assert!(Pin::new(&mut limits).poll_next(&mut cx).is_pending());
    limit.set(3);
    drop(limit);
    assert_eq!(Pin::new(&mut limits).poll_next(&mut cx), Poll::Ready(Some((at(1), 3))));
    assert_eq!(Pin::new(&mut limits).poll_next(&mut cx), Poll::Ready(None));
}

/// Changes just after it has said that it has not, before it notes whom to wake.
struct Slips(bool);

impl Signal for Slips {
    type Item = u8;

    fn poll_change(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u8>> {
        match std::mem::replace(&mut self.0, true) {
            false => Poll::Pending,
            true => Poll::Ready(Some(1)),
        }
    }
}

#[test]
fn a_change_while_the_waker_is_noted_is_not_missed() {
    let mut values = from_signal(Slips(false), |_| at(1));
    assert_eq!(values.next().now_or_never(), Some(Some((at(1), 1))));
}
