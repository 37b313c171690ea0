//! `as_of`: an occurrence together with the newest value of another event, if that is fresh.

use crate::network::event::both::Joiner;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::{Span, Time};

/// Joiner of [`Join::as_of`](super::Join::as_of).
#[derive(Debug)]
pub struct AsOf<B> {
    pub(crate) within: Span,
    pub(crate) newest: Option<(Time, B)>,
}

impl<A: 'static, B: State> Joiner<A, B> for AsOf<B> {
    type Out = (A, Option<B>);
    const NAME: &'static str = "as_of";

    #[inline(always)]
    fn join(&mut self, left: Option<A>, right: Option<B>, now: Time) -> Option<(A, Option<B>)> {
        if let Some(right) = right {
            self.newest = Some((now, right));
        }
        let left = left?;
        let fresh = self.newest.as_ref().filter(|(at, _)| now.since(*at) <= self.within);
        Some((left, fresh.map(|(_, value)| value.clone())))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.newest);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.newest = from.take()?;
        Ok(())
    }
}
