//! One operator after one source: the shape of most combinators.

use std::panic::Location;

use crate::network::alarm::Deadline;
use crate::network::builder::Builder;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::machine::{Env, Machine};
use crate::network::state::{Loader, Saver, StateError};
use crate::network::trail::{Mark, marked};

/// What a unary combinator does with an occurrence.
pub trait Operator<In>: Send + 'static {
    /// What comes out.
    type Out: 'static;

    /// The combinator's name in descriptions.
    const NAME: &'static str;

    /// Refuses parameters that are out of range; `at` is where the author wrote them.
    ///
    /// # Errors
    /// [`BuildError::OutOfRange`].
    fn check(&self, _at: Place) -> Result<(), BuildError> {
        Ok(())
    }

    /// Consumes an occurrence; `None` lets nothing through.
    fn apply<E: Env>(&mut self, input: In, env: &E) -> Option<Self::Out>;

    /// Writes the operator's state, if it has any.
    fn save(&self, _out: &mut Saver<'_>) {}

    /// Reads it back.
    ///
    /// # Errors
    /// Those of the loader.
    fn load(&mut self, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}

/// `source` followed by `operator`.
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Via<S, O> {
    source: S,
    operator: O,
    place: Place,
}

impl<S, O> Via<S, O> {
    #[track_caller]
    pub(crate) fn new(source: S, operator: O) -> Self {
        Self { source, operator, place: Location::caller() }
    }

    /// The same with another parameter, for variants that are said afterwards: `window_of(…).full()`.
    pub(crate) fn adjusted(mut self, adjust: impl FnOnce(&mut O)) -> Self {
        adjust(&mut self.operator);
        self
    }
}

impl<S: Event, O: Operator<S::Item>> Event for Via<S, O> {
    type Item = O::Out;
    type Level = S::Level;
    type Machine = Chain<S::Machine, O>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        self.operator.check(self.place)?;
        let part = builder.open();
        let source = self.source.build(builder)?;
        builder.close(part, label!(O::NAME, O::Out), self.place);
        Ok(Chain { source, operator: self.operator })
    }
}

/// Machine of [`Via`]: two machines in one.
#[derive(Debug)]
pub struct Chain<S, O> {
    pub(crate) source: S,
    pub(crate) operator: O,
}

impl<S: Machine, O: Operator<S::Item>> Machine for Chain<S, O> {
    type Item = O::Out;
    const TIMED: bool = S::TIMED;

    #[inline(always)]
    fn poll<E: Env>(&mut self, env: &E) -> Option<O::Out> {
        let input = marked!(Mark::Input(0), self.source.poll(env))?;
        self.operator.apply(input, env)
    }

    fn deadline(&self) -> Option<Deadline> {
        self.source.deadline()
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
