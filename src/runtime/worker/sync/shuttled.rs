//! The same from shuttle, and what shuttle has not: waits that end when their time has come.

use std::convert::Infallible;
use std::ops::Add;
use std::sync::PoisonError;
use std::time::Duration;

pub(in crate::runtime) use shuttle::sync::{
    Arc, Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicU64, Ordering},
};
pub(in crate::runtime) use shuttle::thread;

use super::clock;

/// A condition variable whose timed waits do end.
#[derive(Debug, Default)]
pub(in crate::runtime) struct Condvar(Arc<shuttle::sync::Condvar>);

type Locked<'a, T> = Result<MutexGuard<'a, T>, PoisonError<MutexGuard<'a, T>>>;

impl Condvar {
    pub(in crate::runtime) fn notify_one(&self) {
        self.0.notify_one();
    }

    pub(in crate::runtime) fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> Locked<'a, T> {
        self.0.wait(guard)
    }

    /// Waits for a notification or for the time; which of them it was, nobody asks here.
    pub(in crate::runtime) fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        longest: Duration,
    ) -> Locked<'a, T> {
        let _alarm = clock::ring_at(clock::now().saturating_add(longest), &self.0);
        self.0.wait(guard)
    }
}

/// A time of the clock of this schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::runtime) struct Instant(Duration);

impl Instant {
    pub(in crate::runtime) fn now() -> Self {
        Self(clock::now())
    }

    pub(in crate::runtime) fn elapsed(self) -> Duration {
        Self::now().duration_since(self)
    }

    pub(in crate::runtime) fn duration_since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    pub(in crate::runtime) fn saturating_duration_since(self, earlier: Self) -> Duration {
        self.duration_since(earlier)
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, time: Duration) -> Self {
        Self(self.0 + time)
    }
}

/// The time of day of this schedule: it begins with the epoch.
#[derive(Clone, Copy, Debug)]
pub(in crate::runtime) struct SystemTime(Duration);

impl SystemTime {
    pub(in crate::runtime) const UNIX_EPOCH: Self = Self(Duration::ZERO);

    pub(in crate::runtime) fn now() -> Self {
        Self(clock::now())
    }

    pub(in crate::runtime) fn duration_since(self, earlier: Self) -> Result<Duration, Infallible> {
        Ok(self.0.saturating_sub(earlier.0))
    }
}
