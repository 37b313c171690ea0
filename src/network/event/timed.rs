//! One operator after one source that also acts when nothing occurs: the shape of combinators with alarms.

use std::panic::Location;

use crate::network::alarm::Deadline;
use crate::network::builder::Builder;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::machine::{Env, Machine};
use crate::network::state::{Loader, Saver, StateError};
use crate::network::trail::{Mark, marked};
use crate::time::{Time, earlier};

/// What a unary combinator with alarms does at an instant.
///
/// Law: without an input, and with no deadline of its own at `now` or before, nothing comes out and nothing changes.
pub trait TimedOperator<In>: Send + 'static {
    /// What comes out.
    type Out: 'static;

    /// The combinator's name in descriptions.
    const NAME: &'static str;

    /// Refuses parameters that are out of range; `at` is where the author wrote them.
    ///
    /// # Errors
    /// [`BuildError::ZeroSpan`], [`BuildError::OutOfRange`].
    fn check(&self, _at: Place) -> Result<(), BuildError> {
        Ok(())
    }

    /// Learns when the network, or the sub-network, comes into being.
    fn start(&mut self, _start: Time) {}

    /// Consumes what occurs and what is due.
    fn step(&mut self, input: Option<In>, now: Deadline) -> Option<Self::Out>;

    /// The next alarm.
    fn deadline(&self) -> Option<Deadline>;

    /// Writes the operator's state.
    fn save(&self, out: &mut Saver<'_>);

    /// Reads it back.
    ///
    /// # Errors
    /// Those of the loader.
    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError>;
}

/// `source` followed by `operator`.
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Timed<S, O> {
    source: S,
    operator: O,
    place: Place,
}

impl<S, O> Timed<S, O> {
    #[track_caller]
    pub(crate) fn new(source: S, operator: O) -> Self {
        Self { source, operator, place: Location::caller() }
    }
}

impl<S: Event, O: TimedOperator<S::Item>> Event for Timed<S, O> {
    type Item = O::Out;
    type Level = S::Level;
    type Machine = TimedChain<S::Machine, O>;

    fn build(mut self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        self.operator.check(self.place)?;
        self.operator.start(builder.start());
        let part = builder.open();
        let source = self.source.build(builder)?;
        builder.close(part, label!(O::NAME, O::Out), self.place);
        Ok(TimedChain { source, operator: self.operator })
    }
}

/// Machine of [`Timed`]: two machines in one.
#[derive(Debug)]
pub struct TimedChain<S, O> {
    source: S,
    operator: O,
}

impl<S: Machine, O: TimedOperator<S::Item>> Machine for TimedChain<S, O> {
    type Item = O::Out;
    const TIMED: bool = true;

    #[inline]
    fn poll<E: Env>(&mut self, env: &E) -> Option<O::Out> {
        let input = marked!(Mark::Input(0), self.source.poll(env));
        self.operator.step(input, env.core().now())
    }

    fn deadline(&self) -> Option<Deadline> {
        earlier(self.source.deadline(), self.operator.deadline())
    }

    fn save(&self, out: &mut Saver<'_>) {
        self.source.save(out);
        self.operator.save(out);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.source.load(from)?;
        self.operator.load(from)
    }
}
