//! `first` and `last`: the oldest member and the newest.

use super::fold::{Aggregate, Fold};
use crate::network::state::State;

/// Fold of [`first`](super::first).
#[derive(Clone, Copy, Debug)]
pub struct First;

/// Fold of [`last`](super::last).
#[derive(Clone, Copy, Debug)]
pub struct Last;

impl<T: State> Fold<T> for First {
    type State = Option<T>;
    type Out = Option<T>;

    fn start(&self) -> Option<T> {
        None
    }

    #[inline]
    fn enter(&self, first: &mut Option<T>, member: &T) {
        if first.is_none() {
            *first = Some(member.clone());
        }
    }

    #[inline]
    fn out(&self, first: &Option<T>) -> Option<T> {
        first.clone()
    }
}

impl<T: State> Aggregate<T> for First {
    #[inline]
    fn leave(&self, first: &mut Option<T>, _gone: &T, next: Option<&T>) {
        *first = next.cloned();
    }
}

impl<T: State> Fold<T> for Last {
    type State = Option<T>;
    type Out = Option<T>;

    fn start(&self) -> Option<T> {
        None
    }

    #[inline]
    fn enter(&self, last: &mut Option<T>, member: &T) {
        *last = Some(member.clone());
    }

    #[inline]
    fn out(&self, last: &Option<T>) -> Option<T> {
        last.clone()
    }
}

impl<T: State> Aggregate<T> for Last {
    #[inline]
    fn leave(&self, last: &mut Option<T>, _gone: &T, next: Option<&T>) {
        if next.is_none() {
            *last = None;
        }
    }
}
