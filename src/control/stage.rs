//! The states of a shutdown as types: a step consumes its state and needs evidence of what was done.
//!
//! ```text
//! Running -> Winding -> Sealed -> Swept -> Flat -> Saved -> Disconnected -> Complete
//!      \________________/ done, crash, kill
//! ```
//!
//! Nobody but [`Protocol`](super::Protocol) makes one, and what is made is used: a state cannot be left twice, left out
//! or taken from an earlier run. Evidence is made where it is earned, from the state that it is about.

use super::closing::Closing;
use super::ending::{Answer, Cut, Ending, Haste};
use super::evidence::{Closed, Kept, Parted, Settled};
use super::parting::Parting;
use super::sweep::Sweep;
use super::{Budgets, DoneCode, Phase, Schedule};
use crate::time::Time;

/// All gates are open.
#[derive(Debug, PartialEq, Eq, Hash)]
#[must_use = "a running system has to be stopped through its phases"]
pub struct Running {
    _private: (),
}

/// The strategy has been told and winds down.
#[derive(Debug, PartialEq, Eq, Hash)]
#[must_use = "a winding system has to be sealed"]
pub struct Winding {
    schedule: Schedule,
    signalled: bool,
}

/// What every sealed state has: how it came to that, its deadlines, its orders.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Course {
    pub(super) ending: Ending,
    pub(super) schedule: Schedule,
    pub(super) sweep: Sweep,
}

/// No order of the strategy passes any more; its cancels do, unless it has said that it is done.
#[derive(Debug, PartialEq, Eq, Hash)]
#[must_use = "a sealed system still has working orders to sweep"]
pub struct Sealed {
    pub(super) course: Course,
}

/// Working orders have been cancelled, or are known not to be.
#[derive(Debug, PartialEq, Eq, Hash)]
#[must_use = "positions have to be dealt with"]
pub struct Swept {
    pub(super) course: Course,
    pub(super) closing: Closing,
}

/// Positions are as the policy wants them, or are known not to be.
#[derive(Debug, PartialEq, Eq, Hash)]
#[must_use = "the state has to be saved"]
pub struct Flat {
    pub(super) course: Course,
    pub(super) is_saved: bool,
    /// Something happened since the state was taken.
    pub(super) is_stale: bool,
}

/// The state is kept, or is known not to be.
#[derive(Debug, PartialEq, Eq, Hash)]
#[must_use = "the connectors have to be ended"]
pub struct Saved {
    pub(super) course: Course,
    pub(super) parting: Parting,
    pub(super) is_stale: bool,
}

/// The connectors have ended, or were left behind; what happened meanwhile is being saved.
#[derive(Debug, PartialEq, Eq, Hash)]
#[must_use = "the report has to be read"]
pub struct Disconnected {
    pub(super) course: Course,
}

/// Everything is over.
#[derive(Debug, PartialEq, Eq, Hash)]
#[must_use = "the report has to be read"]
pub struct Complete {
    pub(super) end: CompleteEnd,
    pub(super) sweep: Sweep,
}

/// How a shutdown was completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum CompleteEnd {
    /// Through all phases.
    Ended(Ending),
    /// By a third signal; the strategy's own end, where it had one.
    Aborted(Option<Answer>),
}

/// A second one in the same state, for searches through all that can happen. Not `Clone`: a system has one state.
pub(super) trait Fork {
    fn fork(&self) -> Self;
}

macro_rules! forks {
    ($($Type:ident { $($field:ident),* })+) => {$(
        impl Fork for $Type {
            fn fork(&self) -> Self {
                Self { $($field: self.$field.clone()),* }
            }
        }
    )+};
}

forks! {
    Winding { schedule, signalled }
    Sealed { course }
    Swept { course, closing }
    Flat { course, is_saved, is_stale }
    Saved { course, parting, is_stale }
    Disconnected { course }
    Complete { end, sweep }
}

impl Fork for Running {
    fn fork(&self) -> Self {
        Self::new()
    }
}

impl Running {
    pub(super) const fn new() -> Self {
        Self { _private: () }
    }

