//! `boxed`: an event whose type says only what comes out.

use std::any::Any;
use std::panic::Location;

use crate::network::alarm::Deadline;
use crate::network::builder::Builder;
use crate::network::core::Core;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::level::{Level, Root};
use crate::network::machine::{Env, Machine};
use crate::network::state::{Loader, Saver, StateError};
use crate::network::trail::{Mark, marked};

type Build<T> = dyn FnOnce(&mut Builder<'_>) -> Result<BoxedMachine<T>, BuildError> + Send;

/// An event behind a pointer: for a type that must be named, a list of unlike events, or a chain
/// so long that it compiles slowly. Costs one indirect call an instant.
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Boxed<T, L = Root> {
    build: Box<Build<T>>,
    level: std::marker::PhantomData<fn() -> L>,
    place: Place,
}

impl<T, L> std::fmt::Debug for Boxed<T, L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Boxed<{}>", std::any::type_name::<T>())
    }
}

impl<T: 'static, L: Level> Boxed<T, L> {
    #[track_caller]
    pub(crate) fn new<S: Event<Item = T, Level = L>>(source: S) -> Self {
        let build: Box<Build<T>> =
            Box::new(move |builder| Ok(BoxedMachine { machine: Box::new(source.build(builder)?) }));
        Self { build, level: std::marker::PhantomData, place: Location::caller() }
    }
}

impl<T: 'static, L: Level> Event for Boxed<T, L> {
    type Item = T;
    type Level = L;
    type Machine = BoxedMachine<T>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let part = builder.open();
        let machine = (self.build)(builder)?;
        builder.close(part, label!("boxed", T), self.place);
        Ok(machine)
    }
}

/// Machine of [`Boxed`].
pub struct BoxedMachine<T> {
    machine: Box<dyn ErasedMachine<T>>,
}

impl<T> std::fmt::Debug for BoxedMachine<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BoxedMachine<{}>", std::any::type_name::<T>())
    }
}

trait ErasedMachine<T>: Send {
    fn poll(&mut self, env: Erased<'_>) -> Option<T>;
    fn deadline(&self) -> Option<Deadline>;
    fn save(&self, out: &mut Saver<'_>);
    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError>;
}

impl<M: Machine> ErasedMachine<M::Item> for M {
    fn poll(&mut self, env: Erased<'_>) -> Option<M::Item> {
        Machine::poll(self, &env)
    }

    fn deadline(&self) -> Option<Deadline> {
        Machine::deadline(self)
    }

    fn save(&self, out: &mut Saver<'_>) {
        Machine::save(self, out);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        Machine::load(self, from)
    }
}

impl<T: 'static> Machine for BoxedMachine<T> {
    type Item = T;
    // What is inside is not known here, so the scheduler asks each time.
    const TIMED: bool = true;

    #[inline]
    fn poll<E: Env>(&mut self, env: &E) -> Option<T> {
        marked!(Mark::Input(0), self.machine.poll(Erased { core: env.core(), scopes: env }))
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

/// An environment of which only the clock and a slow way to the scoped values are known.
struct Erased<'a> {
    core: &'a Core,
    scopes: &'a dyn Scopes,
}

trait Scopes {
    fn scoped(&self, level: usize) -> Option<&dyn Any>;
}

impl<E: Env> Scopes for E {
    fn scoped(&self, level: usize) -> Option<&dyn Any> {
        self.scoped_any(level)
    }
}

impl Env for Erased<'_> {
    #[inline(always)]
    fn core(&self) -> &Core {
        self.core
    }

    fn scoped<T: 'static, L: Level>(&self) -> Option<&T> {
        self.scopes.scoped(L::DEPTH)?.downcast_ref::<Option<T>>()?.as_ref()
    }

    fn scoped_any(&self, level: usize) -> Option<&dyn Any> {
        self.scopes.scoped(level)
    }
}
