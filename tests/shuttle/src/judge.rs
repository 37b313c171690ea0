//! What holds under every schedule.

use std::collections::BTreeSet;
use std::sync::Arc;

use tidegate::control::{ExitCode, Fate, PartEnd};
use tidegate::money::{BtcUsdt, Market};
use tidegate::runtime::{Intake, Outcome, RunError};
use tidegate::time::{Span, Time};

use crate::books::{Books, Heard};
use crate::case::{Aides, Case, Pace, Whim};

/// Where nobody has to wait for a time, none passes but that of looks at the store: the state is saved twice at most.
const SOON: Span = Span::from_millis(2);

/// A case that was played.
pub(crate) struct Played {
    pub(crate) case: Case,
    pub(crate) result: Result<Outcome, RunError>,
    pub(crate) books: [Arc<Books>; 2],
    pub(crate) heard: [Arc<Heard>; 2],
    /// Parts that were there when the run returned.
    pub(crate) alive: u64,
}

impl Played {
    /// What holds when the run has returned.
    pub(crate) fn check(&self) {
        match &self.result {
            Ok(outcome) => self.check_outcome(outcome),
            Err(RunError::Stopped(_)) => {
                assert!(self.books.iter().all(|books| books.open().placed.is_empty()), "an order was sent");
            }
            Err(RunError::Unended { why, .. }) if self.may_end_badly() => {
                assert!(matches!(**why, RunError::Stopped(_)), "{why}");
            }
            Err(error) => panic!("{:?}: {error}", self.case),
        }
        self.check_heard();
        self.check_books();
    }

    /// Whether the end of a connector that was started in vain may go wrong.
    fn may_end_badly(&self) -> bool {
        matches!(self.case.whim, Whim::PanicsInTerminator | Whim::NeverEnds) || self.case.pace == Pace::Hasty
    }

    fn check_outcome(&self, outcome: &Outcome) {
        let (report, case) = (&outcome.report, self.case);
        let what = || format!("{case:?}: left {:?}: {report}", outcome.left_behind);
        report.orders.check_invariants();
        let (mut placed, mut working, mut cancelled) = (0, 0, 0);
        for books in &self.books {
            let page = books.open();
            placed += page.placed.len() as u64;
            working += page.working.len() as u64;
            cancelled += page.cancelled.len() as u64;
        }
        let orders = &report.orders;
        // What a gate let pass and no market has seen is of unknown outcome, or was refused on its way.
        let unseen = orders.submitted - placed;
        assert!(unseen <= orders.unknown + orders.rejected, "{unseen} lost on their way: {}", what());
        assert!(working <= orders.left(), "{working} work: {}", what());
        assert!(orders.cancelled <= cancelled, "{cancelled} cancelled: {}", what());
        self.check_each_order(outcome);
        self.check_trades(outcome);
        if outcome.left_behind.is_empty() {
            assert_eq!(self.alive, 0, "parts are left: {}", what());
            let under_way: u64 = self.books.iter().map(|books| books.open().entered).sum();
            assert_eq!(under_way, 0, "calls are left: {}", what());
        }
        if case.pace == Pace::Patient {
            self.check_patient(outcome, what);
        }
    }

    /// An order that the report lists is listed once, as what it is; and what it calls discarded came to no market.
    fn check_each_order(&self, outcome: &Outcome) {
        let mut listed = BTreeSet::new();
        for order in &outcome.report.open_orders {
            assert!(listed.insert((&order.market, order.id)), "{order:?} is listed twice");
            let page = self.books[usize::from(order.market != BtcUsdt::NAME)].open();
            let is_left = matches!(order.fate, Fate::LeftOpen | Fate::Unknown);
            assert!(is_left || !page.working.contains(&order.id), "{order:?}: {page:?}");
            assert!(
                order.fate != Fate::Cancelled || page.cancelled.contains(&order.id),
                "{order:?}: {page:?}"
            );
        }
        for discarded in &outcome.report.discarded {
            let page = self.books[usize::from(!discarded.starts_with(BtcUsdt::NAME))].open();
            let came =
                page.placed.iter().find(|id| discarded.contains(&format!("limit buy 1 @ 90 (order {id},")));
            assert_eq!(came, None, "{discarded}: {page:?}");
        }
    }

