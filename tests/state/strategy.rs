//! A network that uses every combinator, with sub-networks and alarms, and a script to run it on.

use std::hash::Hash;

use tidegate::network::{
    Behavior, Burst, Clock, Entry, Event, Input, Network, Output, Shared, Snapshot, after, at, constant,
    every, every_from, feedback, forward, never,
};
use tidegate::time::{Span, Time};

/// Everything that can be said to the network and heard from it.
pub(crate) struct Strategy {
    pub(crate) network: Network,
    a: Input<i64>,
    b: Input<i64>,
    outputs: Vec<Output<i64>>,
}

/// More instants than the script has with all its alarms.
const LIMIT: usize = 1_000;

/// One instant: its second and what occurs.
pub(crate) type Step = (i32, Option<i64>, Option<i64>);

/// Forty instants with repeated timestamps, coincidences and gaps long enough for alarms in between.
pub(crate) fn script() -> Vec<Step> {
    let mut s = 0x853C_49E6_748F_EA9B_u64;
    let mut at = 0;
    let step = |_| {
        s = s.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let of = |shift: u32, range: u64| (s >> shift) % range;
        at += [0, 1, 1, 2, 4][of(33, 5) as usize];
        let value = |shift| (of(shift, 3) > 0).then_some(of(shift + 7, 12) as i64 - 4);
        (at, value(36), value(48))
    };
    (0..40).map(step).collect()
}

impl Strategy {
    pub(crate) fn new() -> Self {
        let (network, (a, b, outputs)) = Network::build(Time::EPOCH, |border| {
            let ((a, x), (b, y)) = (border.input(), border.input());
            let mut events = plain(x, y);
            events.extend(looped(x, y));
            events.extend(timed(x, y));
            events.extend(keyed(x, y));
            (a, b, events.into_iter().map(|event| border.output(event)).collect())
        })
        .expect("the network builds");
        Self { network, a, b, outputs }
    }

    /// The same strategy in the state of `snapshot`.
    pub(crate) fn restore(self, snapshot: &Snapshot) -> Self {
        let network = self.network.restore(snapshot).expect("the shape is the same");
        Self { network, ..self }
    }

    /// Runs the alarms before `step` and then the step itself; each instant gives a line.
    pub(crate) fn run(&mut self, step: Step, seen: &mut Vec<String>) {
        let at = Time::from_secs(step.0);
        while let Some(due) = self.network.next_deadline().filter(|due| *due < at) {
            self.alarm(due, seen);
        }
        let mut instant = self.network.round(at).expect("time goes on");
        if let Some(value) = step.1 {
            instant = instant.feed(&self.a, value).expect("a is fed once");
        }
        if let Some(value) = step.2 {
            instant = instant.feed(&self.b, value).expect("b is fed once");
        }
        instant.run().expect("the instant runs");
        self.note(seen);
    }

    pub(crate) fn alarm(&mut self, due: Time, seen: &mut Vec<String>) {
        assert!(seen.len() < LIMIT, "alarms come to an end");
        self.network.instant(due).expect("the alarm is due").run().expect("the instant runs");
        self.note(seen);
    }

    fn note(&self, seen: &mut Vec<String>) {
        let values: Vec<_> = self.outputs.iter().map(|output| self.network.get(output)).collect();
        seen.push(format!("{} {values:?} then {:?}", self.network.now(), self.network.next_alarm()));
    }
}

fn plain(x: Shared<i64>, y: Shared<i64>) -> Vec<Shared<i64>> {
    let (even, odd) = x.partition(|x| x % 2 == 0);
    vec![
        x.map(|x| x + 1)
            .filter(|x| *x != 2)
            .filter_map(|x| (x > -3).then_some(x))
            .scan(1, |s, x| s ^ x)
            .share(),
        x.map_accum(0, std::mem::replace).dedupe().share(),
        y.filter(|y| *y > 4).once().or(never()).share(),
        x.with_latest(y, 7, |x, y| x * 100 + y).share(),
        x.sample(y.hold(3).lift2(x.hold(4), |y, x| y * 10 + x).boxed(), |x, b| x * 1_000 + b).share(),
        y.gate(x.scan(0, |n, _| n + 1).hold(0).map(|n| n % 3 == 0)).sample(constant(5), |y, c| y * c).share(),
        even.dedupe().merge(odd.scan(0, |s, x| s + x), |x, y| x - y).share(),
        x.scan(0, |s, x| s + x).within(|s| s.dedupe().merge(s.once(), |x, y| x + y)).boxed().share(),
        x.map_ref(|x| *x).or(y.filter_map_ref(|y| (*y > 0).then_some(-y))).dedupe().share(),
        x.scan_ref(5, |s, x| (s * 3 - x) % 1_000).share(),
    ]
}

