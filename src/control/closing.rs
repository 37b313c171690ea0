//! Closing positions: one order at a time for each, weighed anew before every one, so that none flips.
//!
//! ```text
//!  Weighed --order sent--> Live --filled--> Weighed --nothing left--> Over
//!                           |  \--cancelled, expired, refused--> Resting -> Weighed
//!                           \--unknown--> Over: a second order could fill beside the first
//! ```
//!
//! Closing orders are market orders: they need no data, which may be gone by then.
//!
//! How much is to be closed is the runtime's to say, at the moment at which the order is made: position less
//! what is on its way out already.

use std::collections::BTreeMap;

use super::order::{Fate, OrderKey, PositionKey};
use super::output::Output;
use crate::time::{Span, Time, earlier};

/// What the runtime did when it was told to close a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CloseNews {
    /// This order is on its way.
    Sent(OrderKey),
    /// There is nothing to close.
    Flat,
    /// What is left is less than the venue takes.
    Dust,
    /// Other orders could fill beside a closing one; or no order could be made.
    Blocked,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Close {
    Weighed,
    Live(OrderKey),
    Resting { until: Time },
    Over(CloseEnd),
}

/// What came of closing a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum CloseEnd {
    /// Nothing of it is held.
    Whole,
    /// What is held is less than the venue takes.
    ButDust,
    /// It is held.
    Not,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Attempt {
    close: Close,
    tries: u8,
}

/// All positions that are to be closed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Closing {
    is_counted: bool,
    is_stopped: bool,
    attempts: BTreeMap<PositionKey, Attempt>,
}

impl Closing {
    /// Nothing is to be closed.
    pub(super) const fn nothing() -> Self {
        Self { is_counted: true, is_stopped: true, attempts: BTreeMap::new() }
    }

    /// Positions are to be closed, and not counted yet.
    pub(super) const fn new() -> Self {
        Self { is_counted: false, is_stopped: false, attempts: BTreeMap::new() }
    }

    /// These positions are not flat.
    pub(super) fn count(&mut self, positions: &[PositionKey], out: &mut Vec<Output>) {
        self.is_counted = true;
        if self.is_stopped {
            return;
        }
        for key in positions {
            self.attempts.insert(*key, Attempt { close: Close::Weighed, tries: 0 });
            out.push(Output::Close(*key));
        }
    }

    /// What the runtime made of a position. Gives the position if it is closed, but for what cannot be.
    pub(super) fn weighed(
        &mut self,
        at: Time,
        key: PositionKey,
        news: CloseNews,
        patience: Span,
    ) -> Option<PositionKey> {
        let is_stopped = self.is_stopped;
        let attempt = self.attempts.get_mut(&key)?;
        attempt.close = match news {
            CloseNews::Sent(order) => Close::Live(order),
            CloseNews::Flat => Close::Over(CloseEnd::Whole),
            CloseNews::Dust => Close::Over(CloseEnd::ButDust),
            CloseNews::Blocked if is_stopped => Close::Over(CloseEnd::Not),
            CloseNews::Blocked => attempt.rest(at, patience),
        };
        matches!(news, CloseNews::Flat | CloseNews::Dust).then_some(key)
    }

    /// An order that closes a position has this fate.
    pub(super) fn learn(
        &mut self,
        at: Time,
        order: OrderKey,
        fate: Fate,
        patience: Span,
        out: &mut Vec<Output>,
    ) {
        let is_stopped = self.is_stopped;
        let found = self.attempts.iter_mut().find(|(_, attempt)| attempt.close == Close::Live(order));
        let Some((key, attempt)) = found else { return };
        attempt.close = match fate {
            // What it leaves, if anything, is weighed no more.
            Fate::Filled if is_stopped => Close::Over(CloseEnd::Whole),
            _ if is_stopped => Close::Over(CloseEnd::Not),
            Fate::Filled => {
                out.push(Output::Close(*key));
                Close::Weighed
            }
            Fate::Cancelled | Fate::Expired | Fate::Rejected => attempt.rest(at, patience),
            // It may fill still: a second order could take the position past zero.
            Fate::LeftOpen | Fate::Unknown | Fate::Kept => Close::Over(CloseEnd::Not),
        };
    }

    /// Time has passed.
    pub(super) fn pass(&mut self, at: Time, out: &mut Vec<Output>) {
        for (key, attempt) in &mut self.attempts {
            if matches!(attempt.close, Close::Resting { until } if until <= at) {
                attempt.close = Close::Weighed;
                out.push(Output::Close(*key));
            }
        }
    }

    /// No new orders from now on.
    pub(super) fn stop(&mut self) {
        self.is_stopped = true;
        for attempt in self.attempts.values_mut() {
            if let Close::Resting { .. } | Close::Weighed = attempt.close {
                attempt.close = Close::Over(CloseEnd::Not);
            }
        }
    }

    /// Whether a position is among those that are to be closed.
    pub(super) fn is_about(&self, key: PositionKey) -> bool {
        self.attempts.contains_key(&key)
    }

    /// Whether it was stopped, or never began.
    pub(super) const fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Whether there is nothing left to wait for.
    pub(super) fn is_over(&self) -> bool {
        self.is_counted && self.attempts.values().all(|attempt| matches!(attempt.close, Close::Over(_)))
    }

    /// When something has to be done if nothing is learnt.
    pub(super) fn due(&self) -> Option<Time> {
        let due = |attempt: &Attempt| match attempt.close {
            Close::Resting { until } => Some(until),
            _ => None,
        };
        self.attempts.values().filter_map(due).fold(None, |first, due| earlier(first, Some(due)))
    }

    /// How many positions it is about.
    pub(super) fn len(&self) -> usize {
        self.attempts.len()
    }

    /// Of how many this came; what is not over is not closed.
    pub(super) fn count_of(&self, closed: CloseEnd) -> usize {
        let came = |attempt: &&Attempt| match attempt.close {
            Close::Over(end) => end == closed,
            _ => closed == CloseEnd::Not,
        };
        self.attempts.values().filter(came).count()
    }
}

impl Attempt {
    /// A venue that refuses is asked again later and later: no storm.
    fn rest(&mut self, at: Time, patience: Span) -> Close {
        self.tries = self.tries.saturating_add(1).min(6);
        let times = 1_u64 << self.tries;
        let wait = Span::from_nanos(patience.nanos().unsigned_abs().max(1_000_000).saturating_mul(times));
        Close::Resting { until: at.after(wait) }
    }
}
