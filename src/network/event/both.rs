//! One joiner over two sources: both are polled at every instant, then the joiner decides.

use crate::network::error::BuildError;
use crate::network::event::Event;
use crate::network::level::Level;
use crate::network::machine::{Env, Machine, earlier};
use crate::network::scope::Builder;
use crate::network::state::{Loader, Saver, StateError};
use crate::time::Time;

/// What a binary combinator does with what occurs on its sides.
pub trait Joiner<A, B>: Send + 'static {
    /// What comes out.
    type Out: 'static;

    /// Consumes what occurs; both absent must give `None` and change nothing.
    fn join(&mut self, left: Option<A>, right: Option<B>) -> Option<Self::Out>;

    /// Writes the joiner's state, if it has any.
    fn save(&self, _out: &mut Saver) {}

    /// Reads it back.
    ///
    /// # Errors
    /// Those of the loader.
    fn load(&mut self, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}

/// Two sources and what joins them: an event of events, a machine of machines.
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Both<A, B, J> {
    pub(crate) left: A,
    pub(crate) right: B,
    pub(crate) joiner: J,
}

impl<A: Event, B: Event, J: Joiner<A::Item, B::Item>> Event for Both<A, B, J> {
    type Item = J::Out;
    type Level = <A::Level as Level>::Max<B::Level>;
    type Machine = Both<A::Machine, B::Machine, J>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let left = self.left.build(builder)?;
        let right = self.right.build(builder)?;
        Ok(Both { left, right, joiner: self.joiner })
    }
}

impl<A: Machine, B: Machine, J: Joiner<A::Item, B::Item>> Machine for Both<A, B, J> {
    type Item = J::Out;
    const TIMED: bool = A::TIMED || B::TIMED;

    #[inline(always)]
    fn poll<E: Env>(&mut self, env: &E) -> Option<J::Out> {
        let left = self.left.poll(env);
        let right = self.right.poll(env);
        self.joiner.join(left, right)
    }

    fn deadline(&self) -> Option<Time> {
        earlier(self.left.deadline(), self.right.deadline())
    }

    fn save(&self, out: &mut Saver) {
        self.left.save(out);
        self.right.save(out);
        self.joiner.save(out);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.left.load(from)?;
        self.right.load(from)?;
        self.joiner.load(from)
    }
}
