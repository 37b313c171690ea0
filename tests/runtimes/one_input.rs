//! One strategy, one input, three runtimes: where connectors work changes nothing, bit for bit.
//!
//! A seed is a world: made up markets, one of five strategies, a venue that answers late, a gate that is far away, and a
//! signal at some time. It is played in simulation, with connectors on threads, and with connectors in tasks.

use tidegate::connector::Connector;
use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::{FillRule, SimulatedVenue};
use tidegate::prelude::*;
use tidegate::runtime::{Outcome, Runtime, Sim, ThreadWorkers};

use crate::delayed::Delayed;
use crate::traders::{clockwork, maker, mirror, steered, swing};

const START: Time = Time::from_secs(1_704_067_200);

/// Splitmix64: one seed, one row of numbers.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

/// A made up market of a dozen trades or two, with a venue.
fn venue<M: Market<Instrument = Only>>(dice: &mut Dice) -> impl Connector<M> + use<M> {
    let options = SyntheticOptions::<M>::default().seed(dice.next()).trades(6 + dice.below(18)).start(START);
    let data = Synthetic::new(Only, options).expect("sound options");
    let rule = if dice.below(2) == 0 { FillRule::Same } else { FillRule::Next };
    let fee = "0.001".parse().expect("a rate");
    Delayed(SimulatedVenue::new(data).fee(fee).fill(rule), millis(dice, 3, 40))
}

/// Nothing in one case of `often`, else up to so many milliseconds.
fn millis(dice: &mut Dice, often: u64, most: u64) -> Span {
    match dice.below(often) {
        0 => Span::ZERO,
        _ => Span::from_millis(dice.below(most)),
    }
}

/// Plays the world of a seed, with connectors wherever `place` puts them.
fn play<R: Runtime>(seed: u64, place: impl FnOnce(Sim) -> R) -> Outcome {
    let mut dice = Dice(seed);
    let at = START.after(Span::from_millis(dice.below(2_500)));
    let sim = Sim::new().action_delay(millis(&mut dice, 2, 30)).cause_at(at, Cause::Signal, "SIGTERM");
    let (which, runtime) = (dice.below(5), place(sim));
    let ended = match which {
        0 => runtime.run(&maker, (venue(&mut dice),)),
        1 => runtime.run(&clockwork, (venue(&mut dice),)),
        2 => runtime.run(&swing, (venue(&mut dice),)),
        3 => runtime.run(&mirror, (venue(&mut dice), venue(&mut dice))),
        _ => {
            let ticks = 0..dice.below(20);
            let feed: Vec<(Time, u64)> =
                ticks.map(|tick| (START.after(Span::from_millis(100 * tick)), dice.below(5))).collect();
            runtime.run(&steered, (venue(&mut dice), venue(&mut dice), feed.into_iter()))
        }
    };
    ended.unwrap_or_else(|error| panic!("seed {seed}: {error}"))
}

#[track_caller]
fn are_equal(seed: u64, one: &Outcome, other: &Outcome) {
    assert_eq!(one.trace_hash, other.trace_hash, "seed {seed}: the traces differ");
    assert_eq!(one.report, other.report, "seed {seed}: the reports differ");
    assert_eq!(one.saved, other.saved, "seed {seed}: the states differ");
    let counts = |outcome: &Outcome| (outcome.instants, outcome.events, outcome.first, outcome.last);
    assert_eq!(counts(one), counts(other), "seed {seed}: the counts differ");
    assert!(other.left_behind.is_empty(), "seed {seed}: left behind: {:?}", other.left_behind);
}

/// What the worlds of many seeds had in them.
#[derive(Debug, Default)]
struct Seen {
    orders: u64,
    fills: u64,
    swept: u64,
    stopped: u64,
}

/// Plays the worlds of these seeds, in each runtime.
fn compare(seeds: std::ops::Range<u64>) -> Seen {
    #[cfg(feature = "tokio")]
    let tokio = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build();
    #[cfg(feature = "tokio")]
    let tokio = tokio.expect("a tokio");
    let mut seen = Seen::default();
    for seed in seeds {
        let here = play(seed, |sim| sim);
        are_equal(seed, &here, &play(seed, |sim| sim.with_workers(ThreadWorkers::new())));
        #[cfg(feature = "tokio")]
        {
            let workers = tidegate::runtime::TaskWorkers::on(tokio.handle().clone());
            are_equal(seed, &here, &play(seed, |sim| sim.with_workers(workers)));
        }
        seen.orders += here.report.orders.submitted;
        seen.fills += here.report.orders.filled;
        seen.swept += here.report.orders.swept;
        seen.stopped += u64::from(here.report.cause == Cause::Signal);
    }
    seen
}

/// Every part of the worlds matters: no seed is played in vain.
#[track_caller]
fn is_rich(seeds: u64, seen: &Seen) {
    println!("{seeds} seeds: {seen:?}");
    let enough = seen.orders > seeds && seen.fills > seeds / 2 && seen.swept > seeds / 20;
    assert!(enough && (seeds / 4..seeds).contains(&seen.stopped), "too little happens: {seen:?}");
}

#[test]
fn a_thousand_worlds_are_equal_in_every_runtime() {
    is_rich(1_000, &compare(0..1_000));
}

/// `WORLDS=1000000 FIRST_WORLD=1000 cargo test --release --test runtimes a_million_worlds -- --ignored`; in half
/// the time on one core (`taskset -c 0` before it), and in two parts, one on each.
#[test]
#[ignore = "an hour or more: threads that change places"]
fn a_million_worlds_are_equal_in_every_runtime() {
    let number = |name: &str, unset| {
        std::env::var(name).map_or(unset, |text| text.parse().unwrap_or_else(|_| panic!("{name}: {text}")))
    };
    let (first, worlds) = (number("FIRST_WORLD", 1_000), number("WORLDS", 1_000_000));
    is_rich(worlds, &compare(first..first + worlds));
}

#[test]
fn worlds_of_two_seeds_differ() {
    let hashes: std::collections::BTreeSet<u64> =
        (0..50).map(|seed| play(seed, |sim| sim).trace_hash).collect();
    assert!(hashes.len() > 45, "{} of 50", hashes.len());
}
