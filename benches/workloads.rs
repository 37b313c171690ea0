//! What does an event cost, against the loop one would write by hand?
//!
//! Each workload runs the same generator, functions and checksum as its hand-written twin. The
//! ratio is printed from interleaved runs (median of nine); criterion gives the wall times.

use std::hint::black_box;
use std::time::Instant;

use criterion::Criterion;
use tidegate::network::{Event, Input, Network, Output};
use tidegate::time::Time;

const SEED: u64 = 0x853C_49E6_748F_EA9B;

fn lcg(s: u64) -> u64 {
    s.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407)
}

fn mix(h: u64, v: u64) -> u64 {
    h.rotate_left(5).wrapping_add(v)
}

fn f(x: u64) -> u64 {
    x.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0xD1B5_4A32_D192_ED03).rotate_left(23)
}

fn g(x: u64) -> u64 {
    (x ^ (x >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

/// Something that consumes `n` events and gives a checksum.
type Run = Box<dyn FnMut(u64) -> u64>;

/// Feeds the generator's words into a network of one input and one checksum output.
fn words(mut net: Network, input: Input<u64>, output: Output<u64>) -> Run {
    let mut s = SEED;
    Box::new(move |n| {
        for _ in 0..n {
            s = lcg(s);
            let at = net.now();
            net.feed(at, &input, s).expect("time stands still and the input is fed once");
        }
        *net.get(&output).expect("the checksum occurs with every event")
    })
}

fn network(wire: impl FnOnce(&mut tidegate::network::Border) -> (Input<u64>, Output<u64>)) -> Run {
    let (net, (input, output)) = Network::build(Time::EPOCH, wire).expect("the workload builds");
    words(net, input, output)
}

fn by_hand(step: impl Fn(u64) -> u64 + 'static) -> Run {
    let (mut s, mut h) = (SEED, 0);
    Box::new(move |n| {
        for _ in 0..n {
            s = lcg(s);
            h = mix(h, step(s));
        }
        h
    })
}

fn chain_8() -> (Run, Run) {
    let hand = by_hand(|x| f(f(f(f(f(f(f(f(x)))))))));
    let net = network(|border| {
        let (input, x) = border.input();
        let y = x.map(f).map(f).map(f).map(f).map(f).map(f).map(f).map(f);
        (input, border.output(y.scan(0, |h, v| mix(*h, v))))
    });
    (hand, net)
}

const JOINTS: usize = 32;

fn joints_32() -> (Run, Run) {
    (by_hand(|x| (0..JOINTS).fold(x, |x, _| f(x))), joints(JOINTS))
}

/// So many joints in a row, none of them fused with the next.
fn joints(count: usize) -> Run {
    network(|border| {
        let (input, mut x) = border.input();
        for _ in 0..count {
            x = x.map(f).share();
        }
        (input, border.output(x.scan(0, |h, v| mix(*h, v))))
    })
}

fn level(x: u64) -> u64 {
    f(x).wrapping_add(g(x))
}

fn diamond<E: Event<Item = u64>>(x: E) -> impl Event<Item = u64> {
    x.within(|x| x.map(f).merge(x.map(g), u64::wrapping_add))
}

fn diamond_10() -> (Run, Run) {
    let hand = by_hand(|x| level(level(level(level(level(level(level(level(level(level(x)))))))))));
    let net = network(|border| {
        let (input, x) = border.input();
        let y = diamond(diamond(diamond(diamond(diamond(x)))));
        let y = diamond(diamond(diamond(diamond(diamond(y)))));
        (input, border.output(y.scan(0, |h, v| mix(*h, v))))
    });
    (hand, net)
}

#[derive(Clone, Copy, Default)]
struct Instrument {
    seen: bool,
    fast: f64,
    slow: f64,
    passed: Option<bool>,
    count: u64,
}

const FAST: f64 = 2.0 / 13.0;
const SLOW: f64 = 2.0 / 27.0;

fn quote(s: u64, instruments: u64) -> (u32, f64) {
    let instrument = ((s >> 32) * instruments) >> 32;
    (instrument as u32, 100.0 + ((s >> 8) & 0xF_FFFF) as f64 / 1_048_576.0)
}

/// The next average; not a number stands for none so far.
fn average(alpha: f64, v: f64, p: f64) -> f64 {
    if v.is_nan() { p } else { v + alpha * (p - v) }
}

fn sparse_hand(instruments: u64) -> Run {
    let mut states = vec![Instrument::default(); instruments as usize];
    let (mut s, mut h) = (SEED, 0);
    Box::new(move |n| {
        for _ in 0..n {
            s = lcg(s);
            let (instrument, p) = quote(s, instruments);
            let state = &mut states[instrument as usize];
            if state.seen {
                state.fast += FAST * (p - state.fast);
                state.slow += SLOW * (p - state.slow);
            } else {
                (state.seen, state.fast, state.slow) = (true, p, p);
            }
            let up = state.fast > state.slow;
            if state.passed != Some(up) {
                state.passed = Some(up);
                state.count += 1;
                h = mix(h, (u64::from(instrument) << 32) + state.count);
            }
        }
        h
    })
}

fn sparse_network(instruments: u64) -> Run {
    let built = Network::build(Time::EPOCH, |border| {
        let (input, quotes) = border.input::<(u32, f64)>();
        let counts = quotes.per_key(
            |quote| quote.0,
            |_, quotes| {
                quotes.map(|quote| quote.1).within(|p| {
                    let fast = p.scan(f64::NAN, |v, p| average(FAST, *v, p)).map(|fast| (fast, 0.0));
                    let slow = p.scan(f64::NAN, |v, p| average(SLOW, *v, p)).map(|slow| (0.0, slow));
                    let up = fast.merge(slow, |fast, slow| (fast.0, slow.1)).map(|(fast, slow)| fast > slow);
                    up.dedupe().scan(0u64, |count, _| count + 1)
                })
            },
        );
        let changes = counts.filter_map_ref(|burst| {
            burst.iter().map(|(instrument, count)| (u64::from(*instrument) << 32) + count).next()
        });
        let checksum = changes.scan(0, |h, v| mix(*h, v)).hold(0);
        let (ask, asked) = border.input::<()>();
        (input, ask, border.output(asked.sample(checksum, |(), h| h)))
    });
    let (mut net, (input, ask, answer)) = built.expect("the workload builds");
    let mut s = SEED;
    Box::new(move |n| {
        for _ in 0..n {
            s = lcg(s);
            let at = net.now();
            net.feed(at, &input, quote(s, instruments)).expect("time stands still and the input is fed once");
        }
        net.feed(net.now(), &ask, ()).expect("time stands still");
        *net.get(&answer).expect("the answer comes with the question")
    })
}

fn sparse_1000() -> (Run, Run) {
    (sparse_hand(1_000), sparse_network(1_000))
}

type Workload = (&'static str, fn() -> (Run, Run));

const WORKLOADS: [Workload; 4] = [
    ("chain/8", chain_8),
    ("joints/32", joints_32),
    ("diamond/10", diamond_10),
    ("sparse/1000", sparse_1000),
];

const EVENTS: u64 = 1_000_000;

/// Nanoseconds an event of one run.
#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn timed(run: &mut Run) -> f64 {
    let start = Instant::now();
    black_box(run(EVENTS));
    start.elapsed().as_nanos() as f64 / EVENTS as f64
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn ratios() {
    println!("{:<14}{:>10}{:>12}{:>10}", "workload", "hand ns", "tidegate ns", "times");
    for (name, make) in WORKLOADS {
        let (mut hand, mut net) = make();
        assert_eq!(hand(10_000), net(10_000), "{name}: the checksums agree");
        let pairs: Vec<(f64, f64)> = (0..9).map(|_| (timed(&mut hand), timed(&mut net))).collect();
        let (hand, net): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let (hand, net) = (median(hand), median(net));
        println!("{name:<14}{hand:>10.2}{net:>12.2}{:>10.2}", net / hand);
    }
}

/// What one joint adds: the row of joints less the same network without any.
fn cost_of_a_joint() {
    let (mut row, mut none) = (joints(JOINTS), joints(0));
    let pairs: Vec<f64> = (0..9).map(|_| (timed(&mut row) - timed(&mut none)) / JOINTS as f64).collect();
    println!("a joint: {:.2} ns", median(pairs));
}

fn main() {
    ratios();
    cost_of_a_joint();
    let mut criterion = Criterion::default().configure_from_args();
    for (name, make) in WORKLOADS {
        let (mut hand, mut net) = make();
        let mut group = criterion.benchmark_group(name);
        group.throughput(criterion::Throughput::Elements(1_000));
        group.bench_function("hand", |b| b.iter(|| hand(black_box(1_000))));
        group.bench_function("tidegate", |b| b.iter(|| net(black_box(1_000))));
        group.finish();
    }
    criterion.final_summary();
}
