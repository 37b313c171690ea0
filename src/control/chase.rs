//! How one order is brought to its end: confirmed, not believed.
//!
//! ```text
//!  Requested -> Awaited --answer--> Asked (a cancel is under way) --ended--> Over
//!  Working  ----------------------> Asked --refused or silent--> Queried --working--> Resting -> Asked
//!  Lost     ----------------------> Queried --not found, not answered--> Resting -> Queried
//! ```
//!
//! An accepted cancel is no end: only the venue's word about the order is. Each wait is twice the one before,
//! so that a venue in trouble is not stormed; what is not over at the phase's deadline is left open or unknown. An
//! unknown order that turns up later is cancelled once more, in whichever phase that is.
//!
//! An order that closes a position is pursued in the same way, but for its result: it is asked after, and
//! cancelled when closing has to stop.

use super::order::{End, Fate, Known, Move, OrderNews, PositionKey};
use crate::time::{Span, Time};

/// Two questions of this kind without a trace of the order, and the third ends the pursuit.
const DOUBTS: u8 = 3;

/// Waits grow up to this many times the first.
const LONGEST: u8 = 5;

/// No wait is shorter: a venue that answers nothing must not be asked without end.
const SHORTEST: Span = Span::from_millis(1);

/// What is wanted of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Wanted {
    /// That it is gone.
    End,
    /// That it fills; it closes a position.
    Fill,
    /// That it is known to be working, so that it can be called kept.
    Stay,
}

/// Where the pursuit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Pursuit {
    /// It protects a position that is to be closed, and stays until then.
    Guarding(PositionKey),
    /// It stays, on purpose.
    Kept,
    /// An answer that is due anyhow is awaited.
    Awaited { until: Time },
    /// A cancel is under way.
    Asked { silence: Time },
    /// A question is under way; no new cancel before `rest`.
    Queried { silence: Time, rest: Time },
    /// Nothing is under way until then.
    Resting { until: Time, next: Move },
    /// It has ended, or was given up.
    Over(Fate),
}

/// The pursuit of one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Chase {
    known: Known,
    wanted: Wanted,
    tries: u8,
    doubts: u8,
    pursuit: Pursuit,
}

impl Chase {
    const fn new(known: Known, wanted: Wanted, pursuit: Pursuit) -> Self {
        Self { known, wanted, tries: 0, doubts: 0, pursuit }
    }

    /// An order that stays on purpose. It is asked for once, as its end may not have been told; one that was never known
    /// to be there is asked for until it is, and unknown if nobody finds it.
    pub(super) fn kept(known: Known, at: Time, drain: Option<Time>, patience: Span) -> (Self, Option<Move>) {
        Self::pursued(known, Wanted::Stay, at, drain, patience)
    }

    /// An order that stays until a position is closed.
    pub(super) const fn guarding(known: Known, position: PositionKey) -> Self {
        Self::new(known, Wanted::End, Pursuit::Guarding(position))
    }

    /// An order that is to end. The first answer, if that has not come, is awaited until `drain` while its submission
    /// may be under way, and asked for at once where it is not.
    pub(super) fn ending(
        known: Known,
        at: Time,
        drain: Option<Time>,
        patience: Span,
    ) -> (Self, Option<Move>) {
        Self::pursued(known, Wanted::End, at, drain, patience)
    }

    fn pursued(
        known: Known,
        wanted: Wanted,
        at: Time,
        drain: Option<Time>,
        patience: Span,
    ) -> (Self, Option<Move>) {
        let until = drain.unwrap_or(at);
        let mut chase = Self::new(known, wanted, Pursuit::Awaited { until });
        let first = chase.begin(at, patience).or_else(|| chase.pass(at, patience));
        (chase, first)
    }

    /// No submission is under way any more: an answer that has not come is asked for.
    pub(super) fn drained(&mut self, at: Time, patience: Span) -> Option<Move> {
        match (self.pursuit, self.wanted) {
            (Pursuit::Awaited { .. }, Wanted::End | Wanted::Stay) => Some(self.query(at, at, patience)),
            _ => None,
        }
    }

    /// An order that closes a position.
    pub(super) fn closing(at: Time, patience: Span) -> Self {
        let until = at.after(wait(patience, 0));
        Self::new(Known::Requested, Wanted::Fill, Pursuit::Awaited { until })
    }

