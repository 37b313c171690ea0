//! What has come in and has not been taken so far, in order of time.

use std::collections::VecDeque;

use crate::time::Time;

/// Items in order of time; equal times in order of arrival.
#[derive(Debug)]
pub(super) struct Backlog<T> {
    items: VecDeque<(Time, T)>,
}

impl<T> Backlog<T> {
    pub(super) const fn new() -> Self {
        Self { items: VecDeque::new() }
    }

    #[inline]
    pub(super) fn first_at(&self) -> Option<Time> {
        self.items.front().map(|(at, _)| *at)
    }

    #[inline]
    pub(super) fn push(&mut self, at: Time, item: T) {
        match self.items.back() {
            Some((last, _)) if *last > at => {
                let place = self.items.partition_point(|(known, _)| *known <= at);
                self.items.insert(place, (at, item));
            }
            _ => self.items.push_back((at, item)),
        }
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<(Time, T)> {
        self.items.pop_front()
    }
}
