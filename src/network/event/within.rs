//! `within`: sharing that stays inside one consumer. The value is passed as an argument.

use crate::time::earlier;
use std::any::Any;
use std::marker::PhantomData;
use std::panic::Location;

use crate::network::alarm::Deadline;
use crate::network::builder::{Builder, ScopedId, new_scoped};
use crate::network::core::Core;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::level::{Inside, Level};
use crate::network::machine::{Env, Machine};
use crate::network::state::{Loader, Saver, StateError};
use crate::network::trail::{Mark, marked};

/// The value of a [`within`](Event::within), to be used as often as one likes inside its closure.
#[must_use = "a scoped value that nobody reads need not be scoped"]
pub struct Scoped<T, L> {
    id: ScopedId,
    item: PhantomData<fn() -> (T, L)>,
}

impl<T, L> Clone for Scoped<T, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, L> Copy for Scoped<T, L> {}

impl<T, L> std::fmt::Debug for Scoped<T, L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Scoped({})", self.id)
    }
}

impl<T: Clone + 'static, L: Level> Event for Scoped<T, L> {
    type Item = T;
    type Level = L;
    type Machine = ReadScoped<T, L>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        builder.check_scoped::<L>(self.id)?;
        builder.leaf(label!("argument", T));
        Ok(ReadScoped(PhantomData))
    }
}

/// Machine of [`Scoped`]: reads an argument of the enclosing machine.
#[derive(Debug)]
pub struct ReadScoped<T, L>(PhantomData<fn() -> (T, L)>);

impl<T: Clone + 'static, L: Level> Machine for ReadScoped<T, L> {
    type Item = T;
    const TIMED: bool = false;

    #[inline(always)]
    fn poll<E: Env>(&mut self, env: &E) -> Option<T> {
        env.scoped::<T, L>().cloned()
    }

    fn deadline(&self) -> Option<Deadline> {
        None
    }

    fn save(&self, _out: &mut Saver<'_>) {}

    fn load(&mut self, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}

/// Event and machine of [`Event::within`].
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Within<S, B, L> {
    id: ScopedId,
    source: S,
    body: B,
    level: PhantomData<fn() -> L>,
    place: Place,
}

#[track_caller]
pub(crate) fn within<S: Event, B: Event>(
    source: S,
    body: impl FnOnce(Scoped<S::Item, Inside<S::Level>>) -> B,
) -> Within<S, B, Inside<S::Level>> {
    let id = new_scoped();
    let body = body(Scoped { id, item: PhantomData });
    Within { id, source, body, level: PhantomData, place: Location::caller() }
}

impl<S: Event, B: Event, L: Level> Event for Within<S, B, L> {
    type Item = B::Item;
    type Level = L::Outer;
    type Machine = WithinMachine<S::Machine, B::Machine, L>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let part = builder.open();
        let source = self.source.build(builder)?;
        let body = builder.inside::<L, _>(self.id, |builder| self.body.build(builder))?;
        builder.close(part, label!("within", B::Item), self.place);
        Ok(WithinMachine { source, body, level: PhantomData })
    }
}

/// Machine of [`Within`].
#[derive(Debug)]
pub struct WithinMachine<S, B, L> {
    source: S,
    body: B,
    level: PhantomData<fn() -> L>,
}

impl<S: Machine, B: Machine, L: Level> Machine for WithinMachine<S, B, L>
where
    S::Item: 'static,
{
    type Item = B::Item;
    const TIMED: bool = S::TIMED || B::TIMED;

    #[inline(always)]
    fn poll<E: Env>(&mut self, env: &E) -> Option<B::Item> {
        let value = marked!(Mark::Input(0), self.source.poll(env));
        let argument = Argument::<_, _, L> { value, outer: env, level: PhantomData };
        marked!(Mark::Input(1), self.body.poll(&argument))
    }

    fn deadline(&self) -> Option<Deadline> {
        earlier(self.source.deadline(), self.body.deadline())
    }

    fn save(&self, out: &mut Saver<'_>) {
        self.source.save(out);
        self.body.save(out);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.source.load(from)?;
        self.body.load(from)
    }
}

/// The environment inside a `within`: one more argument.
pub(crate) struct Argument<'a, T, E, L> {
    pub(crate) value: Option<T>,
    pub(crate) outer: &'a E,
    pub(crate) level: PhantomData<fn() -> L>,
}

impl<T: 'static, E: Env, L: Level> Env for Argument<'_, T, E, L> {
    #[inline(always)]
    fn core(&self) -> &Core {
        self.outer.core()
    }

    #[inline(always)]
    fn scoped<U: 'static, M: Level>(&self) -> Option<&U> {
        // Both conditions are known when this is compiled: no test remains.
        if M::DEPTH == L::DEPTH {
            (&self.value as &dyn Any).downcast_ref::<Option<U>>()?.as_ref()
        } else {
            self.outer.scoped::<U, M>()
        }
    }

    fn scoped_any(&self, level: usize) -> Option<&dyn Any> {
        if level == L::DEPTH { Some(&self.value) } else { self.outer.scoped_any(level) }
    }
}
