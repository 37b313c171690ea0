//! What happens in an instant, from the first joint to the last; where it ends if a function panics.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::alarm::{Deadline, Phase};
use super::describe::culprit;
use super::error::InstantError;
use super::instant::Network;
use super::plan::{Cursor, JointId, Plan, walk, walk_all};
use super::slot::Stamp;
use super::trail;
use crate::time::Time;

impl Network {
    /// Runs what one input starts.
    #[inline(always)]
    pub(super) fn run_input(&mut self, input: JointId) -> Result<(), Box<InstantError>> {
        self.guarded(|network| network.run_plan(input))
    }

    /// Runs user functions; a panic in one of them ends here, as an error that names it. Whatever breaks the instant
    /// off poisons the network.
    #[inline(always)]
    fn guarded(&mut self, run: impl FnOnce(&mut Network)) -> Result<(), Box<InstantError>> {
        match catch_unwind(AssertUnwindSafe(|| run(&mut *self))) {
            Ok(()) if self.core.unsettled => self.settle(),
            Ok(()) => Ok(()),
            Err(payload) => Err(self.panicked(&*payload)),
        }
    }

    #[cold]
    #[inline(never)]
    fn panicked(&mut self, payload: &(dyn Any + Send)) -> Box<InstantError> {
        self.poison();
        let said = payload.downcast_ref::<&str>().map(|said| (*said).to_owned());
        let said = said.or_else(|| payload.downcast_ref::<String>().cloned());
        Box::new(InstantError::Panicked {
            at: self.core.at,
            combinator: culprit::name(&self.notes.parts(), &trail::take()),
            message: said.unwrap_or_else(|| "without a message".to_owned()),
        })
    }

    /// No instant is run any more. That the alarms concern all of them spares the common case a look.
    fn poison(&mut self) {
        self.poisoned = true;
        self.core.alarms.concern_all();
    }

    /// Takes in what dynamic parts left behind: new edges, what is to be dropped, or the failure to build.
    #[cold]
    #[inline(never)]
    fn settle(&mut self) -> Result<(), Box<InstantError>> {
        // Only what goes on to the end undoes this: dropping what is over may panic.
        self.poison();
        self.connect_fresh();
        for act in std::mem::take(&mut self.core.over) {
            act(&mut self.core.owner);
        }
        match &self.core.failure {
            None => {
                self.poisoned = false;
                self.core.alarms.concern_due();
                Ok(())
            }
            Some(error) => Err(Box::new(error.clone().into())),
        }
    }

    #[inline]
    pub(super) fn run(&mut self, at: Time, stamp: Stamp, open: bool) -> Result<(), InstantError> {
        self.core.at = at;
        self.core.stamp = stamp;
        match *self.starts.as_slice() {
            // One input and no alarm: nearly always so.
            [input] if !self.core.alarms.concern(at) => self.run_input(input).map_err(|error| *error),
            _ => self.run_all(at, open).map_err(|error| *error),
        }
    }

    #[inline(never)]
    fn run_all(&mut self, at: Time, open: bool) -> Result<(), Box<InstantError>> {
        let inputs = self.starts.len();
        let now = self.deadline_of(at, inputs == 0 && !open);
        while let Some(owner) = self.core.alarms.pop_due(now) {
            self.starts.push(owner);
        }
        self.core.phase = now.phase;
        let ran = self.guarded(|network| match (network.starts.as_slice(), inputs) {
            ([], _) => {}
            ([input], 1) => network.run_plan(*input),
            _ => network.run_plans(inputs),
        });
        self.core.phase = Phase::First;
        ran
    }

    /// The last alarm that may go off in an instant. Without an input, it is that of the next alarm.
    pub(super) fn deadline_of(&self, at: Time, is_alone: bool) -> Deadline {
        match self.next_alarm() {
            Some(alarm) if is_alone && alarm.at == at => alarm,
            _ => Deadline::first(at),
        }
    }

    #[inline(always)]
    fn run_plan(&mut self, start: JointId) {
        let Network { core, joints, plans, .. } = self;
        // Every input has a plan. (To look for it is less code here than to panic.)
        if let Some(plan) = plans.get(start as usize) {
            walk(plan, joints, |joint| joint.step(core));
        }
    }

    #[inline(never)]
    fn run_plans(&mut self, inputs: usize) {
        let Network { core, joints, plans, wiring, starts, cursors, .. } = self;
        for alarm in &starts[inputs..] {
            let alarm = *alarm as usize;
            if plans.len() <= alarm {
                plans.resize(alarm + 1, Plan::default());
            }
            let plan = &mut plans[alarm];
            if plan.is_empty() {
                *plan = wiring.plan(alarm as JointId, true);
            }
        }
        cursors.clear();
        cursors.extend(starts.iter().map(|start| Cursor::new(*start)));
        walk_all(plans, cursors, |joint| joints[joint as usize].step(core));
    }
}
