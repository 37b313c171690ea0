//! Errors end an edge once, and say what was not run.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use futures::StreamExt;
use futures::executor::{block_on, block_on_stream};
use futures::stream::FusedStream;
use tidegate::edge::{AtEnd, EdgeError, Stamped, deliver, feeding};
use tidegate::network::{BuildError, Clock, Event, InstantError, Network};
use tidegate::time::{Span, Time};

use super::basin::{Basin, Broken};
use super::source::{Source, Step};
use super::{at, echo, poll};

fn back(last: i32, found: i32) -> InstantError {
    InstantError::Backwards { last: at(last), found: at(found) }
}

#[test]
fn a_stamp_that_goes_back_ends_the_stream_once_and_its_item_can_be_had() {
    let (calls, seen) = Source::ready([(5, 'a'), (3, 'b'), (7, 'c')]);
    let mut echoes = calls.through(echo(1).0, AtEnd::AlarmsUntil(Time::MAX));
    assert_eq!(poll(&mut echoes), Poll::Ready(Some(Ok((at(5), 'a')))));
    assert_eq!(poll(&mut echoes), Poll::Ready(Some(Err(back(5, 3)))));
    assert!(echoes.is_terminated());
    assert_eq!(poll(&mut echoes), Poll::Ready(None));
    assert_eq!(seen.taken.get(), 2);

    let parts = echoes.into_parts();
    assert_eq!(parts.pending, Some((at(3), 'b')));
    let rest = parts.other.through(parts.wired, AtEnd::Stop);
    let rest: Vec<_> = block_on_stream(rest).collect();
    assert_eq!(rest, [Ok((at(6), 'a')), Ok((at(7), 'c'))], "the network was as before the refused item");
}

#[test]
fn a_poisoned_network_says_so_once_and_takes_no_further_item() {
    let wired = Network::build(Time::EPOCH, |border| {
        let (number, numbers) = border.input::<i64>();
        (number, border.output(numbers.map(|n| 10 / n)))
    });
    let (numbers, seen) = Source::ready([(1, 5), (2, 0), (3, 1)]);
    let mut tenths = numbers.through(wired.expect("the network builds"), AtEnd::AlarmsUntil(Time::MAX));
    assert_eq!(block_on(tenths.next()), Some(Ok((at(1), 2))));
    let said = block_on(tenths.next());
    assert!(
        matches!(said, Some(Err(InstantError::Panicked { at: second, .. })) if second == at(2)),
        "{said:?}"
    );
    assert_eq!((block_on(tenths.next()), seen.taken.get()), (None, 2));
    let (mut network, (number, _)) = tenths.into_parts().wired;
    assert_eq!(network.feed(at(3), &number, 1), Err(InstantError::Poisoned { at: at(2) }));
}

#[test]
fn a_panic_in_an_alarm_poisons_too() {
    let wired = Network::build(Time::EPOCH, |border| {
        let (number, numbers) = border.input::<i64>();
        (number, border.output(numbers.delay(Span::from_secs(1)).map(|n| 10 / n)))
    });
    let (numbers, _) = Source::ready([(1, 0), (9, 1)]);
    let mut tenths = numbers.through(wired.expect("the network builds"), AtEnd::Stop);
    let said = block_on(tenths.next());
    assert!(
        matches!(said, Some(Err(InstantError::Panicked { at: second, .. })) if second == at(2)),
        "{said:?}"
    );
    assert_eq!(tenths.into_parts().pending, Some((at(9), 1)));
}

#[test]
fn a_panic_outside_the_network_does_not_poison_it() {
    let (network, (call, echoes)) = echo(1).0;
    let fussy = feeding(move |instant, item: Option<char>| instant.feed(&call, item.expect("planted")));
    let (calls, _) = Source::ready([(1, None), (2, Some('b'))]);
    let mut echoes = calls.through((network, (fussy, echoes)), AtEnd::Stop);
    assert!(catch_unwind(AssertUnwindSafe(|| poll(&mut echoes))).is_err());
    assert_eq!(poll(&mut echoes), Poll::Ready(Some(Ok((at(2), 'b')))));
}

#[test]
fn a_sub_network_that_cannot_be_built_ends_the_stream() {
    let wired = Network::build(Time::EPOCH, |border| {
        let (number, numbers) = border.input::<u8>();
        let keyed = numbers.per_key(|n| *n, |_, own| own.delay(Span::ZERO));
        (number, border.output(keyed.map(|_| ())))
    });
    let (numbers, _) = Source::ready([(1, 1), (2, 2)]);
    let found = block_on_stream(numbers.through(wired.expect("the network builds"), AtEnd::Stop));
    let found: Vec<_> = found.collect();
    assert!(matches!(found[..], [Err(InstantError::Build(BuildError::ZeroSpan { .. }))]), "{found:?}");
}

#[test]
fn an_input_of_another_network_is_refused() {
    let (network, (_, echoes)) = echo(1).0;
    let (_, (stranger, _)) = echo(1).0;
    let (calls, _) = Source::ready([(1, 'a')]);
    let found: Vec<_> = block_on_stream(calls.through((network, (stranger, echoes)), AtEnd::Stop)).collect();
    assert_eq!(found, [Err(InstantError::Foreign)]);
}

#[test]
fn a_delivery_flushes_before_it_gives_the_networks_error() {
    let (calls, _) = Source::ready([(2, 'a'), (1, 'b')]);
    let basin = Basin::with_room(9);
    let delivered = block_on(deliver(calls.through(echo(9).0, AtEnd::Stop), basin.clone()));
    assert_eq!(delivered, Err(EdgeError::Network(back(2, 1))));
    assert_eq!(basin.look(|level| (level.flushed, level.closed)), (1, false));
}

#[test]
fn a_delivery_gives_both_errors_if_both_fail() {
    let (calls, _) = Source::ready([(2, 'a'), (1, 'b')]);
    let basin = Basin::with_room(9);
    basin.turn(|level| level.breaks_on_flush = true);
    let delivered = block_on(deliver(calls.through(echo(9).0, AtEnd::Stop), basin.clone()));
    assert_eq!(delivered, Err(EdgeError::Both { network: back(2, 1), sink: Broken }));
}

#[test]
fn a_delivery_whose_sink_fails_leaves_the_network_as_it_was() {
    let (calls, _) = Source::new([Step::Give(at(1), 'a'), Step::Give(at(2), 'b')]);
    let basin = Basin::with_room(9);
    basin.turn(|level| level.breaks_on_ready = true);
    let mut echoes = calls.through(echo(9).0, AtEnd::Stop);
    assert_eq!(block_on(deliver(&mut echoes, basin.clone())), Err(EdgeError::Sink(Broken)));
    basin.turn(|level| level.breaks_on_ready = false);
    assert_eq!(block_on(deliver(&mut echoes, basin.clone())), Ok(()));
    assert_eq!(basin.look(|level| level.got.clone()), [(at(1), 'a'), (at(2), 'b')]);
}

#[test]
fn errors_read_well() {
    let error = EdgeError::<Broken>::from(back(5, 3));
    assert_eq!(
        error.to_string(),
        "the network cannot go on: time went back: expected 1970-01-01T00:00:05Z or later, found 1970-01-01T00:00:03Z"
    );
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(EdgeError::Sink(Broken).to_string(), "the sink failed: the basin broke");
}
