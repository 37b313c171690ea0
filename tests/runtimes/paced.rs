//! A third party's runtime: virtual time that passes at a fixed pace, written against the public interface only.

use std::thread;
use std::time::{Duration, Instant};

use tidegate::runtime::{AttachAll, Crew, Here, Host, Outcome, Reached, RunError, Runtime, Setup, drive};
use tidegate::strategy::Strategy;
use tidegate::time::Time;

/// The longest wait without a look at who wants to stop.
const LONGEST: Duration = Duration::from_millis(5);

/// Virtual time that passes so many times as fast as real time, with connectors wherever the crew puts them.
pub(crate) struct Paced<K = Here> {
    setup: Setup,
    times: u32,
    crew: K,
}

impl Paced {
    pub(crate) fn new(times: u32) -> Self {
        Self { setup: Setup::default(), times, crew: Here }
    }
}

impl<K: Crew> Paced<K> {
    pub(crate) fn with_crew(times: u32, crew: K) -> Self {
        Self { setup: Setup::default(), times, crew }
    }
}

impl<K: Crew> Runtime for Paced<K> {
    fn setup(&mut self) -> &mut Setup {
        &mut self.setup
    }

    fn run<P, S, C>(self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        let pace = Pace { crew: self.crew, times: self.times, began: None };
        drive(self.setup, pace, strategy, connectors)
    }
}

struct Pace<K> {
    crew: K,
    times: u32,
    /// The first time that was waited for, and when that was in real time.
    began: Option<(Time, Instant)>,
}

#[expect(clippy::disallowed_methods, reason = "time passes")]
impl<K> Pace<K> {
    /// Lets time pass until then, a little at a time; whether it has come.
    fn has_come(&mut self, at: Time) -> bool {
        let (first, began) = *self.began.get_or_insert_with(|| (at, Instant::now()));
        let ahead = Duration::from_nanos(at.since(first).nanos().unsigned_abs()) / self.times;
        let left = ahead.saturating_sub(began.elapsed());
        thread::sleep(left.min(LONGEST));
        left <= LONGEST
    }
}

impl<K: Crew> Host for Pace<K> {
    type Crew = K;

    fn crew(&self) -> &K {
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
