//! The alarm of a deadline: a timer whose waker cancels a scope, so that no task has to watch it.
//!
//! Invariants: the timer is polled with nothing locked, for it may wake while it is polled; what it says then is
//! not lost. Turned off, the timer is dropped and so disarmed.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Wake, Waker};

use super::clock::{Clock, Timer};
use super::node::Node;
use super::reason::Reason;
use crate::time::Time;

pub(super) struct Alarm {
    node: Weak<Node>,
    at: Time,
    stage: Mutex<Stage>,
}

enum Stage {
    Waiting(Timer),
    /// Somebody polls the timer; whether it has woken meanwhile.
    Polling {
        woken: bool,
    },
    Off,
}

impl Alarm {
    /// Cancels `node` at `at`, which may be now.
    pub(super) fn arm<C: Clock + ?Sized>(node: &Arc<Node>, clock: &C, at: Time) {
        if node.reason().is_some() {
            return;
        }
        let stage = Mutex::new(Stage::Waiting(clock.sleep_until(at)));
        let alarm = Arc::new(Alarm { node: Arc::downgrade(node), at, stage });
        if node.keep(&alarm) {
            alarm.look();
        }
    }

    pub(super) fn turn_off(&self) {
        let stage = std::mem::replace(&mut *self.lock(), Stage::Off);
        // The timer locks its clock when it is dropped.
        drop(stage);
    }

    /// Polls the timer until it has no more to say.
    fn look(self: &Arc<Self>) {
        let waker = Waker::from(self.clone());
        let mut cx = Context::from_waker(&waker);
        while let Some(mut timer) = self.take() {
            match Pin::new(&mut timer).poll(&mut cx) {
                Poll::Ready(()) => return self.ring(),
                Poll::Pending if self.put_back(timer) => return,
                Poll::Pending => {}
            }
        }
    }

    fn ring(&self) {
        self.turn_off();
        if let Some(node) = self.node.upgrade() {
            node.cancel(Reason::Deadline(self.at));
        }
    }

    /// The timer, if nobody else polls it.
    fn take(&self) -> Option<Timer> {
        let mut stage = self.lock();
        match std::mem::replace(&mut *stage, Stage::Polling { woken: false }) {
            Stage::Waiting(timer) => return Some(timer),
            Stage::Polling { .. } => *stage = Stage::Polling { woken: true },
            Stage::Off => *stage = Stage::Off,
        }
        None
    }

    /// Puts the timer back; `false` if it has woken meanwhile and has to be polled again.
    fn put_back(&self, timer: Timer) -> bool {
        let mut stage = self.lock();
        match &*stage {
            Stage::Polling { woken } => {
                let settled = !*woken;
                *stage = Stage::Waiting(timer);
                settled
            }
            // Turned off while it was away: it is dropped when this is unlocked.
            Stage::Waiting(_) | Stage::Off => {
                drop(stage);
                drop(timer);
                true
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.look();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.look();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::{Reason, Scope};

    /// Ready at its third poll; before, it wakes while it is polled.
    struct Restless(u8);

    impl Future for Restless {
        type Output = ();

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
            self.0 += 1;
            cx.waker().wake_by_ref();
            if self.0 == 3 { Poll::Ready(()) } else { Poll::Pending }
        }
    }

    struct RestlessClock;

    impl Clock for RestlessClock {
        fn now(&self) -> Time {
            Time::EPOCH
        }

        fn sleep_until(&self, _: Time) -> Timer {
            Timer::new(Restless(0))
        }
    }

    #[test]
    fn a_timer_that_wakes_while_it_is_polled_is_polled_again() {
        let at = Time::from_secs(1);
        let scope = Scope::root_until("short", &RestlessClock, at);
        assert_eq!(scope.reason(), Some(&Reason::Deadline(at)));
    }
}
