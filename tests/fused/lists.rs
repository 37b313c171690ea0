//! The stages over lists, by the functions of the model.

use tidegate::model::run::Run;
use tidegate::model::{Occurrences, behavior, clock, dynamic, event, join, sequence};
use tidegate::time::Span;

type List = [Option<i64>];
type Out = Occurrences<i64>;

/// A stage for each name: of the run, the event and the one beside it.
macro_rules! lists {
    ($($name:ident: |$run:ident, $x:ident, $b:ident| $list:expr;)*) => { $(
        #[allow(unused_variables, reason = "not every stage uses all of them")]
        pub(crate) fn $name($run: &Run, $x: &List, $b: &List) -> Out {
            $list
        }
    )* };
}

lists! {
    map: |run, x, b| event::map(|x| 3 * x - 1, x);
    filter: |run, x, b| event::filter(|x| x % 3 != 0, x);
    filter_map: |run, x, b| event::filter_map(|x: i64| (x % 2 != 0).then_some(x + 5), x);
    scan: |run, x, b| event::scan(0, 1, |s, x| (2 * s + x) % 1_000, x);
    map_accum: |run, x, b| event::map_accum(0, 7, |s, x| std::mem::replace(s, x) - x, x);
    dedupe: |run, x, b| event::dedupe(0, &event::map(|x| x / 3, x));
    once: |run, x, b| event::once(0, &event::filter(|x| *x > 0, x));
    gate: |run, x, b| event::gate(&behavior::map(|b| b > 0, &behavior::hold(0, 1, b)), x);
    sample: |run, x, b| event::sample(|x, b| 2 * x + b, &behavior::hold(0, 2, b), x);
    with_latest: |run, x, b| event::with_latest(0, 3, |x, b| 2 * x + b, x, b);
    or: |run, x, b| event::or(x, b);
    merge: |run, x, b| event::merge(|x, y| 2 * x - y, x, b);
    within: |run, x, b| {
        let sums = event::scan(0, 0, |s, x| (s + x) % 1_000, x);
        event::merge(|x, y| x - 3 * y, &event::filter(|x| x % 2 == 0, x), &sums)
    };
    per_key: |run, x, b| {
        let sums = |c: usize, key: &i64, own: &List| event::scan(c, *key, |s, x| (s + x) % 1_000, own);
        let bursts = dynamic::per_key(run, 0, |x| x.rem_euclid(3), sums, x);
        event::map(|burst| burst.iter().map(|(key, sum)| 5 * key + sum).sum(), &bursts)
    };
    switch: |run, x, b| {
        dynamic::switch(run, 0, |_| b.to_vec(), |c, v| event::scan(c, *v, |s, x| (s + x) % 1_000, b), x)
    };
    delay: |run, x, b| clock::delay(run, 0, Span::from_secs(2), x);
    take: |run, x, b| sequence::take(0, 3, x);
    skip: |run, x, b| sequence::skip(0, 2, x);
    take_while: |run, x, b| sequence::take_while(0, |x| *x < 4, x);
    take_until: |run, x, b| sequence::take_until(0, x, &event::filter(|b| *b > 2, b));
    skip_until: |run, x, b| sequence::skip_until(0, x, &event::filter(|b| *b > 2, b));
    pairwise: |run, x, b| event::map(|(x, y)| 2 * x - y, &sequence::pairwise(0, x));
    delay_n: |run, x, b| sequence::delay_n(0, 2, x);
    every_nth: |run, x, b| sequence::every_nth(0, 2, x);
    dedupe_by: |run, x, b| sequence::dedupe_by(0, |x: &i64, y: &i64| (x - y).abs() < 3, x);
    count: |run, x, b| event::map(|n| n as i64, &sequence::count(0, x));
    merge_with: |run, x, b| join::merge_with(|x| x + 1, |y| 2 * y, |x, y| x * 3 - y, x, b);
    coincide: |run, x, b| join::coincide(|x, y| x - y, x, b);
    unless: |run, x, b| join::unless(x, b);
    synchronise: |run, x, b| event::map(|(x, y)| x - 2 * y, &join::synchronise(run, 0, Span::from_secs(1), x, b));
    as_of: |run, x, b| {
        event::map(|(x, y)| x - 2 * y.unwrap_or(9), &join::as_of(run, 0, Span::from_secs(1), x, b))
    };
    batch_on: |run, x, b| {
        event::map(|all| all.iter().fold(1, |s, x| (2 * s + x) % 1_000), &join::batch_on(0, x, b))
    };
}
