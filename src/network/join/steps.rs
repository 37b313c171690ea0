//! The steps of an [`accumulate`](super::accumulate): a list of events of any types, as a type.

use crate::network::alarm::Deadline;
use crate::network::builder::Builder;
use crate::network::error::BuildError;
use crate::network::event::Event;
use crate::network::level::{Level, Root};
use crate::network::machine::{Env, Machine};
use crate::network::state::{Loader, Saver, StateError};
use crate::network::trail::{Mark, marked};
use crate::time::earlier;

/// A list of events, each with a function of the state and its occurrence.
pub trait Steps<S>: Send + 'static {
    /// The deepest level of the events.
    type Level: Level;
    /// What the list becomes when its network is built.
    type Machine: StepMachine<S>;

    /// Builds the events in list order.
    ///
    /// # Errors
    /// Those of the events.
    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError>;
}

/// A [`Steps`] in a running network.
pub trait StepMachine<S>: Send + 'static {
    /// How many events there are.
    const COUNT: usize;
    /// Whether some of them can set an alarm.
    const TIMED: bool;

    /// The state after this instant, if one of the events occurs; polls each of them.
    fn next<E: Env>(&mut self, state: &S, env: &E) -> Option<S>;

    /// The earliest alarm.
    fn deadline(&self) -> Option<Deadline>;

    /// Writes the state of the events.
    fn save(&self, out: &mut Saver<'_>);

    /// Reads it back.
    ///
    /// # Errors
    /// Those of the loader.
    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError>;
}

/// The empty list of steps.
#[derive(Clone, Copy, Debug)]
pub struct NoSteps;

impl<S> Steps<S> for NoSteps {
    type Level = Root;
    type Machine = Self;

    fn build(self, _builder: &mut Builder<'_>) -> Result<Self, BuildError> {
        Ok(self)
    }
}

impl<S> StepMachine<S> for NoSteps {
    const COUNT: usize = 0;
    const TIMED: bool = false;

    #[inline(always)]
    fn next<E: Env>(&mut self, _state: &S, _env: &E) -> Option<S> {
        None
    }

    fn deadline(&self) -> Option<Deadline> {
        None
    }

    fn save(&self, _out: &mut Saver<'_>) {}

    fn load(&mut self, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}

/// A list of steps and one more; also its machine, over the machines of the events.
#[derive(Debug)]
pub struct On<L, E, F> {
    pub(crate) before: L,
    pub(crate) event: E,
    pub(crate) step: F,
}

impl<S: 'static, L, X, F> Steps<S> for On<L, X, F>
where
    L: Steps<S>,
    X: Event,
    F: Fn(&S, X::Item) -> S + Send + Sync + 'static,
{
    type Level = <L::Level as Level>::Max<X::Level>;
    type Machine = On<L::Machine, X::Machine, F>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let before = self.before.build(builder)?;
        Ok(On { before, event: self.event.build(builder)?, step: self.step })
    }
}

impl<S, L, M, F> StepMachine<S> for On<L, M, F>
where
    L: StepMachine<S>,
    M: Machine,
    F: Fn(&S, M::Item) -> S + Send + Sync + 'static,
{
    const COUNT: usize = L::COUNT + 1;
    const TIMED: bool = L::TIMED || M::TIMED;

    #[inline(always)]
    fn next<E: Env>(&mut self, state: &S, env: &E) -> Option<S> {
        let so_far = self.before.next(state, env);
        match marked!(Mark::Input(L::COUNT), self.event.poll(env)) {
            Some(value) => Some((self.step)(so_far.as_ref().unwrap_or(state), value)),
            None => so_far,
        }
    }

    fn deadline(&self) -> Option<Deadline> {
        earlier(self.before.deadline(), self.event.deadline())
    }

    fn save(&self, out: &mut Saver<'_>) {
        self.before.save(out);
        self.event.save(out);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.before.load(from)?;
        self.event.load(from)
    }
}
