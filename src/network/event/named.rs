//! `named`: an event with a name for those who look at the network.

use std::borrow::Cow;
use std::sync::Arc;

use crate::network::alarm::Deadline;
use crate::network::builder::Builder;
use crate::network::describe::{Measure, Meter};
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::machine::{Env, Machine};
use crate::network::state::{Loader, Saver, StateError};

/// Event of [`Event::named`].
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Named<S> {
    pub(crate) source: S,
    pub(crate) name: Cow<'static, str>,
    pub(crate) place: Place,
}

impl<S: Event> Event for Named<S> {
    type Item = S::Item;
    type Level = S::Level;
    type Machine = NamedMachine<S::Machine>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let machine = self.source.build(builder)?;
        let meter = builder.meter(self.name.clone(), self.place);
        builder.name(self.name, Some(self.place));
        Ok(NamedMachine { machine, meter })
    }
}

/// Machine of [`Named`].
#[derive(Debug)]
pub struct NamedMachine<M> {
    machine: M,
    meter: Arc<Meter>,
}

impl<M: Machine> NamedMachine<M> {
    #[cold]
    #[inline(never)]
    fn measured<E: Env>(&mut self, env: &E) -> Option<M::Item> {
        let read = match env.core().measure {
            Measure::Times(clock) => clock,
            Measure::Counts | Measure::Nothing => || 0,
        };
        let before = read();
        let value = self.machine.poll(env);
        self.meter.note(value.is_some(), read().saturating_sub(before));
        value
    }
}

impl<M: Machine> Machine for NamedMachine<M> {
    type Item = M::Item;
    const TIMED: bool = M::TIMED;

    #[inline(always)]
    fn poll<E: Env>(&mut self, env: &E) -> Option<M::Item> {
        match env.core().measure {
            Measure::Nothing => self.machine.poll(env),
            Measure::Counts | Measure::Times(_) => self.measured(env),
        }
    }

    fn deadline(&self) -> Option<Deadline> {
        self.machine.deadline()
    }

    fn save(&self, out: &mut Saver<'_>) {
        self.machine.save(out);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.machine.load(from)
    }
}
