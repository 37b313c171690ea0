//! Real time for the waits of a connector.

use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use super::worker::{Arc, AtomicBool, Bell, Monotonic, Ordering};
use crate::scope::{Clock, Timer, VirtualClock};
use crate::time::Time;

/// Real time, for the [loops](crate::scope) of a connector that has threads or tasks of its own: to connect anew, to say
/// that it lives. A strategy has no use for it; its time is that of its events.
///
/// One thread minds all timers of a clock and its clones; it ends with the last of them.
///
/// ```
/// use futures::executor::block_on;
/// use tidegate::runtime::RealClock;
/// use tidegate::scope::{Clock, Ended, Scope, sleep};
/// use tidegate::time::Span;
///
/// let (clock, scope) = (RealClock::start()?, Scope::root("session"));
/// let before = clock.now();
/// assert_eq!(block_on(sleep(&scope, &clock, Span::from_millis(2))), Ended::Finished(()));
/// assert!(clock.now() >= before.after(Span::from_millis(2)));
///
/// let stop = scope.token();
/// let stopping = std::thread::spawn(move || stop.cancel("SIGTERM"));
/// assert_eq!(block_on(sleep(&scope, &clock, Span::from_secs(3_600))), Ended::Cancelled("SIGTERM".into()));
/// stopping.join().expect("it cancels");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct RealClock(Arc<Owner>);

/// Lives as long as anybody may still wait.
struct Owner(Arc<Shared>);

struct Shared {
    time: Monotonic,
    /// Moved to the real time by the thread, whenever a timer is due.
    timers: VirtualClock,
    /// Rung when there is another timer, or nobody is left.
    bell: Bell,
    is_over: AtomicBool,
}

impl RealClock {
    /// The time of day as it is now, and from here on what passes of it: setting the machine's clock moves no timer.
    ///
    /// # Errors
    /// If there is no thread to be had.
    pub fn start() -> io::Result<Self> {
        let time = Monotonic::start();
        let timers = VirtualClock::new(time.now());
        let shared =
            Arc::new(Shared { time, timers, bell: Bell::default(), is_over: AtomicBool::new(false) });
        let minded = Arc::clone(&shared);
        thread::Builder::new().name("timers".to_owned()).spawn(move || minded.mind())?;
        Ok(Self(Arc::new(Owner(shared))))
    }
}

impl Shared {
    /// Minds the timers until nobody can wait for one.
    fn mind(&self) {
        while !self.is_over.load(Ordering::Acquire) {
            // Whoever panics when it is woken keeps no other from being woken.
            let _ = catch_unwind(AssertUnwindSafe(|| self.timers.advance_to(self.time.now())));
            match self.timers.next_deadline() {
                Some(at) => drop(self.bell.wait_for(self.time.until(at))),
                None => self.bell.wait(),
            }
        }
    }
}

impl Clock for RealClock {
    fn now(&self) -> Time {
        self.0.0.time.now()
    }

    fn sleep_until(&self, at: Time) -> Timer {
        let timer = self.0.0.timers.sleep_until(at);
        self.0.0.bell.ring();
        let clock = self.clone();
        Timer::new(async move {
            timer.await;
            drop(clock);
        })
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.0.is_over.store(true, Ordering::Release);
        self.0.bell.ring();
    }
}

impl fmt::Debug for RealClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RealClock").field(&self.now()).finish()
    }
}