    fn begin(&mut self, at: Time, patience: Span) -> Option<Move> {
        match (self.known, self.wanted) {
            (Known::Requested, _) => None,
            (Known::Working, Wanted::End | Wanted::Fill) => Some(self.cancel(at, patience)),
            (Known::Working, Wanted::Stay) | (Known::Lost, _) => Some(self.query(at, at, patience)),
        }
    }

    fn cancel(&mut self, at: Time, patience: Span) -> Move {
        self.pursuit = Pursuit::Asked { silence: at.after(wait(patience, self.tries)) };
        self.tries = self.tries.saturating_add(1);
        Move::Cancel
    }

    fn query(&mut self, at: Time, rest: Time, patience: Span) -> Move {
        self.pursuit = Pursuit::Queried { silence: at.after(wait(patience, self.tries)), rest };
        Move::Query
    }

    /// What it became, once it is over or stays.
    pub(super) const fn fate(&self) -> Option<Fate> {
        match self.pursuit {
            Pursuit::Over(fate) => Some(fate),
            Pursuit::Kept => Some(Fate::Kept),
            _ => None,
        }
    }

    /// Whether nothing has to be done about it before positions are closed.
    pub(super) const fn is_at_rest(&self) -> bool {
        matches!(self.pursuit, Pursuit::Over(_) | Pursuit::Kept | Pursuit::Guarding(_))
    }

    /// When something has to be done if nothing is learnt.
    pub(super) const fn due(&self) -> Option<Time> {
        match self.pursuit {
            Pursuit::Awaited { until } | Pursuit::Resting { until, .. } => Some(until),
            Pursuit::Asked { silence } | Pursuit::Queried { silence, .. } => Some(silence),
            Pursuit::Guarding(_) | Pursuit::Kept | Pursuit::Over(_) => None,
        }
    }

    /// Time has passed.
    pub(super) fn pass(&mut self, at: Time, patience: Span) -> Option<Move> {
        if self.due().is_none_or(|due| due > at) {
            return None;
        }
        match self.pursuit {
            Pursuit::Resting { next: Move::Cancel, .. } => Some(self.cancel(at, patience)),
            Pursuit::Resting { next: Move::Query, .. } | Pursuit::Asked { .. } => {
                Some(self.query(at, at, patience))
            }
            Pursuit::Awaited { .. } | Pursuit::Queried { .. } => {
                self.tries = self.tries.saturating_add(1);
                Some(self.query(at, at, patience))
            }
            Pursuit::Guarding(_) | Pursuit::Kept | Pursuit::Over(_) => None,
        }
    }

    /// Something was learnt.
    pub(super) fn learn(&mut self, at: Time, news: OrderNews, patience: Span) -> Option<Move> {
        match news {
            OrderNews::Ended(end) => self.ended(end),
            OrderNews::Placed if self.wanted == Wanted::Stay => return self.placed_to_stay(at, patience),
            OrderNews::Placed | OrderNews::Working => return self.works(at, patience),
            OrderNews::CancelRefused => return self.refused(at, patience),
            OrderNews::NotFound => self.not_found(),
            OrderNews::Unanswered => self.unanswered(),
            OrderNews::Lost => return self.lost(at, patience),
        }
        None
    }

    /// What is known only moves forward: the first end that was told stays.
    fn ended(&mut self, end: End) {
        let is_final = matches!(
            self.pursuit,
            Pursuit::Over(Fate::Filled | Fate::Cancelled | Fate::Rejected | Fate::Expired)
        );
        if !is_final {
            self.pursuit = Pursuit::Over(end.into());
        }
    }

    /// It was there; whether it still is, the answer to a question says.
    fn placed_to_stay(&mut self, at: Time, patience: Span) -> Option<Move> {
        self.known = Known::Working;
        match self.pursuit {
            Pursuit::Awaited { .. } => Some(self.query(at, at, patience)),
            Pursuit::Over(Fate::Unknown) => {
                self.pursuit = Pursuit::Kept;
                None
            }
            _ => None,
        }
    }

