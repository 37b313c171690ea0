//! `accumulate`: one state that several events of any types change.

use std::panic::Location;

use crate::network::alarm::Deadline;
use crate::network::builder::Builder;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::join::steps::{NoSteps, On, StepMachine, Steps};
use crate::network::machine::{Env, Machine};
use crate::network::state::{Loader, Saver, State, StateError};

/// A running state that several events change; occurs with the new state. (reactive-banana: *unions* and *accum*.)
///
/// ```text
/// accumulate(i).on(x, f).on(y, g)@t = s''   if x or y occurs, where
///     s'  = f(s, x@t)  if x occurs, else s
///     s'' = g(s', y@t) if y occurs, else s'
/// ```
///
/// and `s` is the result of the last occurrence before `t`, or `i`. Functions are applied in the order in which
/// they are written: the **first** listed acts first. (In reactive-banana the last one does.) However many of the
/// events occur, the state occurs once. Costs one clone of the state an occurrence.
///
/// ```
/// use tidegate::network::{accumulate, simulate, Event};
/// let stock = simulate([(1, 5), (2, -2), (3, 0), (4, 7)], |x| {
///     let (added, reset) = (x.filter(|x| *x != 0), x.filter(|x| *x == 0));
///     accumulate(100).on(added, |stock, x| stock + x).on(reset, |_, _| 0)
/// });
/// assert_eq!(stock, [(1, 105), (2, 103), (3, 0), (4, 7)]);
/// ```
#[track_caller]
pub fn accumulate<S: State>(init: S) -> Accumulate<S> {
    Accumulate { state: init, steps: NoSteps, place: Location::caller() }
}

/// A state and the steps that change it, made by [`accumulate`]; itself the event of the state.
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Accumulate<S, L = NoSteps> {
    state: S,
    steps: L,
    place: Place,
}

impl<S: State, L: Steps<S>> Accumulate<S, L> {
    /// Where `event` occurs, `step` changes the state, after the steps that are listed before it.
    pub fn on<E, F>(self, event: E, step: F) -> Accumulate<S, On<L, E, F>>
    where
        E: Event,
        F: Fn(&S, E::Item) -> S + Send + Sync + 'static,
    {
        Accumulate { state: self.state, steps: On { before: self.steps, event, step }, place: self.place }
    }
}

impl<S: State, L: Steps<S>> Event for Accumulate<S, L> {
    type Item = S;
    type Level = L::Level;
    type Machine = Accumulator<S, L::Machine>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let part = builder.open();
        let steps = self.steps.build(builder)?;
        builder.close(part, label!("accumulate", S), self.place);
        Ok(Accumulator { state: self.state, steps })
    }
}

/// Machine of [`Accumulate`].
#[derive(Debug)]
pub struct Accumulator<S, L> {
    state: S,
    steps: L,
}

impl<S: State, L: StepMachine<S>> Machine for Accumulator<S, L> {
    type Item = S;
    const TIMED: bool = L::TIMED;

    #[inline(always)]
    fn poll<E: Env>(&mut self, env: &E) -> Option<S> {
        let next = self.steps.next(&self.state, env)?;
        self.state = next.clone();
        Some(next)
    }

    fn deadline(&self) -> Option<Deadline> {
        self.steps.deadline()
    }

    fn save(&self, out: &mut Saver<'_>) {
        self.steps.save(out);
        out.put(&self.state);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.steps.load(from)?;
        self.state = from.take()?;
        Ok(())
    }
}
