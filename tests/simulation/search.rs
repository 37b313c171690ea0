//! Many worlds, each played twice and judged.

use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use tidegate::journal::MemoryJournal;
use tidegate::runtime::{Outcome, Runtime, ThreadWorkers};

use crate::judge::judge;
use crate::world::{Played, World};

/// What the worlds of many seeds had in them.
#[derive(Debug, Default)]
struct Seen {
    orders: u64,
    filled: u64,
    swept: u64,
    unknown: u64,
    injected: u64,
    clean: u64,
    refused: u64,
    /// Virtual time, in seconds.
    seconds: u64,
}

/// So many worlds that are wrong are enough.
const MOST: usize = 100;

impl std::iter::Sum for Seen {
    fn sum<I: Iterator<Item = Seen>>(all: I) -> Seen {
        all.fold(Seen::default(), |one, other| Seen {
            orders: one.orders + other.orders,
            filled: one.filled + other.filled,
            swept: one.swept + other.swept,
            unknown: one.unknown + other.unknown,
            injected: one.injected + other.injected,
            clean: one.clean + other.clean,
            refused: one.refused + other.refused,
            seconds: one.seconds + other.seconds,
        })
    }
}

impl Seen {
    fn add(&mut self, played: &Played) {
        self.injected += played.injected.iter().map(|injected| injected.list().len() as u64).sum::<u64>();
        let Ok(outcome) = &played.ended else {
            self.refused += 1;
            return;
        };
        self.orders += outcome.report.orders.submitted;
        self.filled += outcome.report.orders.filled;
        self.swept += outcome.report.orders.swept;
        self.unknown += outcome.report.orders.unknown;
        self.clean += u64::from(outcome.report.exit_code().0 == 0);
        self.seconds += outcome.last.since(outcome.first).nanos().unsigned_abs() / 1_000_000_000;
    }
}

/// All that is needed to see it and to play it again.
fn tale(seed: u64, played: &Played, why: &str) -> String {
    let injected: Vec<String> = played.injected.iter().map(ToString::to_string).collect();
    let near: Vec<String> = played.near.iter().map(|line| format!("{line:?}")).collect();
    format!("world {seed}: {why}\n{}\n{}", injected.join("\n"), near.join("\n"))
}

fn outcome(played: &Played) -> Option<&Outcome> {
    played.ended.as_ref().ok()
}

/// The same again gives the same.
fn equals(one: &Played, other: &Played) -> Result<(), String> {
    let [hash, again] = [one, other].map(|played| outcome(played).map(|outcome| outcome.trace_hash));
    let reports = [one, other].map(|played| outcome(played).map(|outcome| &outcome.report));
    match hash == again && reports[0] == reports[1] {
        true => Ok(()),
        false => Err(format!("it is not the same again: {hash:?}, {again:?}")),
    }
}

/// A quarter of the worlds are played in the order of their ports, the others in one that their seed chooses.
fn play(world: &World) -> Played {
    match world.seed % 4 {
        0 => world.play(|sim| sim),
        _ => world.play(|sim| sim.seed(world.seed)),
    }
}

/// What does not hold in the worlds of these seeds, played on as many threads as there are processors.
fn search(seeds: Range<u64>, check: impl Fn(&World) -> (Played, Result<(), String>) + Sync) -> Seen {
    let (next, found) = (AtomicU64::new(seeds.start), Mutex::new(Vec::new()));
    let work = || {
        let mut seen = Seen::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return seen;
            }
            let (played, held) = check(&World::of(seed));
            seen.add(&played);
            if let Err(why) = held {
                let mut found = found.lock().expect("no panic while it is held");
                found.push((seed, tale(seed, &played, &why)));
                if found.len() == MOST {
                    next.store(seeds.end, Ordering::Relaxed);
                }
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let seen = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic))).sum()
    });
    let found = found.into_inner().expect("no panic while it was held");
    let first = found.iter().map(|(seed, _)| *seed).min();
    // Of many that are wrong, the one with the least to read.
    if let Some((_, tale)) = found.iter().min_by_key(|(_, tale)| tale.lines().count()) {
        let all: Vec<&str> = found.iter().filter_map(|(_, tale)| tale.lines().next()).collect();
        let all = all.join("\n");
        panic!("{} worlds are wrong, the first is {first:?}:\n{all}\nthe shortest:\n{tale}", found.len());
    }
    seen
}

