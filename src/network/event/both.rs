//! One joiner over two sources: both are polled at every instant, then the joiner decides.

use std::panic::Location;

use crate::network::alarm::Deadline;
use crate::network::builder::Builder;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::level::Level;
use crate::network::machine::{Env, Machine};
use crate::network::state::{Loader, Saver, StateError};
use crate::network::trail::{Mark, marked};
use crate::time::{Time, earlier};

/// What a binary combinator does with what occurs on its sides.
pub trait Joiner<A, B>: Send + 'static {
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

    /// Consumes what occurs at `now`; both absent must give `None` and change nothing.
    fn join(&mut self, left: Option<A>, right: Option<B>, now: Time) -> Option<Self::Out>;

    /// Writes the joiner's state, if it has any.
    fn save(&self, _out: &mut Saver<'_>) {}

    /// Reads it back.
    ///
    /// # Errors
    /// Those of the loader.
    fn load(&mut self, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}

/// Two sources and what joins them.
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Both<A, B, J> {
    left: A,
    right: B,
    joiner: J,
    place: Place,
}

impl<A, B, J> Both<A, B, J> {
    #[track_caller]
    pub(crate) fn new(left: A, right: B, joiner: J) -> Self {
        Self { left, right, joiner, place: Location::caller() }
    }
}

impl<A: Event, B: Event, J: Joiner<A::Item, B::Item>> Event for Both<A, B, J> {
    type Item = J::Out;
    type Level = <A::Level as Level>::Max<B::Level>;
    type Machine = Junction<A::Machine, B::Machine, J>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        self.joiner.check(self.place)?;
        let part = builder.open();
        let left = self.left.build(builder)?;
        let right = self.right.build(builder)?;
        builder.close(part, label!(J::NAME, J::Out), self.place);
        Ok(Junction { left, right, joiner: self.joiner })
    }
}

/// Machine of [`Both`]: three machines in one.
#[derive(Debug)]
pub struct Junction<A, B, J> {
    left: A,
    right: B,
    joiner: J,
}

impl<A: Machine, B: Machine, J: Joiner<A::Item, B::Item>> Machine for Junction<A, B, J> {
    type Item = J::Out;
    const TIMED: bool = A::TIMED || B::TIMED;

    #[inline(always)]
    fn poll<E: Env>(&mut self, env: &E) -> Option<J::Out> {
        let left = marked!(Mark::Input(0), self.left.poll(env));
        let right = marked!(Mark::Input(1), self.right.poll(env));
        self.joiner.join(left, right, env.core().at)
    }

    fn deadline(&self) -> Option<Deadline> {
        earlier(self.left.deadline(), self.right.deadline())
    }

    fn save(&self, out: &mut Saver<'_>) {
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
