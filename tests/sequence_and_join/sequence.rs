//! One event: each combinator beside the function that defines it.

use tidegate::model::{Occurrences, event, join, sequence};
use tidegate::network::{ErrSide, Event, Join, OkSide, Sequence};

use crate::check::agree;

/// The two sides of a result as one event, so that they can be compared at once.
type Sides<B, X> = (Option<B>, Option<X>);

fn sides<B, X>(
    both: (OkSide<B, X>, ErrSide<B, X>),
) -> impl Event<Item = Sides<B, X>, Level = tidegate::network::Root>
where
    B: Clone + Send + Sync + 'static,
    X: Clone + Send + Sync + 'static,
{
    both.0.merge_with(both.1, |b| (Some(b), None), |x| (None, Some(x)), |b, x| (Some(b), Some(x)))
}

fn lists<B: Clone, X: Clone>(both: (Occurrences<B>, Occurrences<X>)) -> Occurrences<Sides<B, X>> {
    join::merge_with(|b| (Some(b), None), |x| (None, Some(x)), |b, x| (Some(b), Some(x)), &both.0, &both.1)
}

fn halved(x: i64) -> Result<i64, String> {
    if x % 2 == 0 { Ok(x / 2) } else { Err(format!("{x} is odd")) }
}

fn halved_if_positive(x: i64) -> Result<Option<i64>, String> {
    if x > 0 { halved(x).map(Some) } else { Ok(None) }
}

fn limited(sum: &i64, x: i64) -> Result<i64, i64> {
    if (sum + x).abs() < 6 { Ok(sum + x) } else { Err(x) }
}

fn near(last: &i64, new: &i64) -> bool {
    (last - new).abs() < 3
}

fn third(x: &i64) -> i64 {
    x.rem_euclid(3)
}

agree! {
    take(n in 0_u64..8):
        move |a, _| a.take(n),
        |_, c, a, _| sequence::take(c, n, a);
    skip(n in 0_u64..8):
        move |a, _| a.skip(n),
        |_, c, a, _| sequence::skip(c, n, a);
    take_while(limit in -3_i64..6):
        move |a, _| a.take_while(move |a| *a < limit),
        |_, c, a, _| sequence::take_while(c, |a| *a < limit, a);
    skip_while(limit in -3_i64..6):
        move |a, _| a.skip_while(move |a| *a < limit),
        |_, c, a, _| sequence::skip_while(c, |a| *a < limit, a);
    take_until(from in -5_i64..5):
        move |a, b| a.take_until(b.filter(move |b| *b >= from)),
        |_, c, a, b| sequence::take_until(c, a, &event::filter(|b| *b >= from, b));
    skip_until(from in -5_i64..5):
        move |a, b| a.skip_until(b.filter(move |b| *b >= from)),
        |_, c, a, b| sequence::skip_until(c, a, &event::filter(|b| *b >= from, b));
    pairwise():
        |a, _| a.pairwise(),
        |_, c, a, _| sequence::pairwise(c, a);
    difference():
        |a, _| a.difference(),
        |_, c, a, _| sequence::difference(c, a);
    with_previous():
        |a, _| a.with_previous(9),
        |_, c, a, _| sequence::with_previous(c, 9, a);
    delay_n(n in 0_usize..6):
        move |a, _| a.delay_n(n),
        |_, c, a, _| sequence::delay_n(c, n, a);
    count():
        |a, _| a.count(),
        |_, c, a, _| sequence::count(c, a);
    enumerate():
        |a, _| a.enumerate(),
        |_, c, a, _| sequence::enumerate(c, a);
    every_nth(n in 1_u64..6):
        move |a, _| a.every_nth(n),
        |_, c, a, _| sequence::every_nth(c, n, a);
    dedupe_by():
        |a, _| a.dedupe_by(near),
        |_, c, a, _| sequence::dedupe_by(c, near, a);
    dedupe_by_key():
        |a, _| a.dedupe_by_key(third),
        |_, c, a, _| sequence::dedupe_by_key(c, third, a);
    map_to():
        |a, _| a.map_to("tick"),
        |_, _, a, _| sequence::map_to("tick", a);
    split_result():
        |a, _| sides(a.map(halved).split_result()),
        |_, _, a, _| lists(sequence::split_result(&event::map(halved, a)));
    try_map():
        |a, _| sides(a.try_map(halved)),
        |_, _, a, _| lists(sequence::try_map(halved, a));
    try_filter_map():
        |a, _| sides(a.try_filter_map(halved_if_positive)),
        |_, _, a, _| lists(sequence::try_filter_map(halved_if_positive, a));
    try_scan():
        |a, _| sides(a.try_scan(1, limited)),
        |_, c, a, _| lists(sequence::try_scan(c, 1, limited, a));
    chains_of_them(n in 1_u64..4):
        move |a, b| a.skip(1).take_until(b.skip(n)).difference().every_nth(n).enumerate().delay_n(1),
        |_, c, a, b| {
            let heard = sequence::take_until(c, &sequence::skip(c, 1, a), &sequence::skip(c, n, b));
            let some = sequence::every_nth(c, n, &sequence::difference(c, &heard));
            sequence::delay_n(c, 1, &sequence::enumerate(c, &some))
        };
}
