//! A third party's runtime: virtual time that passes at a fixed pace, written against the public interface only.

use std::thread;
use std::time::{Duration, Instant};

use tidegate::runtime::{AttachAll, Host, Outcome, Reached, RunError, Runtime, Setup, drive};
use tidegate::strategy::Strategy;
use tidegate::time::Time;

use crate::bent::{Bending, Fault};

/// The longest wait without a look at who wants to stop.
const LONGEST: Duration = Duration::from_millis(5);

/// Virtual time that passes so many times as fast as real time, with connectors that have a fault, or none.
pub(crate) struct Paced {
    setup: Setup,
    pace: Pace,
}

impl Paced {
    pub(crate) fn new(times: u32, fault: Fault) -> Self {
        Self { setup: Setup::default(), pace: Pace { crew: Bending(fault), times, began: None } }
    }
}

impl Runtime for Paced {
    fn setup(&mut self) -> &mut Setup {
        &mut self.setup
    }

    fn run<P, S, C>(self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        drive(self.setup, self.pace, strategy, connectors)
    }
}

struct Pace {
    crew: Bending,
    times: u32,
    /// The first time that was waited for, and when that was in real time.
    began: Option<(Time, Instant)>,
}

#[expect(clippy::disallowed_methods, reason = "time passes")]
impl Pace {
    /// Lets time pass until then, a little at a time; whether it has come.
    fn has_come(&mut self, at: Time) -> bool {
        let (first, began) = *self.began.get_or_insert_with(|| (at, Instant::now()));
        let ahead = Duration::from_nanos(at.since(first).nanos().unsigned_abs()) / self.times;
        let left = ahead.saturating_sub(began.elapsed());
        thread::sleep(left.min(LONGEST));
        left <= LONGEST
    }
}

impl Host for Pace {
    type Crew = Bending;

    fn crew(&self) -> &Bending {
        &self.crew
    }

    fn reach(&mut self, event: Option<Time>, due: Option<Time>) -> Reached {
        let first = Reached::first(event, due);
        match first.at() {
            Some(at) if self.has_come(at) => first,
            _ => Reached::Nothing,
        }
    }
}