    /// The strategy is to be told; `signalled` if a signal is why.
    pub fn wind(
        self, // a state is left once: go on with what this gives
        at: Time,
        budgets: &Budgets,
        signalled: bool,
    ) -> Winding {
        Winding { schedule: Schedule::new(at, budgets, Phase::StopNewOrders), signalled }
    }

    /// The strategy is done without being asked: nothing is left to wind down.
    pub fn done(
        self, // a state is left once: go on with what this gives
        at: Time,
        budgets: &Budgets,
        code: DoneCode,
    ) -> Sealed {
        let haste = Haste::Orderly { signalled: false };
        Sealed::at_once(at, budgets, Ending::Answered(Answer::Done(code), haste))
    }

    /// The strategy broke: nobody is left to be told.
    pub fn crashed(
        self, // a state is left once: go on with what this gives
        at: Time,
        budgets: &Budgets,
    ) -> Sealed {
        Sealed::at_once(at, budgets, Ending::Answered(Answer::Crashed, Haste::Orderly { signalled: false }))
    }

    /// The kill switch was thrown: nobody is asked.
    pub fn killed(
        self, // a state is left once: go on with what this gives
        at: Time,
        budgets: &Budgets,
    ) -> Sealed {
        Sealed::at_once(at, budgets, Ending::Cut(Cut::Killed { signalled: false }))
    }
}

impl Winding {
    /// When the strategy's time is over.
    #[must_use]
    pub fn deadline(&self) -> Time {
        self.schedule.end(Phase::StopNewOrders)
    }

    /// The deadlines of all phases.
    #[must_use]
    pub const fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// Whether a signal has come.
    #[must_use]
    pub const fn is_signalled(&self) -> bool {
        self.signalled
    }

    /// A signal: the first is counted, the second cuts the strategy off.
    ///
    /// # Errors
    /// The sealed system, if it was the second.
    pub fn signal(
        self, // a state is left once: go on with what this gives
        at: Time,
        budgets: &Budgets,
    ) -> Result<Winding, Sealed> {
        match self.signalled {
            false => Ok(Winding { signalled: true, ..self }),
            true => {
                let schedule = self.schedule.forced(at, Phase::CancelPending, budgets.forced);
                let forced = Winding { schedule, ..self };
                Err(forced.seal(at, budgets, Ending::Cut(Cut::Forced)))
            }
        }
    }

    /// The strategy is done.
    pub fn done(
        self, // a state is left once: go on with what this gives
        at: Time,
        budgets: &Budgets,
        code: DoneCode,
    ) -> Sealed {
        let haste = Haste::Orderly { signalled: self.signalled };
        self.seal(at, budgets, Ending::Answered(Answer::Done(code), haste))
    }

    /// The strategy broke.
    pub fn crashed(
        self, // a state is left once: go on with what this gives
        at: Time,
        budgets: &Budgets,
    ) -> Sealed {
        let haste = Haste::Orderly { signalled: self.signalled };
        self.seal(at, budgets, Ending::Answered(Answer::Crashed, haste))
    }

    /// The kill switch was thrown: the strategy is not waited for.
    pub fn killed(
        self, // a state is left once: go on with what this gives
        at: Time,
        budgets: &Budgets,
    ) -> Sealed {
        let signalled = self.signalled;
        self.seal(at, budgets, Ending::Cut(Cut::Killed { signalled }))
    }

    /// The strategy's time is over.
    ///
    /// # Errors
    /// The system as it was, if that is not so.
    pub fn timed_out(
        self, // a state is left once: go on with what this gives
        at: Time,
        budgets: &Budgets,
    ) -> Result<Sealed, Winding> {
        if at < self.deadline() {
            return Err(self);
        }
        let haste = Haste::Orderly { signalled: self.signalled };
        Ok(self.seal(at, budgets, Ending::Answered(Answer::TimedOut, haste)))
    }

    fn seal(self, at: Time, budgets: &Budgets, ending: Ending) -> Sealed {
        Sealed::new(at, budgets, ending, self.schedule)
    }
}

impl Sealed {
    fn at_once(at: Time, budgets: &Budgets, ending: Ending) -> Self {
        Self::new(at, budgets, ending, Schedule::new(at, budgets, Phase::CancelPending))
    }

