//! One network with a joint of every kind, run until its sub-networks are there.

use tidegate::network::{
    Behavior, Border, Clock, Description, Event, Measure, Network, Shared, constant, every, feedback,
    forward, never,
};
use tidegate::time::{Span, Time};

/// Joints that are only kept: what follows from events.
fn kept(border: &mut Border, x: Shared<i64>) {
    let last = x.hold(0).named("last \"one\" <&>\\");
    let sums = x.scan(0, |sum, x| sum + x).named("sums").share();
    let (even, odd) = x.partition(|x| x % 2 == 0);
    let frozen = last.map(|last| last + 1).frozen();
    let spread = even.within(|x| x.map(|x| x * 2).merge(x.filter(|x| *x > 2), |a, _| a));
    let boxed = last.lift2(frozen, |a, b| a + b).boxed();
    let both = spread
        .or(odd.map_accum(0, |n, x| {
            *n += x;
            *n
        }))
        .sample(boxed.clone(), |x, b| x + b)
        .boxed();
    border.output(both.with_latest(sums, 0, |x, sum| x + sum));
    border.output(last.map(|last| last > 3).named("high").changes());
    border.output(every(Span::from_secs(5)).sample(boxed, |_, b| b).delay(Span::from_secs(1)));
}

/// Loops, said in both ways.
fn loops(border: &mut Border, x: Shared<i64>) {
    let (total, duty) = forward(0_i64);
    let sums = x.sample(total, |x, total| x + total).filter(|sum| *sum < 100).share();
    duty.bind(sums);
    let capped = feedback(1_i64, |before| {
        let next = x.sample(before, |x, before| x * before).map(|x| x % 10).share();
        (next, next)
    });
    border.output(capped.merge(sums, |a, b| a + b));
}

/// Sub-networks, and sub-networks in them.
fn dynamic(border: &mut Border, x: Shared<i64>) {
    let last = x.hold(0).named("outside");
    let keyed = x.per_key(
        |x| x % 2,
        move |_, own| {
            let count = own.scan(0, |n, _| n + 1).named("count").hold(0);
            let inner = own.per_key(
                |x| x % 3,
                move |_, own| {
                    own.sample(last.lift2(count, |a, b| a + b), |x, b| x + b).map(|x| x.to_string())
                },
            );
            inner.map(|burst| burst.len()).named("inner")
        },
    );
    border.output(keyed.map_ref(|burst| burst.len()));
    let some = x.keyed(|x| x % 5).removed_by(x.filter(|x| *x == 4)).limit(2);
    let (some, refused) = some.each(|_, own| own.dedupe());
    border.output(some);
    border.output(refused);
    border.output(x.filter(|x| *x > 2).switch(never(), move |_| x.once().share()));
    let behavior = x.switch_behavior(constant(0), move |from| {
        last.map({
            let from = *from;
            move |x| x - from
        })
    });
    border.output(x.gate(behavior.map(|b| b < 0)));
    border.output(x.observe(move |x| last.map(move |last| last * x)));
}

/// That network after five instants, in which named parts were counted.
pub(crate) fn everything() -> Description {
    let (mut network, input) = Network::build(Time::EPOCH, |border| {
        let (input, x) = border.input::<i64>();
        kept(border, x);
        loops(border, x);
        dynamic(border, x);
        input
    })
    .expect("it can be built");
    network.measure(Measure::Counts);
    for x in 1..=4 {
        network.feed(Time::from_secs(x), &input, i64::from(x)).expect("it runs");
    }
    network.describe()
}
