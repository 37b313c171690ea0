//! A strategy that keeps virtual time where it is.

use super::Driver;
use crate::control::{Cause, Input};
use crate::runtime::{Host, Lanes};
use crate::time::Time;

/// So many instants at one timestamp, and data that has them, too, is not what its times say.
const MOST: u64 = 1 << 21;

/// How far the run was when it was last looked at.
#[derive(Debug, Default)]
pub(super) struct Standstill {
    last: Option<(Time, u64)>,
}

impl Standstill {
    /// Whether it is time for a look: the one question asked in each instant.
    #[inline(always)]
    pub(super) const fn is_due(instants: u64) -> bool {
        instants.is_multiple_of(MOST)
    }

    /// Whether no time has passed since so many instants.
    const fn is_one(&mut self, now: Time, instants: u64) -> bool {
        match self.last {
            Some((at, before)) if at.nanos() == now.nanos() => instants >= before + MOST,
            _ => {
                self.last = Some((now, instants));
                false
            }
        }
    }
}

impl<L: Lanes, H: Host> Driver<L, H> {
    /// Whoever answers each refusal at once with another order would never come to the next event.
    #[cold]
    pub(super) fn look_for_standstill(&mut self) {
        let now = self.session.network.now();
        if self.standstill.is_one(now, self.session.instants) {
            let what = format!("no time passes: more than {MOST} instants at {now}");
            self.crash = Some(what.clone());
            self.tell(Input::Cause(Cause::Crash, what));
        }
    }
}