    fn new(at: Time, budgets: &Budgets, ending: Ending, schedule: Schedule) -> Self {
        let drain = at.after(budgets.drain).min(schedule.end(Phase::CancelPending));
        let sweep = Sweep::new(drain, budgets.patience);
        Self { course: Course { ending, schedule, sweep } }
    }

    /// The evidence that the sweep is over; `None` while an order or a submission can still be waited for.
    #[must_use]
    pub fn settled(&self, at: Time) -> Option<Settled> {
        self.course.sweep.settled(at)
    }

    /// The same at the phase's deadline: what is not over is given up.
    #[must_use]
    pub(super) fn given_up(&mut self, at: Time) -> Option<Settled> {
        (at >= self.course.schedule.end(Phase::CancelPending)).then(|| self.course.sweep.given_up())
    }

    /// Working orders have been dealt with.
    pub fn swept(
        self, // a state is left once: go on with what this gives
        _settled: Settled,
        closes: bool,
    ) -> Swept {
        let closing = if closes { Closing::new() } else { Closing::nothing() };
        Swept { course: self.course, closing }
    }
}

impl Swept {
    /// The evidence that there is nothing left to close, or nothing that could be done about it.
    #[must_use]
    pub fn closed(&self) -> Option<Closed> {
        let is_over = self.closing.is_over() && self.course.sweep.is_at_rest();
        is_over.then_some(Closed::new())
    }

    /// The same at the phase's deadline.
    pub(super) fn given_up(&self, at: Time) -> Option<Closed> {
        (at >= self.course.schedule.end(Phase::ClosePositions)).then_some(Closed::new())
    }

    /// Positions have been dealt with. No order is pursued after this.
    pub fn flat(
        mut self, // a state is left once: go on with what this gives
        _closed: Closed,
    ) -> Flat {
        self.course.sweep.give_up();
        Flat { course: self.course, is_saved: false, is_stale: false }
    }
}

impl Flat {
    /// The evidence that the state was saved; `None` while that can still be waited for.
    #[must_use]
    pub fn kept(&self) -> Option<Kept> {
        self.is_saved.then_some(Kept::new())
    }

    /// The same at the phase's deadline.
    pub(super) fn given_up(&self, at: Time) -> Option<Kept> {
        (at >= self.course.schedule.end(Phase::SaveState)).then_some(Kept::new())
    }

    /// The state has been dealt with.
    pub(super) fn saved(
        self, // a state is left once: go on with what this gives
        _kept: Kept,
        parting: Parting,
    ) -> Saved {
        Saved { course: self.course, parting, is_stale: self.is_stale }
    }
}

impl Saved {
    /// The evidence that no connector is waited for.
    #[must_use]
    pub fn parted(&self) -> Option<Parted> {
        self.parting.is_over().then_some(Parted::new())
    }

    /// The connectors have been dealt with.
    pub fn disconnected(
        self, // a state is left once: go on with what this gives
        _parted: Parted,
    ) -> Disconnected {
        Disconnected { course: self.course }
    }
}

impl Disconnected {
    /// The evidence that what happened since the save was saved too, or could not be.
    pub(super) const fn kept(_saved: &Result<String, String>) -> Kept {
        Kept::new()
    }

    /// The same where nothing happened since.
    pub(super) const fn nothing_changed() -> Kept {
        Kept::new()
    }

    /// The same at the deadline.
    pub(super) fn given_up(&self, at: Time) -> Option<Kept> {
        (at >= self.course.schedule.end(Phase::Disconnect)).then_some(Kept::new())
    }

    /// What is left is the report.
    pub fn complete(
        self, // a state is left once: go on with what this gives
        _kept: Kept,
    ) -> Complete {
        Complete { end: CompleteEnd::Ended(self.course.ending), sweep: self.course.sweep }
    }
}

impl Course {
    /// A third signal: all is over now.
    pub(super) fn abort(mut self) -> Complete {
        self.sweep.give_up();
        Complete { end: CompleteEnd::Aborted(self.ending.answer()), sweep: self.sweep }
    }
}
