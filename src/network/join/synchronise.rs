//! `synchronise`: pairs of occurrences that lie close together in time.

use crate::network::event::both::Joiner;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::time::{Span, Time};

/// Joiner of [`Join::synchronise`](super::Join::synchronise).
///
/// Invariant: if both sides wait, they are more than `within` apart. The earlier of the two can then match nothing
/// any more; it stays until it is replaced.
#[derive(Debug)]
pub struct Synchronise<A, B> {
    pub(crate) within: Span,
    pub(crate) left: Option<(Time, A)>,
    pub(crate) right: Option<(Time, B)>,
}

impl<A: State, B: State> Joiner<A, B> for Synchronise<A, B> {
    type Out = (A, B);
    const NAME: &'static str = "synchronise";

    fn join(&mut self, left: Option<A>, right: Option<B>, now: Time) -> Option<(A, B)> {
        if let Some(left) = left {
            self.left = Some((now, left));
        }
        if let Some(right) = right {
            self.right = Some((now, right));
        }
        let (left, right) = (self.left.as_ref()?.0, self.right.as_ref()?.0);
        let apart = left.max(right).since(left.min(right));
        if apart > self.within {
            return None;
        }
        Some((self.left.take()?.1, self.right.take()?.1))
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.left);
        out.put(&self.right);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.left = from.take()?;
        self.right = from.take()?;
        Ok(())
    }
}
