//! Every adaptor polls each of its inputs exactly once, whatever it needs of it.
//!
//! Functions on the inputs count how often they run. Whether the other side is absent, the gate closed, or
//! nobody reads: an input's function runs exactly as often as the input occurs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tidegate::network::{
    Behavior, Clock, Event, Level, Network, Root, Shared, Smooth, Windowed, constant, count, feedback, sum,
};
use tidegate::time::{Span, Time};

type Count = Arc<AtomicUsize>;

/// The input, noting each time it is run.
fn counted(x: Shared<i64>, count: &Count) -> impl Event<Item = i64, Level = Root> + use<> {
    let count = Arc::clone(count);
    x.map(move |x| {
        // Relaxed: read when the network is done.
        count.fetch_add(1, Ordering::Relaxed);
        x
    })
}

/// Feeds all combinations of presence, many times, and gives how often the two inputs occurred.
fn feed<E>(wire: impl FnOnce(Shared<i64>, Shared<i64>) -> E) -> (usize, usize)
where
    E: Event,
    E::Item: Send + Sync,
{
    let built = Network::build(Time::EPOCH, |border| {
        let ((a, x), (b, y)) = (border.input(), border.input());
        let _ = border.output(wire(x, y));
        (a, b)
    });
    let (mut network, (a, b)) = built.expect("the network builds");
    let (mut of_a, mut of_b) = (0, 0);
    for n in 0..120_i64 {
        let at = Time::from_nanos(n);
        while let Some(due) = network.next_deadline().filter(|due| *due < at) {
            network.instant(due).and_then(|instant| instant.run()).expect("the alarm is due");
        }
        let mut instant = network.instant(at).expect("time goes on");
        if n % 2 == 0 || n % 5 == 0 {
            instant = instant.feed(&a, n % 7 - 3).expect("a is fed once");
            of_a += 1;
        }
        if n % 3 == 0 {
            instant = instant.feed(&b, n % 4).expect("b is fed once");
            of_b += 1;
        }
        instant.run().expect("the instant runs");
    }
    (of_a, of_b)
}

macro_rules! polled_once {
    ($($name:ident: |$a:ident, $b:ident| $wire:expr;)*) => { $(
        #[test]
        fn $name() {
            let counts = [Count::default(), Count::default()];
            let occurred = feed(|a, b| {
                let ($a, $b) = (counted(a, &counts[0]), counted(b, &counts[1]));
                $wire
            });
            let [of_a, of_b] = counts.map(|count| count.load(Ordering::Relaxed));
            assert_eq!((of_a, of_b), occurred, "runs of the inputs, against their occurrences");
        }
    )* };
}

polled_once! {
    by_merge: |a, b| a.merge(b, |x, _| x);
    by_or: |a, b| a.or(b);
    by_or_from_the_other_side: |a, b| b.or(a);
    by_with_latest: |a, b| a.with_latest(b, 0, |x, _| x);
    by_with_latest_from_the_other_side: |a, b| b.with_latest(a, 0, |x, _| x);
    by_filters_that_keep_nothing: |a, b| a.filter(|_| false).merge(b.filter_map(|_| None), |x, _| x);
    by_a_closed_gate: |a, b| a.gate(constant(false)).or(b.gate(constant(false)));
    by_what_is_spent: |a, b| a.once().merge(b.once(), |x, _| x);
    by_dedupe: |a, b| a.map(|_| 1).dedupe().or(b.map(|_| 1).dedupe());
    by_scans: |a, b| a.scan(0, |s, x| s + x).or(b.map_accum(0, |s, x| { *s += x; *s }));
    by_sample: |a, b| a.sample(b.hold(0), |x, _| x);
    by_a_hold_that_nobody_reads: |a, b| { let _ = b.hold(0); a };
    by_a_joint_that_nobody_reads: |a, b| { let _ = b.share(); a };
    by_a_joint_that_many_read: |a, b| {
        let (a, b) = (a.share(), b.share());
        a.merge(b, |x, _| x).merge(a.or(b).share(), |x, _| x).sample(a.hold(0), |x, _| x)
    };
    by_a_scope_that_uses_its_value_often: |a, b| a.within(|a| a.merge(b, |x, _| x).or(a).merge(a, |x, _| x));
    by_a_scope_that_does_not_use_its_value: |a, b| a.within(|_| b);
    by_a_partition_of_which_one_side_is_used: |a, b| {
        let (even, _) = a.partition(|x| x % 2 == 0);
        let (_, odd) = b.partition(|x| x % 2 == 0);
        even.or(odd)
    };
    by_delay: |a, b| a.delay(Span::from_secs(9)).or(b.delay(Span::from_secs(9)).once());
    by_next_instant: |a, b| a.next_instant().or(b.next_instant().once());
    by_timeout: |a, b| a.timeout(Span::from_nanos(1)).or(b.timeout(Span::from_secs(9)));
    by_debounce: |a, b| a.debounce(Span::from_nanos(1)).or(b.debounce(Span::from_secs(9)));
    by_throttle: |a, b| a.throttle(Span::from_nanos(3)).or(b.throttle(Span::from_secs(9)));
    by_stamps: |a, b| a.timestamped().map(|(_, a)| a).or(b.elapsed().map(|_| 0));
    by_windows: |a, b| {
        let b = b.window(Span::from_nanos(7), sum()).map(|sum| sum as i64);
        a.window_at(Span::from_nanos(3), count()).map(|n| n as i64).or(b)
    };
    by_counted_windows_that_are_not_full: |a, b| {
        a.window_of(1_000, count()).full().or(b.window_of(2, count())).map(|n| n as i64)
    };
    by_bars_that_are_not_closed: |a, b| {
        let b = b.bars_by(|x| *x, 1_000, count()).map(|n| n as i64);
        a.bars(Span::from_secs(9), Time::EPOCH, count()).map(|_| 0).or(b)
    };
    by_totals: |a, b| a.total(count()).or(b.tick_bars(9, count())).map(|n| n as i64);
    by_averages: |a, b| {
        let b = b.map(|x| x as f64).ewma_half_life(Span::from_secs(9));
        a.map(|x| x as f64).ewma(0.5).or(b).map(|x| x as i64)
    };
    by_boxes: |a, b| a.boxed().or(b.boxed()).boxed();
    by_feedback: |a, b| feedback(0, |last| (a.sample(last, |x, _| x), b.sample(last, |x, _| x)));
    by_per_key: |a, b| {
        let a = a.per_key(|x| x.rem_euclid(3), |_, own| own.filter(|_| false));
        b.per_key(|x| x.rem_euclid(2), |_, own| own.once()).map(|_| 0).or(a.map(|_| 1))
    };
    by_nothing_behind_silent_joints: |a, b| {
        let (a, b) = (a.filter(|x| *x > 0).share(), b.filter(|x| *x > 0).share());
        a.filter(|_| false).share().or(b.filter(|_| false).share()).or(a.merge(b, |x, _| x).share())
    };
}

#[test]
fn the_counters_stand_at_the_root() {
    assert_eq!(<Root as Level>::DEPTH, 0);
    assert_eq!(feed(|a, b| a.or(b)), (72, 40), "some instants have both inputs, some one, some none");
    let _ = constant(1).map(|x| x + 1);
}