/// Plays worlds twice and judges them.
fn judged(seeds: Range<u64>) {
    let worlds = seeds.end - seeds.start;
    let seen = search(seeds, |world| {
        let played = play(world);
        let held = judge(world, &played).and_then(|()| equals(&played, &play(world)));
        (played, held)
    });
    println!("{worlds} worlds: {seen:?}");
    let is_rich = seen.orders > 4 * worlds
        && seen.filled > worlds
        && seen.swept > worlds / 4
        && seen.unknown > worlds / 20
        && seen.injected > worlds
        && seen.clean > worlds / 5;
    assert!(is_rich, "too little happens: {seen:?}");
}

#[test]
fn two_thousand_worlds_are_judged_by_their_venues() {
    judged(0..2_000);
}

/// Worlds that were wrong once: answers on their way when a link broke (49, 281, 84558), a deadline that passed while all
/// hung (683), an end that never comes (12149).
#[test]
fn worlds_that_were_wrong_once_are_right() {
    for seed in [49, 281, 291, 683, 12_149, 84_558] {
        search(seed..seed + 1, |world| {
            let played = play(world);
            let held = judge(world, &played);
            (played, held)
        });
    }
}

/// Tells the tale of one world: `WORLD=49 cargo test --release --test simulation one_world -- --ignored --nocapture`
#[test]
#[ignore = "for whoever looks at one"]
fn one_world_is_told() {
    let world = World::of(number("WORLD", 0));
    let played = play(&world);
    println!("{world:?}\n{}", tale(world.seed, &played, &format!("{:?}", judge(&world, &played))));
}

fn number(name: &str, unset: u64) -> u64 {
    std::env::var(name).map_or(unset, |text| text.parse().unwrap_or_else(|_| panic!("{name}: {text}")))
}

/// `WORLDS=1000000 FIRST_WORLD=2000 cargo test --release --test simulation a_million_worlds -- --ignored`
#[test]
#[ignore = "an hour"]
fn a_million_worlds_are_judged_by_their_venues() {
    let (first, worlds) = (number("FIRST_WORLD", 2_000), number("WORLDS", 1_000_000));
    judged(first..first + worlds);
}

/// Where connectors work changes nothing, whatever goes wrong with them.
#[test]
fn worlds_are_the_same_with_connectors_on_threads() {
    search(0..300, |world| {
        let here = play(world);
        let apart = match world.seed % 4 {
            0 => world.play(|sim| sim.with_workers(ThreadWorkers::new())),
            _ => world.play(|sim| sim.seed(world.seed).with_workers(ThreadWorkers::new())),
        };
        let held = equals(&here, &apart);
        (here, held)
    });
}

/// Whatever goes wrong, and whatever comes first: a journal of it gives the same strategy the same instants.
#[test]
fn worlds_are_replayed_from_their_journals() {
    search(0..300, |world| {
        let journal = MemoryJournal::new();
        let kept = journal.clone();
        let played = match world.seed % 4 {
            0 => world.play(|sim| sim.journal_to(kept)),
            _ => world.play(|sim| sim.seed(world.seed).journal_to(kept)),
        };
        let held = match outcome(&played) {
            None => Ok(()),
            Some(outcome) => match world.replay(&journal) {
                Ok(replayed) if replayed.trace_hash == outcome.trace_hash => Ok(()),
                replayed => Err(format!("expected {:016x}, found {replayed:?}", outcome.trace_hash)),
            },
        };
        (played, held)
    });
}

#[test]
fn without_faults_worlds_end_with_all_known() {
    let seen = search(0..500, |world| {
        let world = world.clone().without_faults();
        let played = play(&world);
        let held = judge(&world, &played);
        (played, held)
    });
    assert_eq!((seen.injected, seen.unknown, seen.refused), (0, 0, 0));
}
