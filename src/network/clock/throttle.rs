//! `throttle`: occurrences that keep a distance from each other.

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::network::state::{Loader, Saver, StateError};
use crate::time::{Span, Time};

/// Operator of [`Clock::throttle`](super::Clock::throttle).
#[derive(Debug)]
pub struct Throttle {
    pub(crate) span: Span,
    pub(crate) passed: Option<Time>,
}

impl<A: 'static> Operator<A> for Throttle {
    type Out = A;
    const NAME: &'static str = "throttle";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, env: &E) -> Option<A> {
        let now = env.core().at;
        if self.passed.is_some_and(|passed| now.since(passed) < self.span) {
            return None;
        }
        self.passed = Some(now);
        Some(input)
    }

    fn save(&self, out: &mut Saver<'_>) {
        out.put(&self.passed);
    }

    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError> {
        self.passed = from.take()?;
        Ok(())
    }
}
