//! `never`: the event without occurrences.

use std::marker::PhantomData;

use crate::network::alarm::Deadline;
use crate::network::builder::Builder;
use crate::network::describe::label;
use crate::network::error::BuildError;
use crate::network::event::Event;
use crate::network::level::Root;
use crate::network::machine::{Env, Machine};
use crate::network::state::{Loader, Saver, StateError};

/// Event and machine of [`never()`].
#[derive(Clone, Copy, Debug)]
#[must_use = "events do nothing until they reach an output or a joint"]
pub struct Never<T>(PhantomData<fn() -> T>);

/// The event that never occurs: neutral for [`merge`](Event::merge) and [`or`](Event::or).
///
/// ```
/// use tidegate::network::{never, Event, Network};
/// # use tidegate::time::Time;
/// let (mut net, (input, out)) = Network::build(Time::EPOCH, |border| {
///     let (input, x) = border.input::<i32>();
///     (input, border.output(never().or(x)))
/// })?;
/// net.feed(Time::from_secs(1), &input, 7)?;
/// assert_eq!(net.get(&out), Some(&7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn never<T: 'static>() -> Never<T> {
    Never(PhantomData)
}

impl<T: 'static> Event for Never<T> {
    type Item = T;
    type Level = Root;
    type Machine = Self;

    fn build(self, builder: &mut Builder<'_>) -> Result<Self, BuildError> {
        builder.leaf(label!("never", T));
        Ok(self)
    }
}

impl<T: 'static> Machine for Never<T> {
    type Item = T;
    const TIMED: bool = false;

    #[inline(always)]
    fn poll<E: Env>(&mut self, _env: &E) -> Option<T> {
        None
    }

    fn deadline(&self) -> Option<Deadline> {
        None
    }

    fn save(&self, _out: &mut Saver<'_>) {}

    fn load(&mut self, _from: &mut Loader<'_>) -> Result<(), StateError> {
        Ok(())
    }
}
