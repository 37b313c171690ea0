//! `delay`: each occurrence again, a fixed span later.

use std::collections::VecDeque;

use crate::network::error::BuildError;
use crate::network::event::Event;
use crate::network::event::timer::nonzero;
use crate::network::machine::{Env, Machine, earlier};
use crate::network::scope::Builder;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::{Span, Time};

/// Event and machine of [`Event::delay`].
///
/// Invariant: `waiting` is sorted by time, since timestamps never decrease.
#[derive(Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Delay<S, T> {
    pub(crate) source: S,
    pub(crate) span: Span,
    pub(crate) waiting: VecDeque<(Time, T)>,
}

impl<S: Event> Event for Delay<S, S::Item>
where
    S::Item: State,
{
    type Item = S::Item;
    type Level = S::Level;
    type Machine = Delay<S::Machine, S::Item>;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self::Machine, BuildError> {
        let span = nonzero(self.span, "delay", builder)?;
        Ok(Delay { source: self.source.build(builder)?, span, waiting: self.waiting })
    }
}

impl<S: Machine<Item = T>, T: State> Machine for Delay<S, T> {
    type Item = T;
    const TIMED: bool = true;

    fn poll<E: Env>(&mut self, env: &E) -> Option<T> {
        let now = env.core().at;
        // One occurrence an instant: what is due at the same time waits for the next instant.
        let due = self.waiting.pop_front_if(|(due, _)| *due <= now);
        if let Some(value) = self.source.poll(env) {
            self.waiting.push_back((now.after(self.span), value));
        }
        due.map(|(_, value)| value)
    }

    fn deadline(&self) -> Option<Time> {
        earlier(self.source.deadline(), self.waiting.front().map(|(due, _)| *due))
    }

    fn save(&self, out: &mut Saver) {
        self.source.save(out);
        out.put(&self.waiting);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.source.load(from)?;
        self.waiting = from.take()?;
        Ok(())
    }
}
