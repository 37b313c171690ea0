//! Plays a case under many schedules.

use std::sync::Arc;

use shuttle::scheduler::{PctScheduler, RandomScheduler, ReplayScheduler, Schedule, Scheduler, Task, TaskId};
use shuttle::{Config, MaxSteps, Runner};

use crate::case::{Case, Pace};
use crate::play::play;
use crate::tally::Tally;

/// Names a schedule that is played instead, as a failing test has printed it.
const REPLAY: &str = "TIDEGATE_SCHEDULE";

/// Where the first schedules of a case come from, unless `SHUTTLE_RANDOM_SEED` names another seed.
const SEED: u64 = 20_261_122;

/// Changes of priority in a schedule: most races need one or two.
const DEPTH: usize = 3;

/// In haste, one step of so many lets time pass.
const HASTE: u64 = 24;

/// Far above what any run takes: one that has not ended then never will.
const MOST_STEPS: usize = 100_000;

/// Plays the case under so many schedules: half of them at random, half by priorities that change a few times.
pub(crate) fn explore(case: Case, schedules: usize) {
    let mut config = Config::new();
    config.silence_warnings = true;
    config.max_steps = MaxSteps::FailAfter(MOST_STEPS);
    config.stack_size = 0x2_0000;
    if let Ok(schedule) = std::env::var(REPLAY) {
        let replay = ReplayScheduler::new_from_encoded(schedule.trim().trim_matches('"').trim());
        Runner::new(replay, config).run(move || play(case, &Tally::default()));
        return;
    }
    let tally = Arc::new(Tally::default());
    let _told = Told(case, Arc::clone(&tally));
    let playing = || {
        let tally = Arc::clone(&tally);
        move || play(case, &tally)
    };
    let seed = case.name.bytes().fold(SEED, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
    let random = RandomScheduler::new_from_seed(seed, schedules / 2);
    Runner::new(Timed::new(random, case.pace), config.clone()).run(playing());
    let pct = PctScheduler::new_from_seed(seed, DEPTH, schedules - schedules / 2);
    Runner::new(Timed::new(pct, case.pace), config).run(playing());
}

/// Tells at the end what came of a case's schedules; where one has failed, which.
struct Told(Case, Arc<Tally>);

impl Drop for Told {
    fn drop(&mut self) {
        let (name, counts) = (self.0.name, self.1.counts());
        match std::thread::panicking() {
            true => eprintln!("{name}: schedule {} has failed", counts.schedules),
            false => println!("{name}: {counts:?}"),
        }
    }
}

/// A scheduler that lets time pass when nobody else has anything to do, and in haste now and then before that.
struct Timed<S> {
    scheduler: S,
    pace: Pace,
    /// The state of a small generator, set by the seed of each schedule.
    dice: u64,
}

impl<S: Scheduler> Timed<S> {
    const fn new(scheduler: S, pace: Pace) -> Self {
        Self { scheduler, pace, dice: 0 }
    }

    fn is_hasty_now(&mut self) -> bool {
        // Knuth's MMIX generator; its high bits are good enough for a die.
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.pace == Pace::Hasty && (self.dice >> 33).is_multiple_of(HASTE)
    }
}

impl<S: Scheduler> Scheduler for Timed<S> {
    fn new_execution(&mut self) -> Option<Schedule> {
        let schedule = self.scheduler.new_execution()?;
        self.dice = schedule.seed;
        Some(schedule)
    }

    fn next_task(
        &mut self,
        runnable: &[&Task],
        current: Option<TaskId>,
        is_yielding: bool,
    ) -> Option<TaskId> {
        // Time is the only task that nobody waits for.
        let (time, others): (Vec<&Task>, Vec<&Task>) = runnable.iter().partition(|task| task.is_detached());
        match time.first() {
            Some(time) if others.is_empty() || self.is_hasty_now() => Some(time.id()),
            _ => self.scheduler.next_task(&others, current, is_yielding),
        }
    }

    fn next_u64(&mut self) -> u64 {
        self.scheduler.next_u64()
    }
}
