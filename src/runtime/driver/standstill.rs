//! A run that does not come to its end by itself: virtual time stays where it is, or only alarms let it pass.

use super::Driver;
use crate::control::{Cause, Input};
use crate::runtime::{Host, Lanes};
use crate::time::Time;

/// How many instants there are from one look to the next. So many at one timestamp are no data.
const MOST: u64 = 1 << 21;

/// When it was looked at last, and when it will be.
#[derive(Debug)]
pub(super) struct Standstill {
    last: Option<Time>,
    due: u64,
    /// Whether no connector had anything to tell then.
    was_silent: bool,
}

impl Default for Standstill {
    fn default() -> Self {
        Self { last: None, due: MOST, was_silent: false }
    }
}

impl Standstill {
    /// Whether it is time for a look: the one question that is asked in each instant.
    #[inline(always)]
    pub(super) const fn is_due(&self, instants: u64) -> bool {
        instants >= self.due
    }

    /// Whether no time has passed since the last look.
    fn is_one(&mut self, now: Time, instants: u64) -> bool {
        self.due = instants + MOST;
        self.last.replace(now) == Some(now)
    }
}

impl<L: Lanes, H: Host> Driver<L, H> {
    /// Stops a run that would go on for ever. One that answers each refusal at once with another order never comes to the
    /// next event; and once there is no data, orders of timers that are delayed by more than their period always wait.
    #[cold]
    pub(super) fn ends_at_standstill(&mut self) -> bool {
        let now = self.session.network.now();
        if self.standstill.is_one(now, self.session.instants) {
            self.move_to(now);
            let what = format!("no time passes: {MOST} instants at {now}");
            self.crash = Some(what.clone());
            self.tell(Input::Cause(Cause::Crash, what));
            return true;
        }
        let is_silent = self.host.has_ended(None) && !self.session.lanes.has_news();
        let has_ended = std::mem::replace(&mut self.standstill.was_silent, is_silent) && is_silent;
        if has_ended {
            self.move_to(now);
            let what = "no connector has more; actions of alarms wait, as they always would";
            self.tell(Input::Cause(Cause::DataEnd, what.to_owned()));
        }
        has_ended
    }
}