fn looped(x: Shared<i64>, y: Shared<i64>) -> Vec<Shared<i64>> {
    let position = feedback(0, |position| {
        let accepted = x.sample(position, |x, p| p + x).filter(|p| p.abs() < 9).share();
        (accepted, accepted)
    });
    let (last, duty) = forward(1_i64);
    let turned = y.sample(last, |y, last| last.wrapping_mul(3) - y).share();
    duty.bind(turned.dedupe());
    vec![position, turned]
}

fn timed(x: Shared<i64>, y: Shared<i64>) -> Vec<Shared<i64>> {
    let secs = Span::from_secs;
    let minutes = |at: Time| at.nanos() / 1_000_000_000;
    vec![
        x.delay(secs(3)).share(),
        x.delay(secs(2)).boxed().delay(secs(1)).merge(y, |x, y| x * 100 + y).share(),
        every(secs(3)).map(minutes).sample(x.hold(0), |at, x| at * 100 + x).share(),
        after(secs(11)).map(minutes).or(after(secs(23)).map(minutes)).share(),
        every(secs(2)).map(minutes).within(|t| t.merge(y.delay(secs(2)), |t, y| t - y)).share(),
        every(secs(3)).last().map(minutes).sample(x.hold(0), |at, x| at * 100 + x).share(),
        every_from(Time::from_secs(-4), secs(5)).last().or(at(Time::from_secs(13))).map(minutes).share(),
        x.next_instant().merge(y, |x, y| x * 100 + y).next_instant().share(),
        x.timeout(secs(3))
            .map(minutes)
            .or(y.timeout(secs(2)).timestamped().map(move |(at, _)| minutes(at)))
            .share(),
        x.debounce(secs(2)).merge(y.throttle(secs(3)), |x, y| x * 100 + y).share(),
        y.elapsed().map(|gap| gap.nanos() / 1_000_000_000).share(),
    ]
}

fn digest<K: Into<i64> + Copy + Eq + Hash>(burst: Burst<K, i64>) -> i64 {
    let fold = |sum: i64, (key, value): (K, i64)| sum.wrapping_mul(31).wrapping_add(key.into() * 7 + value);
    burst.into_iter().fold(1, fold)
}

fn keyed(x: Shared<i64>, y: Shared<i64>) -> Vec<Shared<i64>> {
    let held = y.hold(6);
    let secs = Span::from_secs;
    let key = |x: &i64| x.rem_euclid(4);
    let simple = x.per_key(key, |_, own| own.scan(0, |s, x| s * 2 + x));
    let joints = x.per_key(key, move |key, own: Entry<i64>| {
        let start = *key;
        let total = feedback(start, |total| {
            let next = own.sample(total, |x, total| (total * 3 + x) % 1_009).share();
            (next, next)
        });
        let late = own.delay(secs(2)).share();
        let ticks = every(secs(5)).map(|at| at.nanos() / 1_000_000_000).share();
        let last = own.hold(-1);
        total.or(late.sample(last, |late, last| late * 10 + last)).or(ticks).or(y.sample(held, |y, b| y - b))
    });
    let nested = x.per_key(key, move |_, own| {
        let outer = own.scan(0, |s, x| s + x).share();
        own.per_key(
            |x| *x > 2,
            move |_, inner| {
                let late = inner.delay(secs(3)).map(|x| x * 50).share();
                late.or(inner).or(outer.map(|o| -o)).scan(0, |s: &i64, x| s.wrapping_mul(5) + x)
            },
        )
        .map(digest)
    });
    let silent = x.per_key(key, move |_, own| {
        let calm = own.debounce(secs(3)).share();
        let ticks = at(Time::from_secs(9)).last().map(|_| -9).share();
        let told = own.timeout(secs(2)).map(|at| at.nanos() / 1_000_000_000).or(calm.next_instant());
        told.or(ticks).or(own.throttle(secs(4)).elapsed().map(|gap| gap.nanos() / 1_000_000_000))
    });
    let unlike = x.per_key(key, move |key, own| match key % 2 {
        0 => own.delay(secs(1)).boxed(),
        _ => own.scan(0, |s, x| s + x).boxed(),
    });
    vec![
        simple.map(digest).share(),
        joints.map(digest).share(),
        nested.map(digest).share(),
        unlike.map(digest).share(),
        silent.map(digest).share(),
    ]
}
