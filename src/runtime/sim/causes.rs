//! What asks for a stop: the handle, the kill switch, the script of the run.

use super::driver::Driver;
use super::{Happening, OnHalt};
use crate::control::{Cause, ControlEvent, Input};
use crate::runtime::lanes::Lanes;
use crate::time::{Span, Time};

impl<L: Lanes> Driver<L> {
    /// What asks for a stop before an event or an alarm at `next`.
    pub(super) fn look_at(&mut self, next: Option<Time>) {
        self.look_at_stop();
        self.look_at_kill();
        // On the way down, its times are among those that are waited for.
        while self.phase_is_running()
            && let Some(first) = self.sim.script.front()
            && next.is_some_and(|next| next > first.at)
        {
            let at = first.at;
            self.happen(at);
        }
    }

    /// What stands in the script for this time.
    pub(super) fn happen(&mut self, at: Time) {
        self.move_to(at);
        while let Some(Happening { cause, detail, .. }) =
            self.sim.script.pop_front_if(|happening| happening.at <= at)
        {
            match (cause, &self.sim.rules.kill) {
                // Through the switch, so that the gates know it, too.
                (Cause::Kill, Some(kill)) => {
                    kill.halt(detail, self.now);
                    self.look_at_kill();
                }
                _ => self.tell(Input::Cause(cause, detail)),
            }
        }
    }

    pub(super) fn look_at_stop(&mut self) {
        let causes = self.asked_from_outside();
        self.tell_all(causes.collect());
    }

    /// What was asked since the last look.
    pub(super) fn asked_from_outside(&mut self) -> impl Iterator<Item = Input> + use<L> {
        self.newly_asked().map(|cause| match cause {
            Cause::Signal => Input::Cause(cause, "SIGINT or SIGTERM".to_owned()),
            _ => Input::Cause(cause, "the program asked".to_owned()),
        })
    }

    /// What was asked while a hook ran is its own doing.
    pub(super) fn asked_by_hook(&mut self) -> impl Iterator<Item = Input> + use<L> {
        self.newly_asked().map(Input::CauseInHook)
    }

    fn newly_asked(&mut self) -> impl Iterator<Item = Cause> + use<L> {
        let asked = self.sim.stop.asked();
        let known = std::mem::replace(&mut self.asked, asked);
        let request = (asked.requested && !known.requested).then_some(Cause::Request);
        let signals = asked.signals.saturating_sub(known.signals);
        request.into_iter().chain(std::iter::repeat_n(Cause::Signal, signals))
    }

    pub(super) fn look_at_kill(&mut self) {
        let Some(kill) = self.sim.rules.kill.clone() else { return };
        if self.now >= self.next_poll {
            kill.poll(self.now);
            self.next_poll = self.now.after(Span::from_secs(1));
        }
        let halt = kill.standing();
        let is_new = halt.is_some() && !self.was_halted;
        if halt.is_none() && self.was_halted {
            self.tell(Input::Alert("execution.resumed".to_owned(), "orders pass again".to_owned()));
            self.inform(ControlEvent::Resumed);
        }
        self.was_halted = halt.is_some();
        if let (Some(halt), true) = (halt, is_new) {
            let why = halt.reason().to_string();
            self.inform(ControlEvent::Halted { why: why.clone() });
            self.tell(match self.sim.on_halt {
                OnHalt::Stop => Input::Cause(Cause::Kill, why),
                OnHalt::Hold => Input::Alert("execution.halted".to_owned(), why),
            });
        }
    }
}
