//! How one order is brought to its end: confirmed, not believed.
//!
//! ```text
//!  Requested -> Awaited --answer--> Asked (a cancel is under way) --ended--> Over
//!  Working  ----------------------> Asked --refused or silent--> Queried --working--> Resting -> Asked
//!  Lost     ----------------------> Queried --not found, not answered--> Resting -> Queried
//! ```
//!
//! An accepted cancel is no end: only the venue's word about the order is. Each wait is twice the one before,
//! so that a venue in trouble is not stormed; what is not over at the phase's deadline is left open or unknown.
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

    /// An order that stays on purpose. One that is not known to be there is asked for, and unknown if nobody finds it.
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
            (Known::Working, Wanted::Stay) => {
                self.pursuit = Pursuit::Kept;
                None
            }
            (Known::Working, _) => Some(self.cancel(at, patience)),
            (Known::Lost, _) => Some(self.query(at, at, patience)),
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
            (Pursuit::Over(Fate::Unknown), _) => self.pursuit = Pursuit::Over(Fate::LeftOpen),
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

    fn unanswered(&mut self) {
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
mod tests {
    use super::{Chase, Move, wait};
    use crate::control::order::{End, Fate, Known, OrderNews};
    use crate::time::{Span, Time};

    const PATIENCE: Span = Span::from_secs(1);
    const DRAIN: Option<Time> = Some(Time::from_secs(8));

    fn at(second: i32) -> Time {
        Time::from_secs(second)
    }

    fn working() -> Chase {
        let (chase, first) = Chase::ending(Known::Working, at(0), DRAIN, PATIENCE);
        assert_eq!(first, Some(Move::Cancel));
        chase
    }

    #[test]
    fn a_silent_venue_is_asked_and_then_asked_to_cancel_again() {
        let mut chase = working();
        assert_eq!(chase.pass(at(0), PATIENCE), None);
        assert_eq!(chase.pass(at(1), PATIENCE), Some(Move::Query));
        assert_eq!(chase.learn(at(1), OrderNews::Working, PATIENCE), Some(Move::Cancel));
        assert_eq!(chase.due(), Some(at(3)), "twice the first wait");
    }

    #[test]
    fn a_venue_that_refuses_a_cancel_and_calls_the_order_working_is_not_stormed() {
        let mut chase = working();
        assert_eq!(chase.learn(at(0), OrderNews::CancelRefused, PATIENCE), Some(Move::Query));
        assert_eq!(
            chase.learn(at(0), OrderNews::Working, PATIENCE),
            None,
            "not before the cancel's own wait"
        );
        assert_eq!(chase.pass(at(1), PATIENCE), Some(Move::Cancel));
    }

    #[test]
    fn an_order_that_nobody_finds_three_times_is_unknown() {
        let mut chase = working();
        chase.learn(at(0), OrderNews::CancelRefused, PATIENCE);
        for second in [0, 2] {
            assert_eq!(chase.fate(), None);
            chase.learn(at(second), OrderNews::NotFound, PATIENCE);
            assert!(chase.due().is_some_and(|due| chase.pass(due, PATIENCE) == Some(Move::Query)));
        }
        chase.learn(at(9), OrderNews::NotFound, PATIENCE);
        assert_eq!(chase.fate(), Some(Fate::Unknown));
    }

    #[test]
    fn the_first_end_stays_and_an_end_that_comes_late_is_taken() {
        let mut chase = working();
        chase.give_up();
        assert_eq!(chase.fate(), Some(Fate::LeftOpen));
        chase.learn(at(9), OrderNews::Ended(End::Filled), PATIENCE);
        chase.learn(at(9), OrderNews::Ended(End::Cancelled), PATIENCE);
        chase.learn(at(9), OrderNews::Placed, PATIENCE);
        chase.learn(at(9), OrderNews::Lost, PATIENCE);
        chase.give_up();
        assert_eq!(chase.fate(), Some(Fate::Filled));
    }

    #[test]
    fn a_request_that_is_not_answered_is_awaited_until_the_drain_ends() {
        let (mut chase, first) = Chase::ending(Known::Requested, at(0), DRAIN, PATIENCE);
        assert_eq!((first, chase.due()), (None, DRAIN));
        assert_eq!(chase.learn(at(3), OrderNews::Placed, PATIENCE), Some(Move::Cancel));
        let (mut silent, _) = Chase::ending(Known::Requested, at(0), DRAIN, PATIENCE);
        assert_eq!(silent.pass(at(8), PATIENCE), Some(Move::Query));
        silent.give_up();
        assert_eq!(silent.fate(), Some(Fate::Unknown));
    }

    #[test]
    fn a_request_whose_submission_is_over_is_asked_for_at_once() {
        let (_, first) = Chase::ending(Known::Requested, at(0), None, PATIENCE);
        assert_eq!(first, Some(Move::Query));
        let (mut chase, _) = Chase::ending(Known::Requested, at(0), DRAIN, PATIENCE);
        assert_eq!(chase.drained(at(1), PATIENCE), Some(Move::Query));
        assert_eq!(chase.drained(at(1), PATIENCE), None);
    }

    #[test]
    fn what_stays_is_known_to_be_there() {
        let kept = |known| Chase::kept(known, at(0), None, PATIENCE);
        assert_eq!(kept(Known::Working).0.fate(), Some(Fate::Kept));
        let (mut chase, first) = kept(Known::Lost);
        assert_eq!((first, chase.fate()), (Some(Move::Query), None));
        assert_eq!(chase.learn(at(1), OrderNews::Working, PATIENCE), None, "it is not cancelled");
        assert_eq!(chase.fate(), Some(Fate::Kept));
        let (mut nowhere, _) = kept(Known::Requested);
        nowhere.give_up();
        assert_eq!(nowhere.fate(), Some(Fate::Unknown));
    }

    #[test]
    fn waits_double_up_to_a_limit_and_are_never_nothing() {
        assert_eq!(
            [0, 1, 2, 5, 9].map(|tries| wait(PATIENCE, tries).nanos() / PATIENCE.nanos()),
            [1, 2, 4, 32, 32]
        );
        assert_eq!(wait(Span::ZERO, 0), Span::from_millis(1));
        assert_eq!(wait(Span::MAX, 5), Span::MAX);
    }
}
