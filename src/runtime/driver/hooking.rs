//! Running hooks in virtual time: one at a time, polled whenever time has passed.

use std::any::Any;
use std::collections::VecDeque;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::Driver;
use crate::control::{HookEnd, HookId, Input};
use crate::runtime::{Crew, HookContext, Host, Lanes, SystemClock};

/// A hook that has been started and has not ended.
pub(in crate::runtime) struct RunningHook {
    hook: HookId,
    work: Pin<Box<dyn Future<Output = Result<(), String>> + Send>>,
}

impl RunningHook {
    /// Gives it its turn; its end, if it has one.
    fn poll(&mut self) -> Option<HookEnd> {
        // Nobody has to be woken: whenever time has passed, it is polled.
        let mut context = Context::from_waker(Waker::noop());
        match catch_unwind(AssertUnwindSafe(|| self.work.as_mut().poll(&mut context))) {
            Ok(Poll::Pending) => None,
            Ok(Poll::Ready(Ok(()))) => Some(HookEnd::Ended),
            Ok(Poll::Ready(Err(error))) => Some(HookEnd::Failed(error)),
            Err(panic) => Some(HookEnd::Panicked(said(&*panic))),
        }
    }

    /// Drops what it holds.
    ///
    /// # Errors
    /// The panic of whatever it holds.
    fn leave(self) -> Result<(), HookEnd> {
        catch_unwind(AssertUnwindSafe(|| drop(self.work))).map_err(|panic| HookEnd::Panicked(said(&*panic)))
    }
}

impl<L: Lanes, H: Host> Driver<L, H> {
    /// Starts a hook; one that does not wait has ended when this returns.
    pub(super) fn start_hook(&mut self, hook: HookId, inputs: &mut VecDeque<Input>) {
        inputs.extend(self.asked_from_outside());
        let Some(plan) = self.setup.hooks.get(hook.0) else { return };
        let context = HookContext { at: self.now, clock: SystemClock::new(self.clock.clone()) };
        let started = catch_unwind(AssertUnwindSafe(|| plan.start(context)));
        inputs.extend(self.asked_by_hook());
        match started {
            Ok(work) => {
                let work = self.host.crew().assist(work);
                self.hook = Some(RunningHook { hook, work });
            }
            Err(panic) => inputs.push_back(Input::Hook(hook, HookEnd::Panicked(said(&*panic)))),
        }
        self.go_on_with_hook(inputs);
    }

    /// Leaves a hook behind. That it was left is on record; a panic on its way out adds nothing.
    pub(super) fn abandon_hook(&mut self, hook: HookId, inputs: &mut VecDeque<Input>) {
        inputs.extend(self.asked_from_outside());
        let _ = self.hook.take_if(|running| running.hook == hook).map(RunningHook::leave);
        inputs.extend(self.asked_by_hook());
    }

    /// Gives the running hook its turn.
    pub(super) fn poll_hook(&mut self) {
        let mut inputs = VecDeque::new();
        self.go_on_with_hook(&mut inputs);
        self.tell_all(inputs);
    }

    fn go_on_with_hook(&mut self, inputs: &mut VecDeque<Input>) {
        let Some(mut running) = self.hook.take() else { return };
        // What was asked before is not the hook's doing.
        inputs.extend(self.asked_from_outside());
        let hook = running.hook;
        let end = match running.poll() {
            None => {
                self.hook = Some(running);
                None
            }
            Some(end) => Some(running.leave().err().unwrap_or(end)),
        };
        inputs.extend(self.asked_by_hook());
        inputs.extend(end.map(|end| Input::Hook(hook, end)));
    }
}

/// What a panic said.
pub(super) fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no words".to_owned())
}
