//! What does a network add to a queue, from a producer's thread to an executor's?
//!
//! Producer, queue, middle thread, queue, executor; messages of 64 bytes with a time stamp. The middle thread
//! applies `f` itself, or feeds a network that does so and passes its output on. Both are run in turns; printed are
//! the median of all repetitions, and the best one. The goal: half of all messages at most 0.1 us later, throughput
//! at most 10 % lower.
//!
//! Three threads want three cores. With fewer, and beside other work, the 99th percentile is the kernel's time
//! slices and not the queues, and the medians are too: then only the best repetition says something, and the last
//! row, which has neither threads nor queues.

#![recursion_limit = "512"]

use std::hint::black_box;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use tidegate::network::{Event, Network};
use tidegate::time::Time;

#[expect(dead_code, reason = "only the words, two functions and the measuring are needed here")]
mod workload;

use workload::measure::{Timer, interleaved, median, timer};
use workload::spec::{Words, f, mix};

const REPETITIONS: usize = 9;
/// 20,000 a second, for a second.
const PACED: u64 = 20_000;
const PACE: Duration = Duration::from_micros(50);
const HURRIED: u64 = 500_000;

/// 64 bytes: a cache line.
#[derive(Clone, Copy)]
struct Message {
    /// Nanoseconds since the run began.
    sent: u64,
    word: u64,
    _rest: [u64; 6],
}

impl Message {
    fn new(sent: u64, word: u64) -> Self {
        Self { sent, word, _rest: [0; 6] }
    }

    fn applied(self) -> Self {
        Self { word: f(self.word), ..self }
    }
}

/// The middle thread: passes on what it makes of each message.
type Middle = fn(Receiver<Message>, Sender<Message>);

fn bare(from: Receiver<Message>, to: Sender<Message>) {
    for message in from {
        to.send(message.applied()).expect("the executor listens to the end");
    }
}

fn network(from: Receiver<Message>, to: Sender<Message>) {
    let mut apply = applied_by_network();
    for message in from {
        to.send(apply(message)).expect("the executor listens to the end");
    }
}

fn applied_by_network() -> impl FnMut(Message) -> Message {
    let (mut net, (input, output)) = Network::build(Time::EPOCH, |border| {
        let (input, messages) = border.input::<Message>();
        (input, border.output(messages.map(Message::applied)))
    })
    .expect("one node can be built");
    move |message| {
        let now = Time::from_nanos(message.sent as i64);
        net.feed(now, &input, message).expect("time goes on and the input is fed once");
        *net.get(&output).expect("the output occurs with every message")
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn now() -> Instant {
    Instant::now()
}

fn nanos_since(start: Instant) -> u64 {
    start.elapsed().as_nanos() as u64
}

/// Sends so many messages, each when it is due.
fn produce(to: &Sender<Message>, messages: u64, pace: Duration, start: Instant) {
    let mut words = Words::new();
    let pace = pace.as_nanos() as u64;
    for number in 0..messages {
        while nanos_since(start) < number * pace {
            // Not a busy wait: the other two may have no core but this one.
            thread::yield_now();
        }
        to.send(Message::new(nanos_since(start), words.next())).expect("the middle listens to the end");
    }
}

/// What the executor has seen.
struct Received {
    checksum: u64,
    /// Of each message, in nanoseconds.
    latencies: Vec<u64>,
    /// From the first message sent to the last received.
    seconds: f64,
}

fn run(middle: Middle, messages: u64, pace: Duration) -> Received {
    let ((to_middle, from_producer), (to_executor, from_middle)) = (channel(), channel());
    let start = now();
    thread::scope(|threads| {
        threads.spawn(move || middle(from_producer, to_executor));
        threads.spawn(move || produce(&to_middle, messages, pace, start));
        let mut received =
            Received { checksum: 0, latencies: Vec::with_capacity(messages as usize), seconds: 0.0 };
        for message in from_middle {
            received.latencies.push(nanos_since(start) - message.sent);
            received.checksum = mix(received.checksum, message.word);
        }
        received.seconds = start.elapsed().as_secs_f64();
        received
    })
}

/// The latency that so many of a hundred messages stay below, in microseconds.
fn percentile(sorted: &[u64], hundredths: usize) -> f64 {
    sorted[(sorted.len() * hundredths / 100).min(sorted.len() - 1)] as f64 / 1e3
}

/// What is compared: two latencies, and how many millions of messages a second.
#[derive(Default)]
struct Figures {
    checksum: u64,
    p50: Vec<f64>,
    p99: Vec<f64>,
    throughput: Vec<f64>,
}

impl Figures {
    fn measure(&mut self, middle: Middle) {
        let mut paced = run(middle, PACED, PACE);
        paced.latencies.sort_unstable();
        self.p50.push(percentile(&paced.latencies, 50));
        self.p99.push(percentile(&paced.latencies, 99));
        let hurried = run(middle, HURRIED, Duration::ZERO);
        self.throughput.push(HURRIED as f64 / hurried.seconds / 1e6);
        self.checksum = mix(paced.checksum, hurried.checksum);
    }
}

/// What the middle thread does, without threads and queues: nanoseconds a message.
fn middle_alone() -> Vec<f64> {
    fn alone(mut apply: impl FnMut(Message) -> Message + 'static) -> Timer {
        let (mut words, mut h, mut sent) = (Words::new(), 0, 0);
        timer(Box::new(move |messages| {
            for _ in 0..messages {
                sent += 1;
                h = mix(h, apply(black_box(Message::new(sent, words.next()))).word);
            }
            h
        }))
    }
    interleaved(&mut [alone(Message::applied), alone(applied_by_network())])
}

/// A row for the medians and one for the best of all repetitions.
fn print_rows(what: &str, [bare, network]: [Vec<f64>; 2], best: fn(f64, f64) -> f64, goal: &str) {
    let best_of = |all: &[f64]| all.iter().copied().reduce(best).expect("there are repetitions");
    print_row(what, best_of(&bare), best_of(&network), goal);
    print_row("  median", median(bare), median(network), "");
}

fn print_row(what: &str, bare: f64, network: f64, goal: &str) {
    let (more, percent) = (network - bare, 100.0 * (network / bare - 1.0));
    println!("{what:<26}{bare:>10.2}{network:>10.2}{more:>+12.2}{percent:>+9.1} %   {goal}");
}

fn main() {
    let (mut queue, mut net) = (Figures::default(), Figures::default());
    for _ in 0..REPETITIONS {
        queue.measure(bare);
        net.measure(network);
        assert_eq!(queue.checksum, net.checksum, "the executor gets the same either way");
    }
    println!("{:<26}{:>10}{:>10}{:>12}{:>11}   goal", "std mpsc", "bare", "network", "difference", "");
    print_rows("p50, us, best", [queue.p50, net.p50], f64::min, "at most +0.10");
    print_rows("p99, us, best", [queue.p99, net.p99], f64::min, "");
    print_rows("million/s, best", [queue.throughput, net.throughput], f64::max, "at least -10 %");
    let alone = middle_alone();
    print_row("middle alone, ns", alone[0], alone[1], "");
}
