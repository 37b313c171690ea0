//! `count`: how many there are.

use super::fold::{Aggregate, Fold};

/// Fold of [`count`](super::count).
#[derive(Clone, Copy, Debug)]
pub struct Count;

impl<T> Fold<T> for Count {
    type State = u64;
    type Out = u64;

    fn start(&self) -> u64 {
        0
    }

    #[inline]
    fn enter(&self, count: &mut u64, _member: &T) {
        *count += 1;
    }

    #[inline]
    fn out(&self, count: &u64) -> u64 {
        *count
    }
}

impl<T> Aggregate<T> for Count {
    #[inline]
    fn leave(&self, count: &mut u64, _gone: &T, _next: Option<&T>) {
        *count -= 1;
    }
}
