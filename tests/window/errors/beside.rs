//! Folds with their state, outside any network, beside the exact recomputation of what they should say.

use tidegate::network::{Aggregate, Fold};

use super::table::Table;
use super::ticks::{GAPS, Tick};

/// Who comes, who leaves before, and who is the oldest then.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) comes: Tick,
    pub(crate) gone: Option<(Tick, Tick)>,
    pub(crate) care: Care,
}

/// What the exact recomputation is told of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Care {
    All,
    /// It has begun anew with the first of those that will be members at the next look: none of them leaves before.
    Comes,
    /// The next look is far.
    Nothing,
}

/// How much what is looked at can have been off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reach {
    /// How many have ever come.
    pub(crate) came: u64,
    /// The most there have been at once.
    pub(crate) most: f64,
    /// The greatest magnitudes that have ever come.
    pub(crate) greatest: Greatest,
}

impl Reach {
    /// N · w.
    pub(crate) fn steps(&self) -> f64 {
        self.came as f64 * self.most
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Greatest {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) weight: f64,
    /// Nanoseconds between two.
    pub(crate) gap: f64,
    /// The least of x that is not 0.
    pub(crate) least: f64,
}

impl Default for Greatest {
    fn default() -> Self {
        Self { x: 0.0, y: 0.0, weight: 0.0, gap: 0.0, least: f64::INFINITY }
    }
}

impl Greatest {
    pub(crate) fn see(&mut self, tick: &Tick) {
        // A NaN is not greater.
        let x = tick.x.abs();
        (self.x, self.y) = (self.x.max(x), self.y.max(tick.y.abs()));
        (self.weight, self.gap) = (self.weight.max(tick.weight), self.gap.max(GAPS[tick.gap] as f64));
        self.least = if x > 0.0 { self.least.min(x) } else { self.least };
    }
}

/// What is kept for an exact result.
pub(crate) trait Exactly: 'static {
    fn step(&mut self, step: &Step);
}

/// Both, with who compares them.
pub(crate) trait Watched {
    fn step(&mut self, step: &Step);
    /// The exact part begins anew.
    fn restart(&mut self);
    fn look(&self, reach: Reach, table: &mut Table);
}

type Look<A, E> = fn(<A as Fold<Tick>>::Out, &E, Reach, &mut Table);

pub(crate) struct Beside<A: Fold<Tick>, E> {
    fold: A,
    state: A::State,
    pub(crate) exact: E,
    fresh: fn() -> E,
    take: fn(&A, &mut A::State, &Step, u64),
    look: Look<A, E>,
    came: u64,
}

impl<A: Fold<Tick>, E: Exactly> Beside<A, E> {
    /// Of a window.
    pub(crate) fn window(fold: A, fresh: fn() -> E, look: Look<A, E>) -> Box<dyn Watched>
    where
        A: Aggregate<Tick>,
    {
        let take = |fold: &A, state: &mut A::State, step: &Step, came: u64| match &step.gone {
            // As a window of time, in which who leaves and who comes may be in two instants.
            Some((gone, next)) if came.is_multiple_of(3) => {
                fold.leave(state, gone, Some(next));
                fold.arrive(state, &step.comes);
            }
            Some((gone, next)) => fold.replace(state, gone, Some(next), &step.comes),
            None => fold.arrive(state, &step.comes),
        };
        Box::new(Self { state: fold.start(), fold, exact: fresh(), fresh, take, look, came: 0 })
    }

    /// Of all that has come.
    pub(crate) fn total(fold: A, fresh: fn() -> E, look: Look<A, E>) -> Self {
        let take = |fold: &A, state: &mut A::State, step: &Step, _: u64| fold.enter(state, &step.comes);
        Self { state: fold.start(), fold, exact: fresh(), fresh, take, look, came: 0 }
    }
}

impl<A: Fold<Tick>, E: Exactly> Watched for Beside<A, E> {
    fn step(&mut self, step: &Step) {
        (self.take)(&self.fold, &mut self.state, step, self.came);
        match step.care {
            Care::All => self.exact.step(step),
            Care::Comes => self.exact.step(&Step { gone: None, ..*step }),
            Care::Nothing => {}
        }
        // What is kept is data, and what comes back from it is the same.
        self.came += 1;
        if self.came.is_multiple_of(10_007) {
            let bytes = postcard::to_allocvec(&self.state).expect("the state is data");
            self.state = postcard::from_bytes(&bytes).expect("and comes back");
        }
    }

    fn restart(&mut self) {
        self.exact = (self.fresh)();
    }

    fn look(&self, reach: Reach, table: &mut Table) {
        (self.look)(self.fold.out(&self.state), &self.exact, reach, table);
    }
}