    /// What a connector told before it ended well was heard, unless there was no room for it.
    fn check_trades(&self, outcome: &Outcome) {
        for (place, connector) in outcome.report.connectors.iter().enumerate().take(2) {
            let is_sound = place == 1
                || !matches!(self.case.whim, Whim::PanicsInProducer | Whim::PanicsInExecutor | Whim::Stuck);
            if is_sound && connector.end == PartEnd::Ended {
                let (page, news) = (self.books[place].open(), self.heard[place].open());
                let left_out = outcome.connectors.get(place).map_or(0, |health| health.left_out);
                let found = news.trades.len() as u64 + left_out;
                let told = page.told_before_end.unwrap_or(0);
                assert!(found >= told, "a trade was lost: {:?}: {news:?}: {page:?}", self.case);
            }
        }
    }

    /// What holds where time passes only when nobody can do without.
    fn check_patient(&self, outcome: &Outcome, what: impl Fn() -> String) {
        let (report, case) = (&outcome.report, self.case);
        let aides = if case.aides == Aides::Stuck { 3 } else { 0 };
        let hangs = matches!(case.whim, Whim::Stuck | Whim::NeverConnects);
        let most = aides + usize::from(hangs);
        assert!(outcome.left_behind.len() <= most, "{}", what());
        for connector in report.connectors.iter().skip(1) {
            assert_eq!(connector.end, PartEnd::Ended, "{}", what());
        }
        let end = report.connectors.first().map(|connector| &connector.end);
        let is_as_expected = match (case.whim, end) {
            (Whim::NeverConnects | Whim::PanicsAtStart, end) => end == Some(&PartEnd::NeverConnected),
            (Whim::Stuck | Whim::NeverEnds, end) => {
                matches!(end, Some(PartEnd::Abandoned | PartEnd::NeverConnected | PartEnd::Ended))
            }
            (Whim::PanicsInTerminator, end) => {
                matches!(end, Some(PartEnd::Failed(_) | PartEnd::NeverConnected))
            }
            // It may be asked to end before it has come to be connected.
            (_, end) => matches!(end, Some(PartEnd::Ended | PartEnd::NeverConnected)),
        };
        assert!(is_as_expected, "{}", what());
        if case.is_healthy() {
            assert_eq!(report.exit_code(), ExitCode::CLEAN, "{}", what());
            assert_eq!((report.orders.left(), report.orders.rejected), (0, 0), "{}", what());
            let ended = report.phases.last().map_or(Time::EPOCH, |phase| phase.ended);
            assert!(ended.since(Time::EPOCH) <= SOON, "somebody was not woken: {}", what());
            for (books, heard) in self.books.iter().zip(&self.heard) {
                let (page, news) = (books.open(), heard.open());
                let (placed, cancelled) = (set(&news.placed), set(&news.cancelled));
                assert_eq!((&placed, &cancelled), (&page.placed, &page.cancelled), "{}", what());
            }
        }
    }

    /// Nothing was heard twice, or in another order than it was told.
    fn check_heard(&self) {
        for heard in &self.heard {
            let news = heard.open();
            let sheds = matches!(self.case.intake, Intake::Shed(_));
            let trades: Vec<u64> = (1..=news.trades.len() as u64).collect();
            let ticks: Vec<u64> = (1..=news.ticks.len() as u64).collect();
            assert!(news.trades.is_sorted_by(|one, other| one < other), "{news:?}");
            assert!(sheds || news.trades == trades, "{news:?}");
            assert_eq!(news.ticks, ticks, "{news:?}");
            assert_eq!(set(&news.placed).len(), news.placed.len(), "{news:?}");
            assert_eq!(set(&news.cancelled).len(), news.cancelled.len(), "{news:?}");
        }
    }

    /// What holds at any time: markets were asked for nothing that nobody may ask for.
    pub(crate) fn check_books(&self) {
        for books in &self.books {
            let page = books.open();
            assert!(page.wrong.is_empty(), "{:?}: {page:?}", self.case);
            // The one that had been handed over may be on its way.
            assert!(page.after_seal <= 1 && page.after_halt <= 1, "{:?}: {page:?}", self.case);
        }
    }
}

fn set(ids: &[u64]) -> BTreeSet<u64> {
    ids.iter().copied().collect()
}
