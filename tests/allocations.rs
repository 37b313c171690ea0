//! Nothing is allocated for an event once a network is warm.
//!
//! The allocator counts for each thread. Every network below is fed until its queues, tables and plans have
//! their size, and then must not allocate at all.

use tidegate::network::{
    Behavior, Clock, Event, Fold, Input, Join, Network, Sequence, Shared, Smooth, Windowed, accumulate,
    across, argmax, argmin, collect_all, correlation, count, every, exponential, exponential_by_time,
    feedback, first, geometric_mean, kurtosis, last, max, mean, median, merge_all, min, ohlc, product,
    quantile, rank, skewness, std, sum, time_weighted_mean, unique, variance, weighted_variance,
};
use tidegate::time::{Span, Time};

const WARM: i64 = 2_000;
const COUNTED: i64 = 2_000;

/// Runs instants `from..to`, with all alarms, feeding input `i` what `value` gives for it.
fn feed(
    network: &mut Network,
    inputs: &[Input<i64>],
    instants: std::ops::Range<i64>,
    value: &impl Fn(i64, usize) -> Option<i64>,
) {
    for n in instants {
        let at = Time::from_nanos(1_000 * n);
        while let Some(due) = network.next_deadline().filter(|due| *due < at) {
            network.instant(due).expect("the alarm is due").run().expect("the instant runs");
        }
        let mut instant = network.instant(at).expect("time goes on");
        for (i, input) in inputs.iter().enumerate() {
            if let Some(value) = value(n, i) {
                instant = instant.feed(input, value).expect("each input is fed once");
            }
        }
        instant.run().expect("the instant runs");
    }
}

/// Checks that a warm network of `inputs` inputs allocates nothing.
fn allocates_nothing<E>(
    inputs: usize,
    wire: impl FnOnce(&[Shared<i64>]) -> E,
    value: impl Fn(i64, usize) -> Option<i64>,
) where
    E: Event,
    E::Item: Send + Sync,
{
    let built = Network::build(Time::EPOCH, |border| {
        let (inputs, events): (Vec<_>, Vec<_>) = (0..inputs).map(|_| border.input()).unzip();
        (inputs, border.output(wire(&events)))
    });
    let (mut network, (inputs, output)) = built.expect("the network builds");
    feed(&mut network, &inputs, 1..WARM, &value);
    let mut seen = 0;
    let counted = allocation_counter::measure(|| {
        feed(&mut network, &inputs, WARM..WARM + COUNTED, &value);
        seen += usize::from(network.get(&output).is_some());
    });
    assert_eq!(counted.count_total, 0, "allocations in {COUNTED} instants");
}

fn always(n: i64, _: usize) -> Option<i64> {
    Some(n)
}

#[test]
fn the_counter_sees_an_allocation() {
    let counted = allocation_counter::measure(|| drop(std::hint::black_box(Box::new(1))));
    assert_eq!(counted.count_total, 1);
}

#[test]
fn a_fused_chain_allocates_nothing() {
    let wire = |x: &[Shared<i64>]| {
        let x = x[0].map(|x| x + 1).filter(|x| x % 3 != 0).scan(0_i64, |s, x| s.wrapping_add(x)).dedupe();
        x.map_accum(0, |last, x| x - std::mem::replace(last, x)).once()
    };
    allocates_nothing(1, wire, always);
}

#[test]
fn sequences_allocate_nothing() {
    let wire = |x: &[Shared<i64>]| {
        let heard = x[0].skip(3).take_until(x[1].filter(|x| *x < 0)).take_while(|x| *x >= 0).delay_n(50);
        let (even, odd) =
            heard.difference().pairwise().try_map(|(p, x)| if x % 2 == 0 { Ok(p) } else { Err(x) });
        let (sum, refused) = even.or(odd).with_previous(0).try_scan(0_i64, |s, (_, x)| match (s + x) % 7 {
            0 => Err(*s),
            sum => Ok(sum),
        });
        sum.or(refused)
            .enumerate()
            .dedupe_by_key(|(n, _)| n / 2)
            .every_nth(2)
            .count()
            .dedupe_by(|x, y| x == y)
    };
    allocates_nothing(2, wire, always);
}

