//! `timestamped`: an occurrence with the time of its instant.

use crate::network::event::via::Operator;
use crate::network::machine::Env;
use crate::time::Time;

/// Operator of [`Clock::timestamped`](super::Clock::timestamped).
#[derive(Debug)]
pub struct Timestamped;

impl<A: 'static> Operator<A> for Timestamped {
    type Out = (Time, A);
    const NAME: &'static str = "timestamped";

    #[inline(always)]
    fn apply<E: Env>(&mut self, input: A, env: &E) -> Option<(Time, A)> {
        Some((env.core().at, input))
    }
}
