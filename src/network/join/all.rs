//! A list of events of one type as one machine: all are polled at every instant, in list order.

use std::panic::Location;

use crate::network::alarm::Deadline;
use crate::network::builder::Builder;
use crate::network::describe::label;
use crate::network::error::{BuildError, Place};
use crate::network::event::Event;
use crate::network::machine::{Env, Machine};
use crate::network::state::{Loader, Saver, StateError};
use crate::network::trail::{Mark, marked};
use crate::time::earlier;

/// What is made of the events of a list that occur at once.
pub trait Gather<T>: Send + 'static {
    /// What comes out.
    type Out: 'static;

    /// The combinator's name in descriptions.
    const NAME: &'static str;

    /// The first that occurs, with its place in the list.
    fn first(&self, place: usize, value: T) -> Self::Out;

    /// A further one, with its place.
    fn more(&self, so_far: Self::Out, place: usize, value: T) -> Self::Out;
}

/// A list of events and what is made of those that occur.
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct All<E, G> {
    events: Vec<E>,
    gather: G,
    place: Place,
}

impl<E, G> All<E, G> {
    #[track_caller]
    pub(crate) fn new(events: impl IntoIterator<Item = E>, gather: G) -> Self {
        Self { events: events.into_iter().collect(), gather, place: Location::caller() }
    }
}

impl<E: Event, G: Gather<E::Item>> Event for All<E, G> {
    type Item = G::Out;
    type Level = E::Level;
    type Machine = Row<E::Machine, G>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let part = builder.open();
        let machines = self.events.into_iter().map(|event| event.build(builder)).collect::<Result<_, _>>()?;
        builder.close(part, label!(G::NAME, G::Out), self.place);
        Ok(Row { machines, gather: self.gather })
    }
}

/// Machine of [`All`].
#[derive(Debug)]
pub struct Row<M, G> {
    machines: Vec<M>,
    gather: G,
}

impl<M: Machine, G: Gather<M::Item>> Machine for Row<M, G> {
    type Item = G::Out;
    const TIMED: bool = M::TIMED;

    #[inline]
    fn poll<E: Env>(&mut self, env: &E) -> Option<G::Out> {
        let mut so_far = None;
        for (place, machine) in self.machines.iter_mut().enumerate() {
            let Some(value) = marked!(Mark::Input(place), machine.poll(env)) else {
                continue;
            };
            so_far = Some(match so_far {
                None => self.gather.first(place, value),
                Some(so_far) => self.gather.more(so_far, place, value),
            });
        }
        so_far
    }

    fn deadline(&self) -> Option<Deadline> {
        self.machines.iter().map(M::deadline).fold(None, earlier)
    }

    fn save(&self, out: &mut Saver<'_>) {
        self.machines.iter().for_each(|machine| machine.save(out));
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.machines.iter_mut().try_for_each(|machine| machine.load(from))
    }
}
