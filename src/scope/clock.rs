//! Where waits take their time from.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::time::Time;

/// A source of time and of timers, given as an argument: nothing here reads a clock of its own.
///
/// Laws: `now` does not go back. A timer is ready when `now` has reached its time, never before; one at
/// [`Time::MAX`] never is. Dropping a timer disarms it.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Time;

    /// A timer that is ready at `at`, armed from this call on.
    fn sleep_until(&self, at: Time) -> Timer;
}

impl<C: Clock + ?Sized> Clock for &C {
    fn now(&self) -> Time {
        (**self).now()
    }

    fn sleep_until(&self, at: Time) -> Timer {
        (**self).sleep_until(at)
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Time {
        (**self).now()
    }

    fn sleep_until(&self, at: Time) -> Timer {
        (**self).sleep_until(at)
    }
}

/// An armed timer of a [`Clock`]: a future that is ready at its time, disarmed when dropped.
///
/// One allocation each, so that a clock may be chosen at run time.
#[must_use = "a timer that is dropped is disarmed"]
pub struct Timer(Pin<Box<dyn Future<Output = ()> + Send>>);

impl Timer {
    /// For the authors of clocks.
    pub fn new(timer: impl Future<Output = ()> + Send + 'static) -> Timer {
        Timer(Box::pin(timer))
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.0.as_mut().poll(cx)
    }
}

impl std::fmt::Debug for Timer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Timer").finish_non_exhaustive()
    }
}
