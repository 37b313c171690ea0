//! What asks for a stop: the handle, the kill switch, the script of the run.

use super::Driver;
use crate::control::{Cause, ControlEvent, Input};
use crate::runtime::{Breakdown, Host, Lanes, OnHalt};
use crate::time::{Span, Time, earlier};

impl<L: Lanes, H: Host> Driver<L, H> {
    /// What asks for a stop before the event at `next`. Gives the next event there is then: what the strategy is told
    /// meanwhile may lead to an earlier one.
    pub(super) fn look_before(&mut self, next: Option<Time>) -> Result<Option<Time>, Breakdown> {
        self.look_at_stop();
        self.look_at_kill();
        let mut next = next;
        // On the way down, the times of the script are among those that are waited for.
        while self.phase_is_running() {
            next = self.session.next_event()?;
            // What is due before it, such as an alarm, comes before a cause that is written down for later.
            let due = next.and_then(|next| earlier(Some(next), self.session.network.next_deadline()));
            let first = self.host.next_cause().filter(|first| due.is_some_and(|due| due > *first));
            let Some(first) = first else { break };
            self.happen(first);
        }
        Ok(next)
    }

    /// What stands in the script for this time.
    pub(super) fn happen(&mut self, at: Time) {
        self.move_to(at);
        while let Some((cause, detail)) = self.host.take_cause(at) {
            match (cause, &self.setup.rules.kill) {
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
        // After the causes: who asks for both at once wants it to stop.
        for _ in 0..std::mem::take(&mut self.unheard) {
            if !self.is_over() {
                self.inform(ControlEvent::Reload);
            }
        }
    }

    /// What was asked since the last look.
    pub(super) fn asked_from_outside(&mut self) -> impl Iterator<Item = Input> + use<L, H> {
        self.newly_asked().map(|(cause, detail)| Input::Cause(cause, detail.to_owned()))
    }

    /// What was asked while a hook ran is its own doing.
    pub(super) fn asked_by_hook(&mut self) -> impl Iterator<Item = Input> + use<L, H> {
        self.newly_asked().map(|(cause, _)| Input::CauseInHook(cause))
    }

    /// Each cause with what exactly it was.
    fn newly_asked(&mut self) -> impl Iterator<Item = (Cause, &'static str)> + use<L, H> {
        let asked = self.setup.stop.asked();
        let known = std::mem::replace(&mut self.asked, asked);
        // Heard at the next look: amid what the protocol asks for, the strategy hears nothing else.
        self.unheard += asked.reloads_since(known);
        let is_requested = asked.is_requested() && !known.is_requested();
        let request = is_requested.then_some((Cause::Request, "the program asked"));
        let signals = asked.signals_since(known).map(|signal| (Cause::Signal, signal.name()));
        request.into_iter().chain(signals)
    }

    pub(super) fn look_at_kill(&mut self) {
        let Some(kill) = self.setup.rules.kill.clone() else { return };
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
            self.tell(match self.setup.on_halt {
                OnHalt::Stop => Input::Cause(Cause::Kill, why),
                OnHalt::Hold => Input::Alert("execution.halted".to_owned(), why),
            });
        }
    }
}
