//! `changes`: the instants at which a behavior becomes another value.

use crate::network::alarm::Deadline;
use crate::network::behavior::{Behavior, Reader};
use crate::network::builder::Builder;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::level::Root;
use crate::network::machine::{Env, Machine};
use crate::network::state::{Loader, Saver, StateError};
use crate::network::trail::{Mark, marked};

/// Event of [`Behavior::changes`].
#[derive(Clone, Copy, Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Changes<B> {
    pub(crate) behavior: B,
    pub(crate) place: Place,
}

impl<B> Event for Changes<B>
where
    B: Behavior,
    B::Value: PartialEq,
{
    type Item = B::Value;
    type Level = Root;
    type Machine = ReadChanges<B::Reader>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let part = builder.open();
        let reader = builder.watch(self.behavior)?;
        builder.close(part, label!("changes", B::Value), self.place);
        Ok(ReadChanges { reader })
    }
}

/// Machine of [`Changes`].
#[derive(Debug)]
pub struct ReadChanges<R> {
    reader: R,
}

impl<R: Reader> Machine for ReadChanges<R>
where
    R::Value: PartialEq + 'static,
{
    type Item = R::Value;
    const TIMED: bool = false;

    fn poll<E: Env>(&mut self, env: &E) -> Option<R::Value> {
        let core = env.core();
        // Whatever the behavior is made of was built, and so has run, before this.
        let new = marked!(Mark::Input(0), self.reader.read(core.exit()));
        let old = marked!(Mark::Input(0), self.reader.read(core.entry()));
        (new != old).then_some(new)
    }

    fn deadline(&self) -> Option<Deadline> {
        None
    }

    fn save(&self, _out: &mut Saver<'_>) {}

    fn load(&mut self, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}
