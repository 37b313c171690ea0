//! A system in whichever state it is.

use super::Phase;
use super::ending::{Ending, Verdict};
use super::stage::{
    Complete, CompleteEnd, Course, Disconnected, Flat, Fork, Running, Saved, Sealed, Swept, Winding,
};
use super::sweep::Sweep;
use crate::time::{Span, Time, earlier};

/// A system in one of its states.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) enum State {
    Running(Running),
    Winding(Winding),
    Sealed(Sealed),
    Swept(Swept),
    Flat(Flat),
    Saved(Saved),
    Disconnected(Disconnected),
    Complete(Complete),
}

impl Fork for State {
    fn fork(&self) -> Self {
        match self {
            State::Running(state) => State::Running(state.fork()),
            State::Winding(state) => State::Winding(state.fork()),
            State::Sealed(state) => State::Sealed(state.fork()),
            State::Swept(state) => State::Swept(state.fork()),
            State::Flat(state) => State::Flat(state.fork()),
            State::Saved(state) => State::Saved(state.fork()),
            State::Disconnected(state) => State::Disconnected(state.fork()),
            State::Complete(state) => State::Complete(state.fork()),
        }
    }
}

impl State {
    pub(super) const fn phase(&self) -> Phase {
        match self {
            State::Running(_) => Phase::Running,
            State::Winding(_) => Phase::StopNewOrders,
            State::Sealed(_) => Phase::CancelPending,
            State::Swept(_) => Phase::ClosePositions,
            State::Flat(_) => Phase::SaveState,
            State::Saved(_) | State::Disconnected(_) => Phase::Disconnect,
            State::Complete(_) => Phase::Complete,
        }
    }

    /// What the sealed states have in common.
    pub(super) const fn course(&self) -> Option<&Course> {
        match self {
            State::Sealed(Sealed { course })
            | State::Swept(Swept { course, .. })
            | State::Flat(Flat { course, .. })
            | State::Saved(Saved { course, .. })
            | State::Disconnected(Disconnected { course }) => Some(course),
            State::Running(_) | State::Winding(_) | State::Complete(_) => None,
        }
    }

    pub(super) const fn course_mut(&mut self) -> Option<&mut Course> {
        match self {
            State::Sealed(Sealed { course })
            | State::Swept(Swept { course, .. })
            | State::Flat(Flat { course, .. })
            | State::Saved(Saved { course, .. })
            | State::Disconnected(Disconnected { course }) => Some(course),
            State::Running(_) | State::Winding(_) | State::Complete(_) => None,
        }
    }

    pub(super) fn sweep(&self) -> Option<&Sweep> {
        match self {
            State::Complete(complete) => Some(&complete.sweep),
            state => state.course().map(|course| &course.sweep),
        }
    }

    pub(super) fn sweep_mut(&mut self) -> Option<&mut Sweep> {
        match self {
            State::Complete(complete) => Some(&mut complete.sweep),
            state => state.course_mut().map(|course| &mut course.sweep),
        }
    }

    pub(super) const fn ending(&self) -> Option<Ending> {
        match self {
            State::Complete(Complete { end: CompleteEnd::Ended(ending), .. }) => Some(*ending),
            state => match state.course() {
                Some(course) => Some(course.ending),
                None => None,
            },
        }
    }

    pub(super) const fn verdict(&self) -> Option<Verdict> {
        match self {
            State::Complete(Complete { end: CompleteEnd::Aborted(answer), .. }) => Some(Verdict::of(*answer)),
            state => match state.ending() {
                Some(ending) => Some(ending.verdict()),
                None => None,
            },
        }
    }

    pub(super) const fn is_aborted(&self) -> bool {
        matches!(self, State::Complete(Complete { end: CompleteEnd::Aborted(_), .. }))
    }

    /// When the phase is over at the latest.
    pub(super) fn end(&self) -> Time {
        match self {
            State::Winding(winding) => winding.deadline(),
            state => state.course().map_or(Time::MAX, |course| course.schedule.end(state.phase())),
        }
    }

    /// When something has to be done if nothing happens.
    pub(super) fn due(&self, patience: Span) -> Option<Time> {
        let own = match self {
            State::Running(_) | State::Complete(_) => return None,
            State::Winding(_) | State::Flat(_) | State::Disconnected(_) => None,
            State::Sealed(sealed) => sealed.course.sweep.due(),
            State::Swept(swept) => swept.due(patience),
            State::Saved(saved) => saved.parting.due(),
        };
        earlier(own, Some(self.end()))
    }
}

impl Swept {
    /// When closing has to stop, so that the orders it sent can be cancelled within the phase.
    pub(super) fn last_call(&self, patience: Span) -> Time {
        let end = self.course.schedule.end(Phase::ClosePositions);
        end.checked_sub(patience).unwrap_or(Time::MIN)
    }

    fn due(&self, patience: Span) -> Option<Time> {
        let last_call = (!self.closing.is_stopped()).then(|| self.last_call(patience));
        earlier(earlier(self.course.sweep.next_order(), self.closing.due()), last_call)
    }
}