#[test]
fn joins_allocate_nothing() {
    let wire = |x: &[Shared<i64>]| {
        let (a, b) = (x[0], x[1]);
        let pairs = a.synchronise(b, Span::from_micros(3)).as_of(b, Span::from_micros(2));
        let all = collect_all([a, b, a]).map(|all| all.len() as i64).unless(b.filter(|b| b % 3 == 0));
        let sums =
            accumulate(0_i64).on(a, |s, x| s ^ x).on(b, |s, x| s.wrapping_add(x)).on(all, |s, n| s + n);
        let both = pairs.merge_with(sums, |_| 1, |s| s, |_, s| -s);
        merge_all([both.boxed(), a.boxed(), a.coincide(b, |a, b| a - b).boxed()], |x, y| x ^ y)
    };
    allocates_nothing(2, wire, |n, i| (n % (i as i64 + 2) == 0).then_some(n));
}

#[test]
fn what_waits_keeps_its_room() {
    let wire = |x: &[Shared<i64>]| {
        // Three elements come in each second instant: the queue is emptied by alarms.
        let elements = x[0].filter(|x| x % 2 == 0).map(|x| [x, x + 1, x + 2]).unroll();
        elements.buffer_while(x[1].map(|_| true), 20).map(|released| released.lost)
    };
    allocates_nothing(2, wire, always);
}

#[test]
fn a_diamond_of_joints_allocates_nothing() {
    let wire = |x: &[Shared<i64>]| {
        let x = x[0].map(|x| x + 1).share();
        let (left, right) = (x.map(|x| x * 2).share(), x.filter(|x| x % 2 == 0).share());
        let (even, odd) = x.partition(|x| x % 2 == 0);
        left.merge(right, |x, y| x - y).or(even).or(odd).within(|x| x.merge(x, |x, y| x ^ y))
    };
    allocates_nothing(1, wire, always);
}

#[test]
fn holding_and_sampling_allocate_nothing() {
    let wire = |x: &[Shared<i64>]| {
        let (p, q) = (x[0].hold(0), x[1].hold(1));
        let sum = p.lift2(q, |p, q| p + q).map(|s| s * 2).boxed();
        x[0].or(x[1]).sample(sum.clone(), |x, s| x - s).gate(sum.map(|s| s > 7)).with_latest(
            x[1],
            0,
            |x, y| x + y,
        )
    };
    allocates_nothing(2, wire, |n, i| (n % (i as i64 + 2) == 0).then_some(n));
}

#[test]
fn a_loop_allocates_nothing() {
    let wire = |x: &[Shared<i64>]| {
        let x = x[0];
        feedback(0_i64, |total| {
            let next = x.sample(total, |x, total| (total + x) % 1_009).share();
            (next, next)
        })
    };
    allocates_nothing(1, wire, always);
}

#[test]
fn delays_and_timers_allocate_nothing() {
    let wire = |x: &[Shared<i64>]| {
        let late = x[0]
            .delay(Span::from_micros(7))
            .or(x[1].delay(Span::from_nanos(500)).delay(Span::from_nanos(300)));
        late.or(every(Span::from_nanos(1_700)).map(|at| at.nanos())).boxed().share()
    };
    allocates_nothing(2, wire, |n, i| (n % (i as i64 + 1) == 0).then_some(n));
}

#[test]
fn silences_and_later_instants_allocate_nothing() {
    let wire = |x: &[Shared<i64>]| {
        let calm = x[0].debounce(Span::from_nanos(700)).or(x[1].next_instant().next_instant());
        let silent = x[1].timeout(Span::from_nanos(1_200)).timestamped().map(|(at, _)| at.nanos());
        let ticks = every(Span::from_nanos(1_700)).last().elapsed().map(|gap| gap.nanos());
        calm.or(silent).or(ticks).throttle(Span::from_nanos(300)).share()
    };
    allocates_nothing(2, wire, |n, i| (n % (i as i64 + 1) == 0).then_some(n));
}

