//! `window_of`: the last few occurrences.

use super::last::Last;
use super::nonzero_count;
use crate::network::error::{BuildError, Place};
use crate::network::event::via::{Operator, Via};
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, State, StateError};
use crate::network::statistic::Aggregate;

/// Operator of [`Windowed::window_of`](super::Windowed::window_of).
#[derive(Debug)]
pub struct WindowOf<T, A, S> {
    /// Whether it is silent until there are that many.
    pub(super) full: bool,
    pub(super) aggregate: A,
    pub(super) state: S,
    pub(super) members: Last<T>,
}

impl<E, T, A, S> Via<E, WindowOf<T, A, S>> {
    /// The same window, silent until it is full.
    ///
    /// ```
    /// use tidegate::network::{simulate, sum, Windowed};
    /// let sums = simulate([(1, 3_i64), (2, 4), (3, 5)], |x| x.window_of(2, sum()).full());
    /// assert_eq!(sums, [(2, 7), (3, 9)]);
    /// ```
    pub fn full(self) -> Self {
        self.adjusted(|window| window.full = true)
    }
}

impl<T: State, A: Aggregate<T>> Operator<T> for WindowOf<T, A, A::State> {
    type Out = A::Out;
    const NAME: &'static str = "window_of";

    fn check(&self, at: Place) -> Result<(), BuildError> {
        nonzero_count(self.members.size() as u64, Self::NAME, at)?;
        self.aggregate.check(at)
    }

    #[inline]
    fn apply<E: Env>(&mut self, input: T, _env: &E) -> Option<A::Out> {
        let Self { aggregate, state, members, .. } = self;
        members.push(input, |leaving, arriving| match leaving {
            Some((gone, next)) => aggregate.replace(state, gone, next, arriving),
            None => aggregate.arrive(state, arriving),
        });
        let silent = self.full && !self.members.is_full();
        (!silent).then(|| self.aggregate.out(&self.state))
    }

    fn save(&self, out: &mut Saver<'_>) {
        self.members.save(out);
        out.put(&self.state);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.members.load(from)?;
        self.state = from.take()?;
        Ok(())
    }
}
