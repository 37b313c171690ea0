//! Several streams into one.

use std::collections::BTreeMap;

use futures::executor::block_on;
use futures::stream::FusedStream;
use futures::{StreamExt, stream};
use proptest::prelude::*;
use tidegate::edge::{Late, Stamped};
use tidegate::time::Time;

use super::source::{Source, Step};
use super::{at, poll};

type Both = (Option<u32>, Option<u32>);

/// A stream in order: gaps in seconds, and whether it pauses before the item.
fn flows() -> impl Strategy<Value = Vec<(i32, bool)>> {
    prop::collection::vec((0..3_i32, any::<bool>()), 0..20)
}

/// The steps of such a stream, and its items; items are numbered.
fn steps(flow: &[(i32, bool)]) -> (Vec<Step<u32>>, Vec<(Time, u32)>) {
    let mut second = 0;
    let mut steps = Vec::new();
    let mut items = Vec::new();
    for (number, (gap, pause)) in (0..).zip(flow) {
        second += gap;
        steps.extend(pause.then_some(Step::Pause));
        steps.push(Step::Give(at(second), number));
        items.push((at(second), number));
    }
    (steps, items)
}

/// By time, the n-th item of the one with the n-th of the other.
fn by_stamp(left: &[(Time, u32)], right: &[(Time, u32)]) -> Vec<(Time, Both)> {
    let mut times: BTreeMap<Time, (Vec<u32>, Vec<u32>)> = BTreeMap::new();
    left.iter().for_each(|(at, x)| times.entry(*at).or_default().0.push(*x));
    right.iter().for_each(|(at, y)| times.entry(*at).or_default().1.push(*y));
    let rows = |(at, (xs, ys)): (Time, (Vec<u32>, Vec<u32>))| {
        (0..xs.len().max(ys.len())).map(move |row| (at, (xs.get(row).copied(), ys.get(row).copied())))
    };
    times.into_iter().flat_map(rows).collect()
}

proptest! {
    #[test]
    fn by_stamp_is_the_merge_of_the_lists_whoever_is_quicker(left in flows(), right in flows()) {
        let ((left, xs), (right, ys)) = (steps(&left), steps(&right));
        let (left, right) = (Source::new(left), Source::new(right));
        let merged: Vec<_> = block_on(left.0.merge_by_stamp(right.0).collect());
        prop_assert_eq!(merged, by_stamp(&xs, &ys));
        prop_assert_eq!((left.1.after_end.get(), right.1.after_end.get()), (0, 0));
    }

    #[test]
    fn by_arrival_keeps_all_in_the_order_of_each(left in flows(), right in flows(), raised in any::<bool>()) {
        let ((left, xs), (right, ys)) = (steps(&left), steps(&right));
        let late = if raised { Late::Raised } else { Late::Kept };
        let merge = Source::new(left).0.merge_by_arrival(Source::new(right).0, late);
        let merged: Vec<_> = block_on(merge.collect());
        let lefts: Vec<_> = merged.iter().filter_map(|(at, (x, _))| x.map(|x| (*at, x))).collect();
        let rights: Vec<_> = merged.iter().filter_map(|(at, (_, y))| y.map(|y| (*at, y))).collect();
        prop_assert_eq!(lefts.len() + rights.len(), merged.len());
        if raised {
            prop_assert!(merged.is_sorted_by_key(|(at, _)| *at));
            let numbers = |items: &[(Time, u32)]| items.iter().map(|(_, n)| *n).collect::<Vec<_>>();
            prop_assert_eq!((numbers(&lefts), numbers(&rights)), (numbers(&xs), numbers(&ys)));
        } else {
            prop_assert_eq!((lefts, rights), (xs, ys));
        }
    }
}

#[test]
fn a_silent_stream_holds_the_merge_by_stamp_back_until_it_ends() {
    let (loud, seen) = Source::ready([(1, 'a'), (2, 'b')]);
    let (silent, _) = Source::<char>::new([Step::Pause, Step::Pause]);
    let mut merged = loud.merge_by_stamp(silent);
    assert!(poll(&mut merged).is_pending());
    assert!(poll(&mut merged).is_pending());
    assert_eq!(seen.taken.get(), 1, "one is looked at ahead, not more");
    assert!(poll(&mut merged).is_ready());
    assert_eq!(block_on(merged.collect::<Vec<_>>()), [(at(2), (Some('b'), None))]);
}

#[test]
fn a_silent_stream_does_not_hold_the_merge_by_arrival_back() {
    let silent = stream::pending::<(Time, ())>();
    let merged = stream::iter([(at(1), 'a'), (at(2), 'b')]).merge_by_arrival(silent, Late::Kept);
    assert_eq!(block_on(merged.take(2).count()), 2);
}

#[test]
fn two_that_are_always_ready_take_turns() {
    let endless = || stream::repeat((at(1), ()));
    let merged = endless().merge_by_arrival(endless(), Late::Kept);
    let lefts: Vec<_> = block_on(merged.take(6).map(|(_, (left, _))| left.is_some()).collect());
    assert_eq!(lefts, [true, false, true, false, true, false]);
}

#[test]
fn merges_nest_and_end_when_all_have_ended() {
    let of = |items: [(i32, u8); 2]| Source::ready(items).0;
    let mut merged =
        of([(1, 1), (2, 2)]).merge_by_stamp(of([(1, 3), (3, 4)])).merge_by_stamp(of([(2, 5), (2, 6)]));
    let all: Vec<_> = block_on(merged.by_ref().collect());
    assert_eq!(
        all,
        [
            (at(1), (Some((Some(1), Some(3))), None)),
            (at(2), (Some((Some(2), None)), Some(5))),
            (at(2), (None, Some(6))),
            (at(3), (Some((None, Some(4))), None)),
        ]
    );
    assert!(merged.is_terminated());
    assert!(poll(&mut merged).is_ready());
}
