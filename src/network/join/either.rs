//! `either`: two events of any types become one that says which of them occur.

use serde::{Deserialize, Serialize};

use crate::network::event::both::Joiner;
use crate::time::Time;

/// What occurs of two events: never neither. (Haskell: *These*.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EitherOrBoth<A, B> {
    /// Only the first.
    Left(A),
    /// Only the second.
    Right(B),
    /// The two at once.
    Both(A, B),
}

/// Joiner of [`Join::either`](super::Join::either).
#[derive(Debug)]
pub struct Either;

impl<A: 'static, B: 'static> Joiner<A, B> for Either {
    type Out = EitherOrBoth<A, B>;
    const NAME: &'static str = "either";

    #[inline(always)]
    fn join(&mut self, left: Option<A>, right: Option<B>, _now: Time) -> Option<EitherOrBoth<A, B>> {
        match (left, right) {
            (Some(left), Some(right)) => Some(EitherOrBoth::Both(left, right)),
            (Some(left), None) => Some(EitherOrBoth::Left(left)),
            (None, Some(right)) => Some(EitherOrBoth::Right(right)),
            (None, None) => None,
        }
    }
}
