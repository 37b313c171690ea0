//! Real time that never goes back.

use std::time::Duration;

use super::sync::{Instant, SystemTime};
use crate::time::{Span, Time};

/// How often both clocks are looked at.
const LOOKS: u32 = 16;

/// The time of day as it was at the start, and since then what has passed: setting the clock of the machine moves no
/// deadline.
#[derive(Clone, Copy, Debug)]
pub(in crate::runtime) struct Monotonic {
    start: Instant,
    origin: Time,
}

impl Monotonic {
    /// A clock that starts with the time of day. Connectors may stamp with that, so the two should agree: of several looks
    /// at both the one counts that was interrupted least.
    #[expect(clippy::disallowed_methods, reason = "real time is read here, for runtimes alone")]
    pub(in crate::runtime) fn start() -> Self {
        let looks = (0..LOOKS).map(|_| {
            let (before, day, after) = (Instant::now(), SystemTime::now(), Instant::now());
            (after.duration_since(before), before, day)
        });
        let best = looks.min_by_key(|(between, ..)| *between);
        let (_, start, day) = best.unwrap_or_else(|| (Duration::ZERO, Instant::now(), SystemTime::now()));
        let since_epoch = day.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self { start, origin: Time::EPOCH.after(span(since_epoch)) }
    }

    /// The time.
    pub(in crate::runtime) fn now(&self) -> Time {
        self.origin.after(span(self.start.elapsed()))
    }

    /// How long it is until then.
    pub(in crate::runtime) fn until(&self, at: Time) -> Duration {
        let nanos = at.nanos().saturating_sub(self.now().nanos());
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(0))
    }
}

/// A span that is longer than times can be apart is the longest.
fn span(duration: Duration) -> Span {
    Span::from_nanos(u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX))
}

/// Some time to wait for several things, all together.
#[derive(Clone, Copy, Debug)]
pub(in crate::runtime) struct TimeLeft {
    until: Instant,
}

impl TimeLeft {
    #[expect(clippy::disallowed_methods, reason = "real time is read here, for runtimes alone")]
    pub(in crate::runtime) fn from(time: Duration) -> Self {
        Self { until: Instant::now() + time }
    }

    /// What is left of it.
    #[expect(clippy::disallowed_methods, reason = "real time is read here, for runtimes alone")]
    pub(in crate::runtime) fn left(self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }
}