#[test]
fn windows_and_bars_allocate_nothing() {
    // Up and down, so that the queues of the extremes grow to the length of the window and shrink to one.
    let wave = |x: i64| (x % 400 - 200).abs();
    let wire = move |x: &[Shared<i64>]| {
        let (x, floats) = (x[0].map(wave).share(), x[0].map(move |x| wave(x) as f64 / 7.0).share());
        let window = x.window(Span::from_micros(300), (count(), sum(), first(), last())).map(|all| all.1);
        let at = floats.window_at(Span::from_micros(90), (min(), max(), mean(), std())).map(|all| all.0);
        let of = x.window_of(250, (ohlc(), variance())).full().map(|all| all.0.map(|bar| bar.high));
        let bars = x.bars(Span::from_micros(30), Time::EPOCH, (ohlc(), count())).map(|bar| bar.value.1);
        let ticks = x.tick_bars(7, min()).or(x.bars_by(|x| *x, 900, max()));
        let totals = floats.total((sum(), max())).map(|all| all.0);
        let averages = floats.ewma(0.1).merge(floats.ewma_half_life(Span::from_micros(5)), |x, y| x - y);
        let whole = of.map(|high| high.unwrap_or(0)).merge(ticks.map(|x| x.unwrap_or(0)), |x, y| x - y);
        let whole = whole.or(window.map(|sum| sum as i64)).or(bars.map(|n| n as i64));
        let low = at.map(|low| low.unwrap_or(0.0));
        whole.or(low.or(totals).merge(averages, |x, y| x - y).map(|x| x as i64))
    };
    allocates_nothing(1, wire, |n, _| (n % 5 != 0).then_some(n));
}

#[test]
fn windows_of_moments_allocate_nothing() {
    let wire = move |x: &[Shared<i64>]| {
        let floats = x[0].map(|x| (x % 400) as f64 / 7.0).share();
        let shape =
            floats.window_at(Span::from_micros(90), (skewness(), product(), kurtosis())).map(|all| all.1);
        let mean =
            floats.window(Span::from_micros(30), geometric_mean().at_least(3)).map(|all| all.is_some());
        let some = floats.window_of(250, (sum(), max()).only(|x| *x > 9.0)).map(|all| all.0);
        let pairs = x[0].map(|x| (x % 100, x % 7)).share();
        let of = pairs.window_of(250, (correlation(), weighted_variance())).map(|all| all.1.unwrap_or(0.0));
        let floats = shape.merge(some, |x, y| x - y).merge(of, |x, y| x + y).map(|x| x as i64);
        floats.or(mean.map(i64::from))
    };
    allocates_nothing(1, wire, |n, _| (n % 5 != 0).then_some(n));
}

#[test]
fn folds_of_order_allocate_nothing() {
    // Bands that come and go, so that nodes of members are divided in one place and joined in another; a bar is longer
    // than a leaf.
    let band = |x: i64| x / 170 % 7 * 10_000 + x.wrapping_mul(2_654_435_761) % 1_009;
    let wire = move |x: &[Shared<i64>]| {
        let (x, floats) = (x[0].map(band).share(), x[0].map(move |x| band(x) as f64 / 7.0).share());
        let of = x.window_of(1_100, (rank(), unique(), argmin(), argmax())).map(|all| all.1 as i64);
        let at = floats.window_at(Span::from_micros(900), (median(), quantile(0.9).nearest()));
        let window = x.window(Span::from_micros(700), (quantile(0.1).lower(), rank())).map(|all| all.0);
        let bars = x.bars(Span::from_micros(800), Time::EPOCH, (median(), rank(), argmax()));
        let bars = bars.map(|bar| bar.value.0.map(|middle| middle as i64)).or(window);
        bars.map(|x| x.unwrap_or(0))
            .merge(of, |x, y| x - y)
            .or(at.map(|(middle, _)| middle.unwrap_or(0.0) as i64))
    };
    allocates_nothing(1, wire, |n, _| (n % 5 != 0).then_some(n));
}

