//! `take_until` and `skip_until`: an event cut where another one first occurs.
//!
//! The instant of the cut belongs to the part before it, so that the two tile the event.

use crate::network::event::both::Joiner;
use crate::network::state::{Loader, Saver, StateError};
use crate::time::Time;

/// Joiner of [`Sequence::take_until`](super::Sequence::take_until).
#[derive(Debug)]
pub struct TakeUntil {
    pub(crate) stopped: bool,
}

impl<A: 'static, B> Joiner<A, B> for TakeUntil {
    type Out = A;
    const NAME: &'static str = "take_until";

    #[inline(always)]
    fn join(&mut self, left: Option<A>, stop: Option<B>, _now: Time) -> Option<A> {
        let heard = left.filter(|_| !self.stopped);
        self.stopped |= stop.is_some();
        heard
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.stopped);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.stopped = from.take()?;
        Ok(())
    }
}

/// Joiner of [`Sequence::skip_until`](super::Sequence::skip_until).
#[derive(Debug)]
pub struct SkipUntil {
    pub(crate) started: bool,
}

impl<A: 'static, B> Joiner<A, B> for SkipUntil {
    type Out = A;
    const NAME: &'static str = "skip_until";

    #[inline(always)]
    fn join(&mut self, left: Option<A>, start: Option<B>, _now: Time) -> Option<A> {
        let heard = left.filter(|_| self.started);
        self.started |= start.is_some();
        heard
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.started);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.started = from.take()?;
        Ok(())
    }
}
