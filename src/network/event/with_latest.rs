//! `with_latest`: an occurrence together with the newest value of another event, this instant included.

use crate::network::event::both::Joiner;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::Time;

/// Joiner of [`Event::with_latest`](super::Event::with_latest).
#[derive(Debug)]
pub struct WithLatest<B, F> {
    pub(crate) latest: B,
    pub(crate) f: F,
}

impl<A, B: State, C: 'static, F: Fn(A, &B) -> C + Send + Sync + 'static> Joiner<A, B> for WithLatest<B, F> {
    type Out = C;
    const NAME: &'static str = "with_latest";

    #[inline(always)]
    fn join(&mut self, left: Option<A>, right: Option<B>, _now: Time) -> Option<C> {
        if let Some(right) = right {
            self.latest = right;
        }
        left.map(|left| (self.f)(left, &self.latest))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.latest);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.latest = from.take()?;
        Ok(())
    }
}