#[test]
fn folds_that_forget_and_folds_across_keys_allocate_nothing() {
    let wire = move |x: &[Shared<i64>]| {
        let floats = x[0].map(|x| (x % 400) as f64 / 7.0).share();
        let averages = (exponential(0.1), exponential(0.01).adjusted());
        let averages = floats.total(averages).map(|(plain, _)| plain.map_or(0.0, |all| all.mean));
        let timed = floats.timestamped().share();
        let by_time =
            timed.bars(Span::from_micros(80), Time::EPOCH, exponential_by_time(Span::from_micros(9)));
        let held = timed.window(Span::from_micros(90), time_weighted_mean()).map(|mean| mean.unwrap_or(0.0));
        // Sixty keys, of which each ticks a few times in a window.
        let keys =
            || across(|x: &i64| x.wrapping_mul(7) % 60, |x: &i64| x.wrapping_mul(2_654_435_761) % 1_009);
        let of = x[0].window_of(400, (keys().z_score(), keys().rank())).map(|all| all.0.unwrap_or(0.0));
        let basket = x[0].total(keys().weighted_sum(|key| *key as f64 / 8.0));
        let all = averages.merge(held, |x, y| x + y).merge(of, |x, y| x - y).merge(basket, |x, y| x + y);
        all.map(|x| x as i64).or(by_time.map(|bar| i64::from(bar.value.is_some())))
    };
    allocates_nothing(1, wire, |n, _| (n % 5 != 0).then_some(n));
}

#[test]
fn sub_networks_of_known_keys_allocate_nothing() {
    let wire =
        |x: &[Shared<i64>]| x[0].per_key(|x| x % 100, |_, own| own.scan(0_i64, |s, x| s.wrapping_add(x)));
    allocates_nothing(1, wire, always);
}

#[test]
fn sub_networks_with_joints_loops_and_alarms_allocate_nothing() {
    let wire = |x: &[Shared<i64>]| {
        x[0].per_key(
            |x| x % 50,
            |_, own| {
                let total = feedback(0_i64, |total| {
                    let next = own.sample(total, |x, total| (total + x) % 1_009).share();
                    (next, next)
                });
                own.sample(own.hold(0), |x, last| x - last).or(total).or(own.delay(Span::from_micros(30)))
            },
        )
    };
    allocates_nothing(1, wire, always);
}

#[test]
fn many_sub_networks_that_wake_at_once_allocate_nothing() {
    // They are all woken; what comes out is little, since a burst of many lies on the heap.
    let wire = |x: &[Shared<i64>]| {
        let y = x[1];
        let held = y.hold(0);
        x[0].per_key(
            |x| x % 40,
            move |key, own| {
                let key = *key;
                own.or(y.filter(move |y| y % 40 == key)).sample(held, |x, y| x + y)
            },
        )
    };
    allocates_nothing(2, wire, always);
}

#[test]
fn nested_sub_networks_allocate_nothing() {
    let wire = |x: &[Shared<i64>]| {
        let y = x[1];
        x[0].per_key(
            |x| x % 10,
            move |_, own| {
                own.per_key(
                    |x| x % 3,
                    move |_, inner| inner.delay(Span::from_micros(5)).or(inner.merge(y, |x, y| x - y).once()),
                )
            },
        )
    };
    allocates_nothing(2, wire, always);
}

#[test]
fn instants_of_many_inputs_allocate_nothing() {
    let wire = |x: &[Shared<i64>]| {
        let sum = |all: Option<Shared<i64>>, x: &Shared<i64>| match all {
            Some(all) => Some(all.merge(*x, |all, x| all ^ x).share()),
            None => Some(*x),
        };
        x.iter().fold(None, sum).expect("there are inputs")
    };
    allocates_nothing(3, wire, always);
    allocates_nothing(40, wire, |n, i| (n % (i as i64 + 1) < 3).then_some(n));
}