    fn works(&mut self, at: Time, patience: Span) -> Option<Move> {
        self.known = Known::Working;
        match (self.pursuit, self.wanted) {
            (
                Pursuit::Awaited { .. }
                | Pursuit::Queried { .. }
                | Pursuit::Resting { .. }
                | Pursuit::Over(Fate::Unknown),
                Wanted::Stay,
            ) => self.pursuit = Pursuit::Kept,
            (Pursuit::Awaited { .. }, Wanted::End) => return Some(self.cancel(at, patience)),
            (Pursuit::Queried { rest, .. }, Wanted::End) if at >= rest => {
                return Some(self.cancel(at, patience));
            }
            (Pursuit::Queried { rest, .. }, Wanted::End) => {
                self.pursuit = Pursuit::Resting { until: rest, next: Move::Cancel };
            }
            (Pursuit::Awaited { .. } | Pursuit::Queried { .. }, Wanted::Fill) => {
                self.pursuit = Pursuit::Awaited { until: at.after(wait(patience, self.tries)) };
            }
            (Pursuit::Over(Fate::Unknown), wanted) => {
                self.pursuit = Pursuit::Over(Fate::LeftOpen);
                // It turns up after all. One cancel more; nobody waits for what comes of it.
                return (wanted == Wanted::End).then_some(Move::Cancel);
            }
            _ => {}
        }
        None
    }

    fn refused(&mut self, at: Time, patience: Span) -> Option<Move> {
        match self.pursuit {
            // The next cancel waits as if this one had not been answered: no storm.
            Pursuit::Asked { silence } => Some(self.query(at, silence, patience)),
            _ => None,
        }
    }

    fn not_found(&mut self) {
        if let Pursuit::Queried { silence, .. } = self.pursuit {
            self.doubts = self.doubts.saturating_add(1);
            self.tries = self.tries.saturating_add(1);
            self.pursuit = match self.doubts {
                DOUBTS.. => Pursuit::Over(Fate::Unknown),
                _ => Pursuit::Resting { until: silence, next: Move::Query },
            };
        }
    }

    /// An order that is to stay was working when it was last told of, and nobody answers: it is kept, by what is known.
    fn stays_as_it_was(&mut self) -> bool {
        let stays = self.wanted == Wanted::Stay && self.known == Known::Working;
        if stays {
            self.pursuit = Pursuit::Kept;
        }
        stays
    }

    fn unanswered(&mut self) {
        if self.fate().is_some() || self.stays_as_it_was() {
            return;
        }
        if let Pursuit::Queried { silence, .. } = self.pursuit {
            self.tries = self.tries.saturating_add(1);
            self.pursuit = Pursuit::Resting { until: silence, next: Move::Query };
        }
    }

    fn lost(&mut self, at: Time, patience: Span) -> Option<Move> {
        if let Pursuit::Over(Fate::Filled | Fate::Cancelled | Fate::Rejected | Fate::Expired) = self.pursuit {
            return None;
        }
        self.known = Known::Lost;
        match self.pursuit {
            Pursuit::Awaited { .. } => Some(self.query(at, at, patience)),
            Pursuit::Asked { silence } => Some(self.query(at, silence, patience)),
            _ => None,
        }
    }

    /// The position for whose end it waits.
    pub(super) const fn guards(&self) -> Option<PositionKey> {
        match self.pursuit {
            Pursuit::Guarding(position) => Some(position),
            _ => None,
        }
    }

    /// The position that it protects is closed, or another reason to end it came up.
    pub(super) fn release(&mut self, position: PositionKey, at: Time, patience: Span) -> Option<Move> {
        if self.pursuit != Pursuit::Guarding(position) {
            return None;
        }
        self.pursuit = Pursuit::Awaited { until: at.after(wait(patience, 0)) };
        self.begin(at, patience)
    }

    /// Closing has to stop: an order that closes is cancelled.
    pub(super) fn stop(&mut self, at: Time, patience: Span) -> Option<Move> {
        if self.wanted != Wanted::Fill || self.fate().is_some() {
            return None;
        }
        self.wanted = Wanted::End;
        self.tries = 0;
        Some(self.cancel(at, patience))
    }

    /// There is no time left.
    pub(super) fn give_up(&mut self) {
        self.pursuit = match (self.pursuit, self.known) {
            (ended @ (Pursuit::Over(_) | Pursuit::Kept), _) => ended,
            (Pursuit::Guarding(_), Known::Working) => Pursuit::Kept,
            (_, Known::Working) if self.wanted == Wanted::Stay => Pursuit::Kept,
            (_, Known::Working) => Pursuit::Over(Fate::LeftOpen),
            (_, Known::Requested | Known::Lost) => Pursuit::Over(Fate::Unknown),
        };
    }
}

/// The wait after this many tries.
fn wait(patience: Span, tries: u8) -> Span {
    let times = 1_u64 << tries.min(LONGEST);
    Span::from_nanos(patience.max(SHORTEST).nanos().unsigned_abs().saturating_mul(times))
}

#[cfg(test)]
mod tests;
