//! `map_ref`, `filter_map_ref` and `scan_ref`: a shared event read where it lies, and nothing cloned.

use std::panic::Location;

use super::Shared;
use crate::network::alarm::Deadline;
use crate::network::builder::Builder;
use crate::network::describe::{Label, label};
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::level::Root;
use crate::network::machine::{Env, Machine};
use crate::network::slot::{SlotCell, look};
use crate::network::state::{Loader, Saver, State, StateError};

impl<T: Send + Sync + 'static> Shared<T> {
    /// Maps each occurrence by reference: nothing is cloned.
    ///
    /// ```
    /// use tidegate::network::{Event, Network};
    /// # use tidegate::time::Time;
    /// let (mut net, (names, lengths)) = Network::build(Time::EPOCH, |border| {
    ///     let (input, names) = border.input::<String>();
    ///     (input, border.output(names.map_ref(|name| name.len())))
    /// })?;
    /// net.feed(Time::from_secs(1), &names, "tide".to_owned())?;
    /// assert_eq!(net.get(&lengths), Some(&4));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn map_ref<B, F>(self, f: F) -> ByRef<T, Always<F>>
    where
        B: 'static,
        F: Fn(&T) -> B + Send + Sync + 'static,
    {
        ByRef { shared: self, reading: Always(f), label: label!("map_ref", B), place: Location::caller() }
    }

    /// Maps each occurrence by reference and keeps what is `Some`.
    #[track_caller]
    pub fn filter_map_ref<B, F>(self, f: F) -> ByRef<T, Sometimes<F>>
    where
        B: 'static,
        F: Fn(&T) -> Option<B> + Send + Sync + 'static,
    {
        self.side(label!("filter_map_ref", B), f, Location::caller())
    }

    /// [`scan`](Event::scan) that takes each occurrence by reference.
    ///
    /// `scan_ref(x, init, f) = scan(x, init, |state, x| f(state, &x))`.
    ///
    /// ```
    /// use tidegate::network::{Event, Network};
    /// # use tidegate::time::Time;
    /// let (mut net, (names, longest)) = Network::build(Time::EPOCH, |border| {
    ///     let (input, names) = border.input::<String>();
    ///     (input, border.output(names.scan_ref(0, |longest, name| name.len().max(*longest))))
    /// })?;
    /// for (second, name) in [(1, "ebb"), (2, "flood"), (3, "tide")] {
    ///     net.feed(Time::from_secs(second), &names, name.to_owned())?;
    /// }
    /// assert_eq!(net.get(&longest), Some(&5));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn scan_ref<S, F>(self, init: S, f: F) -> ByRef<T, Running<S, F>>
    where
        S: State,
        F: Fn(&S, &T) -> S + Send + Sync + 'static,
    {
        ByRef {
            shared: self,
            reading: Running { state: init, step: f },
            label: label!("scan_ref", S),
            place: Location::caller(),
        }
    }

    /// [`filter_map_ref`](Shared::filter_map_ref) under the name of another combinator.
    pub(crate) fn side<F>(self, label: Label, f: F, place: Place) -> ByRef<T, Sometimes<F>> {
        ByRef { shared: self, reading: Sometimes(f), label, place }
    }
}

/// A shared event and what is made of a borrowed occurrence.
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct ByRef<T, R> {
    shared: Shared<T>,
    reading: R,
    label: Label,
    place: Place,
}

/// Machine of [`ByRef`].
pub struct ReadRef<T, R> {
    cell: SlotCell<T>,
    reading: R,
}

/// What is made of a borrowed occurrence.
pub trait Reading<T>: Send + 'static {
    /// What comes out.
    type Out: 'static;

    /// Reads an occurrence; `None` lets nothing through.
    fn read(&mut self, value: &T) -> Option<Self::Out>;

    /// Writes the state, if there is any.
    fn save(&self, _out: &mut Saver<'_>) {}

    /// Reads it back.
    ///
    /// # Errors
    /// Those of the loader.
    fn load(&mut self, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}

/// A function of every occurrence.
#[derive(Debug)]
pub struct Always<F>(F);

impl<T, B: 'static, F: Fn(&T) -> B + Send + Sync + 'static> Reading<T> for Always<F> {
    type Out = B;

    #[inline(always)]
    fn read(&mut self, value: &T) -> Option<B> {
        Some((self.0)(value))
    }
}

/// A function that may decline.
#[derive(Debug)]
pub struct Sometimes<F>(F);

impl<T, B: 'static, F: Fn(&T) -> Option<B> + Send + Sync + 'static> Reading<T> for Sometimes<F> {
    type Out = B;

    #[inline(always)]
    fn read(&mut self, value: &T) -> Option<B> {
        (self.0)(value)
    }
}

/// A running state.
#[derive(Debug)]
pub struct Running<S, F> {
    state: S,
    step: F,
}

impl<T, S: State, F: Fn(&S, &T) -> S + Send + Sync + 'static> Reading<T> for Running<S, F> {
    type Out = S;

    #[inline(always)]
    fn read(&mut self, value: &T) -> Option<S> {
        let next = (self.step)(&self.state, value);
        self.state = next.clone();
        Some(next)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.state);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.state = from.take()?;
        Ok(())
    }
}

impl<T: Send + Sync + 'static, R: Reading<T>> Event for ByRef<T, R> {
    type Item = R::Out;
    type Level = Root;
    type Machine = ReadRef<T, R>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let part = builder.open();
        let cell = builder.resolve::<_, T>(self.shared.joint, true)?;
        builder.close(part, self.label, self.place);
        Ok(ReadRef { cell, reading: self.reading })
    }
}

impl<T: Send + Sync + 'static, R: Reading<T>> Machine for ReadRef<T, R> {
    type Item = R::Out;
    const TIMED: bool = false;

    #[inline(always)]
    fn poll<E: Env>(&mut self, env: &E) -> Option<R::Out> {
        let core = env.core();
        look(&core.owner, &self.cell).at(core.stamp).and_then(|value| self.reading.read(value))
    }

    fn deadline(&self) -> Option<Deadline> {
        None
    }

    fn save(&self, out: &mut Saver<'_>) {
        self.reading.save(out);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.reading.load(from)
    }
}
