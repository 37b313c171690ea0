//! One operator after one source: the shape of most combinators.

use crate::network::error::BuildError;
use crate::network::event::Event;
use crate::network::machine::{Env, Machine};
use crate::network::scope::Builder;
use crate::network::state::{Loader, Saver, StateError};
use crate::time::Time;

/// What a unary combinator does with an occurrence.
pub trait Operator<In>: Send + 'static {
    /// What comes out.
    type Out: 'static;

    /// Consumes an occurrence; `None` lets nothing through.
    fn apply<E: Env>(&mut self, input: In, env: &E) -> Option<Self::Out>;

    /// Writes the operator's state, if it has any.
    fn save(&self, _out: &mut Saver) {}

    /// Reads it back.
    ///
    /// # Errors
    /// Those of the loader.
    fn load(&mut self, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}

/// `source` followed by `operator`: an event of an event, a machine of a machine.
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Via<S, O> {
    pub(crate) source: S,
    pub(crate) operator: O,
}

impl<S: Event, O: Operator<S::Item>> Event for Via<S, O> {
    type Item = O::Out;
    type Level = S::Level;
    type Machine = Via<S::Machine, O>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        Ok(Via { source: self.source.build(builder)?, operator: self.operator })
    }
}

impl<S: Machine, O: Operator<S::Item>> Machine for Via<S, O> {
    type Item = O::Out;
    const TIMED: bool = S::TIMED;

    #[inline(always)]
    fn poll<E: Env>(&mut self, env: &E) -> Option<O::Out> {
        let input = self.source.poll(env)?;
        self.operator.apply(input, env)
    }

    fn deadline(&self) -> Option<Time> {
        self.source.deadline()
    }

    fn save(&self, out: &mut Saver) {
        self.source.save(out);
        self.operator.save(out);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.source.load(from)?;
        self.operator.load(from)
    }
}
