//! What does each thing cost alone: an event, a joint, what is there and not touched, a timer, a key, building?
//!
//! Nanoseconds from interleaved runs, medians of nine, and differences of them; allocations are counted, not timed.

#![recursion_limit = "512"]

use std::time::Instant;

use tidegate::network::{Border, Clock, Event, Input, Network, Output, Sequence, Shared, after, merge_all};
use tidegate::time::{Span, Time};

mod workload;

use workload::spec::{Words, f, mix};
use workload::{Run, WORKLOADS, hand, measure, networks};

/// Beyond all that is run here.
const NEVER: Span = Span::from_secs(1_000_000_000);

/// Joints in a row, none fused with the next.
fn row(x: Shared<u64>, joints: usize) -> Shared<u64> {
    (0..joints).fold(x, |x, _| x.map(f).share())
}

/// What is timed: a label, and what is run.
type Rows<const N: usize> = [(&'static str, Run); N];

/// Times all rows in one go and prints what `say` makes of them.
fn table<const N: usize>(title: &str, rows: Rows<N>, say: impl Fn(&[f64; N]) -> String) {
    let (labels, runs): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let mut timers: Vec<_> = runs.into_iter().map(measure::timer).collect();
    let times = measure::interleaved(&mut timers);
    println!("\n{title}");
    labels.iter().zip(&times).for_each(|(label, ns)| println!("  {label:<44}{ns:>10.2} ns"));
    let times = times.try_into().unwrap_or_else(|_| unreachable!("as many times as rows"));
    println!("  {}", say(&times));
}

fn an_event() {
    let rows = [
        ("source and checksum by hand", hand::chain::<0>()),
        ("source and checksum as a network", networks::chain_0()),
        ("chain/8 by hand", hand::chain::<8>()),
        ("chain/8 as a network", networks::chain_8()),
    ];
    table("An event", rows, |[h0, n0, h8, n8]| {
        format!("fixed cost: {:.2} ns, {:.2} ns where there is work to overlap with", n0 - h0, n8 - h8)
    });
}

fn a_joint() {
    let rows = [
        ("no joints", networks::mixed(|x| row(x, 0))),
        ("32 joints in a row, each one `f`", networks::mixed(|x| row(x, 32))),
    ];
    table("A joint: a network wired at run time, nothing fused", rows, |[none, all]| {
        format!("a joint with its `f`: {:.2} ns", (all - none) / 32.0)
    });
}

/// So many rows of eight joints, each behind an input of its own; the middle one is fed.
fn rows_of_eight(count: usize) -> Run {
    let wire = |border: &mut Border| -> (Input<u64>, Output<u64>) {
        let (input, words) = border.input();
        (input, border.output(row(words, 7).scan(0, |h, v| mix(*h, v))))
    };
    let built = Network::build(Time::EPOCH, |border| {
        let rows: Vec<_> = (0..count).map(|_| wire(border)).collect();
        rows.into_iter().nth(count / 2).expect("there is a middle")
    });
    let (mut net, (input, output)) = built.expect("the rows build");
    let mut words = Words::new();
    Box::new(move |n| {
        for _ in 0..n {
            net.feed(Time::EPOCH, &input, words.next()).expect("time stands still");
        }
        *net.get(&output).expect("it occurs with every event")
    })
}

fn what_is_not_touched() {
    let rows =
        [("8 joints, 8 touched", rows_of_eight(1)), ("100,000 joints, 8 touched", rows_of_eight(12_500))];
    table("What is there and not touched", rows, |[few, many]| format!("{:.2} times", many / few));
}

/// A chain of eight, beside so many timers that are armed.
fn beside_timers(timers: usize) -> Run {
    networks::mixed_in(move |border, x| {
        for _ in 0..timers {
            border.output(after(NEVER));
        }
        networks::eight(x)
    })
}

/// Every event sets one timer anew, beside so many others.
fn setting_a_timer(others: usize) -> Run {
    networks::mixed_in(move |border, x| {
        for _ in 0..others {
            border.output(after(NEVER));
        }
        border.output(x.debounce(NEVER));
        networks::eight(x)
    })
}

fn timers() {
    let rows = [
        ("chain/8", beside_timers(0)),
        ("chain/8 beside an armed timer", beside_timers(1)),
        ("chain/8 beside 100,000", beside_timers(100_000)),
        ("chain/8, and a timer set anew", setting_a_timer(0)),
        ("chain/8, and one of 100,001 set anew", setting_a_timer(100_000)),
    ];
    table("Timers that are not due", rows, |[none, one, many, set, set_many]| {
        format!(
            "armed: {:+.2} ns, 100,000 armed: {:+.2} ns; setting one: {:+.2} ns, one of 100,001: {:+.2} ns",
            one - none,
            many - none,
            set - none,
            set_many - none
        )
    });
}

/// A sub-network for every event, if `fresh`, gone again when the next one comes; else always the same.
fn keys(fresh: bool) -> Run {
    networks::mixed_in(move |_, x| {
        let key = move |x: &u64| if fresh { *x } else { 0 };
        let gone = x.pairwise().filter_map(move |(last, _)| fresh.then_some(last));
        let each = x.keyed(key).removed_by(gone).each(|_, own| own.map(f));
        each.map_ref(|burst| burst.iter().fold(0, |sum, (_, value)| value.wrapping_add(sum)))
    })
}

fn keys_that_come_and_go() {
    let rows =
        [("one sub-network that stays", keys(false)), ("one comes and one goes with each event", keys(true))];
    table("Keys", rows, |[same, fresh]| format!("coming and going: {:.0} ns", fresh - same));
}

/// So many inputs, all fed in each instant.
fn at_once(inputs: usize) -> Run {
    let built = Network::build(Time::EPOCH, |border| {
        let (inputs, events): (Vec<_>, Vec<_>) = (0..inputs).map(|_| border.input::<u64>()).unzip();
        let sum = merge_all(events, u64::wrapping_add);
        (inputs, border.output(sum.scan(0, |h, v| mix(*h, v))))
    });
    let (mut net, (inputs, output)) = built.expect("the inputs build");
    let mut words = Words::new();
    Box::new(move |n| {
        for _ in 0..n {
            let word = words.next();
            let instant = net.instant(Time::EPOCH).expect("time stands still");
            let fed = inputs.iter().try_fold(instant, |instant, input| instant.feed(input, word));
            fed.and_then(|instant| instant.run()).expect("each input is fed once");
        }
        *net.get(&output).expect("it occurs in every instant")
    })
}

fn several_sources() {
    let rows = [
        ("1 input", at_once(1)),
        ("2 inputs", at_once(2)),
        ("4 inputs", at_once(4)),
        ("8 inputs", at_once(8)),
    ];
    table("Several sources in one instant", rows, |[one, two, _, eight]| {
        format!("the second input: {:.2} ns, each further one: {:.2} ns", two - one, (eight - two) / 6.0)
    });
}

const CHAINS: usize = 100;
const LINKS: usize = 100;

fn chains() -> Network {
    let built = Network::build(Time::EPOCH, |border| {
        let (_input, words) = border.input();
        for _ in 0..CHAINS {
            let _ = row(words, LINKS);
        }
    });
    built.expect("the chains build").0
}

#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn building() {
    let joints = (CHAINS * LINKS) as f64;
    let (mut built, mut dropped) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        let start = Instant::now();
        let network = chains();
        built.push(start.elapsed().as_nanos() as f64 / joints);
        let start = Instant::now();
        drop(network);
        dropped.push(start.elapsed().as_nanos() as f64 / joints);
    }
    println!("\nBuilding {joints} joints, 100 chains of 100, each joint");
    println!("  {:<44}{:>10.2} ns", "built", measure::median(built));
    println!("  {:<44}{:>10.2} ns", "dropped", measure::median(dropped));
    let mut network = None;
    let counted = allocation_counter::measure(|| network = Some(chains()));
    println!("  {:<44}{:>10.2} bytes", "alive", counted.bytes_current as f64 / joints);
    println!("  {:<44}{:>10.2}", "allocations", counted.count_total as f64 / joints);
}

/// Enough for every instrument to have been seen and every window to be full.
const WARM_UP: u64 = 500_000;

fn allocations() {
    println!("\nAllocations in 10,000 events, when warm");
    for (name, _, network) in WORKLOADS {
        let mut run = network();
        run(WARM_UP);
        let counted = allocation_counter::measure(|| {
            run(10_000);
        });
        println!("  {name:<44}{:>10}", counted.count_total);
    }
}

fn main() {
    an_event();
    a_joint();
    what_is_not_touched();
    timers();
    keys_that_come_and_go();
    several_sources();
    building();
    allocations();
}
