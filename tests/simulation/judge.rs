//! What holds in every world, judged by the venues' own ledger, by what passed at both ends of the wires, and by the report.

use std::collections::{BTreeMap, BTreeSet};

use tidegate::connector::wire::{Boundary, Fault};
use tidegate::control::{ExitCode, Fate, OnPositions, Phase, PhaseRecord, PositionFate, ShutdownReport};
use tidegate::runtime::Outcome;
use tidegate::safety::Origin;

use crate::ledger::{Key, Ledger, Stands};
use crate::tap::Line;
use crate::world::{Played, World};

/// All of it; in words, what does not hold.
pub(crate) fn judge(world: &World, played: &Played) -> Result<(), String> {
    let ledger = Ledger::of(&played.far);
    let Ok(outcome) = &played.ended else {
        return holds(ledger.orders.is_empty(), || "orders of a run that did not begin".to_owned());
    };
    let case = Case { world, played, outcome, ledger };
    case.it_ends_in_time()?;
    case.nothing_is_submitted_after_the_seal()?;
    case.each_order_has_the_fate_it_has_at_the_venue()?;
    case.the_counts_are_those_of_the_venue()?;
    case.unknown_is_what_a_fault_has_made_so()?;
    case.positions_are_those_of_the_venue()?;
    case.the_exit_code_follows()?;
    case.an_honest_wire_breaks_no_contract()
}

struct Case<'p> {
    world: &'p World,
    played: &'p Played,
    outcome: &'p Outcome,
    ledger: Ledger,
}

fn holds(it: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if it { Ok(()) } else { Err(what()) }
}

impl Case<'_> {
    fn report(&self) -> &ShutdownReport {
        &self.outcome.report
    }

    fn struck(&self, is: impl Fn(Boundary, Fault) -> bool) -> bool {
        let all = self.played.injected.iter().flat_map(|injected| injected.list());
        all.into_iter().any(|injection| is(injection.boundary, injection.fault))
    }

    /// Orders that left the runtime, with who wanted them.
    fn sent(&self) -> BTreeMap<Key, Origin> {
        let orders = self.played.near.iter().filter_map(|line| match line {
            Line::Sent { market, id, origin, is_cancel: false, .. } => Some(((*market, *id), *origin)),
            _ => None,
        });
        orders.collect()
    }

    /// The fates of the orders that the report lists.
    fn listed(&self) -> BTreeMap<(&str, u64), Fate> {
        let open = self.report().open_orders.iter();
        open.map(|order| ((order.market.as_str(), order.id), order.fate)).collect()
    }

    /// In virtual time the shutdown is within its budgets, and its phases follow each other.
    fn it_ends_in_time(&self) -> Result<(), String> {
        let report = self.report();
        let first = report.causes.first().ok_or("nothing stopped it")?.at;
        let took = self.outcome.last.since(first);
        holds(took <= self.world.budgets.total(), || format!("it took {took}"))?;
        let is_sorted = report.phases.is_sorted_by(|a, b| a.phase < b.phase);
        holds(is_sorted, || format!("phases: {:?}", report.phases))?;
        let is_late = |record: &&PhaseRecord| {
            record.deadline.is_some_and(|deadline| record.ended > deadline.max(record.entered))
        };
        let late = report.phases.iter().find(is_late);
        holds(late.is_none(), || format!("a phase is late: {late:?}"))
    }

    /// No order of the strategy leaves after the seal, and no order at all once positions are closed.
    fn nothing_is_submitted_after_the_seal(&self) -> Result<(), String> {
        let mut phase = Phase::Running;
        for line in &self.played.near {
            match line {
                Line::Phase(begun) => phase = *begun,
                Line::Sent { at, market, origin, id, is_cancel: false } => {
                    let of_strategy = *origin == Origin::Advised;
                    let is_late = phase >= Phase::CancelPending && of_strategy || phase >= Phase::SaveState;
                    holds(!is_late, || format!("{market} order {id} left at {at} in {phase}"))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What the report says of an order is what its venue says, and what works at a venue is in the report.
    fn each_order_has_the_fate_it_has_at_the_venue(&self) -> Result<(), String> {
        let (listed, sent) = (self.listed(), self.sent());
        for (key, stands) in &self.ledger.orders {
            holds(sent.contains_key(key), || format!("{key:?} was never sent"))?;
            let is_listed_open = listed.get(key).is_some_and(|fate| fate.is_open());
            let is_seen = *stands != Stands::Working || is_listed_open;
            holds(is_seen, || format!("{key:?} works, and the report has {:?}", listed.get(key)))?;
        }
        for (key, fate) in &listed {
            let stands = self.ledger.orders.get(key).copied();
            let agrees = match fate {
                Fate::Filled => stands == Some(Stands::Filled),
                Fate::Cancelled => stands == Some(Stands::Cancelled),
                // The near end refuses what cannot leave.
                Fate::Rejected => matches!(stands, None | Some(Stands::Refused)),
                Fate::Expired => false,
                // It was heard of.
                Fate::LeftOpen => stands.is_some(),
                Fate::Unknown | Fate::Kept => true,
            };
            holds(agrees, || format!("{key:?} is {fate} in the report, and {stands:?} at the venue"))?;
        }
        Ok(())
    }

    /// Of the orders that ended before the seal the report has the numbers: they are those of the venue.
    fn the_counts_are_those_of_the_venue(&self) -> Result<(), String> {
        let (report, sent, listed) = (self.report(), self.sent(), self.listed());
        let orders = report.orders;
        orders.check_invariants();
        let submitted = sent.len() as u64;
        holds(orders.submitted == submitted, || format!("{submitted} were sent: {orders:?}"))?;
        let of = |wanted: Fate| listed.values().filter(|fate| **fate == wanted).count() as u64;
        let before: BTreeSet<&Key> = sent.keys().filter(|key| !listed.contains_key(*key)).collect();
        let at_venue = |wanted: &[Option<Stands>]| {
            before.iter().filter(|key| wanted.contains(&self.ledger.orders.get(**key).copied())).count()
                as u64
        };
        let told = [
            (orders.filled - of(Fate::Filled), at_venue(&[Some(Stands::Filled)]), "filled"),
            (orders.cancelled - of(Fate::Cancelled), at_venue(&[Some(Stands::Cancelled)]), "cancelled"),
            (orders.rejected - of(Fate::Rejected), at_venue(&[Some(Stands::Refused), None]), "rejected"),
            (orders.left_open, of(Fate::LeftOpen), "left open"),
            (orders.unknown, of(Fate::Unknown), "unknown"),
            (orders.kept, of(Fate::Kept), "kept"),
        ];
        let wrong = told.iter().find(|(report, venue, _)| report != venue);
        holds(wrong.is_none(), || format!("counts of the report and of the venue: {wrong:?}"))
    }

    /// Where nothing went wrong and nobody was hurried, all is known.
    fn unknown_is_what_a_fault_has_made_so(&self) -> Result<(), String> {
        let report = self.report();
        let is_well = !self.struck(|_, _| true) && !report.forced && !report.aborted;
        let known = report.orders.unknown == 0 && (report.orders.left_open == 0);
        holds(known || !is_well, || format!("without a fault: {:?}", report.open_orders))
    }

    /// What is held is what was executed, unless an order is open of which nobody knows what was.
    fn positions_are_those_of_the_venue(&self) -> Result<(), String> {
        let report = self.report();
        let is_late = self
            .struck(|boundary, fault| boundary == Boundary::Answers && matches!(fault, Fault::Reorder(_)));
        if is_late || self.listed().values().any(|fate| fate.is_open()) {
            return Ok(());
        }
        for (market, units) in &self.ledger.held {
            let told = report.positions.iter().find(|position| position.market == *market);
            let told = told.map_or("0", |position| position.quantity.as_str());
            let value: f64 = told.parse().map_err(|_| format!("{told} is no number"))?;
            let is_equal = (value * 1e8).round() as i64 == *units;
            holds(is_equal, || format!("{market} holds {units} units, and the report says {told}"))?;
        }
        Ok(())
    }

    fn the_exit_code_follows(&self) -> Result<(), String> {
        let report = self.report();
        holds(report.exit_code() == ExitCode::of(report), || {
            "the code is not that of the report".to_owned()
        })?;
        if report.exit_code() != ExitCode::CLEAN {
            return Ok(());
        }
        let listed = self.listed();
        let working = self.ledger.orders.iter().filter(|(_, stands)| **stands == Stands::Working);
        let is_kept = |key: &Key| listed.get(key) == Some(&Fate::Kept);
        let loose: Vec<_> = working.filter(|(key, _)| !is_kept(key)).collect();
        holds(loose.is_empty(), || format!("the code is 0, and there work {loose:?}"))?;
        let left = report.positions.iter().find(|position| position.fate == PositionFate::Left);
        let is_to_close = self.world.policy.positions != OnPositions::Keep;
        holds(!is_to_close || left.is_none(), || format!("the code is 0, and there is left {left:?}"))
    }

    /// Only answers that come twice or out of order do, and parts that fail or panic say so.
    fn an_honest_wire_breaks_no_contract(&self) -> Result<(), String> {
        let is_wild = self.struck(|boundary, fault| {
            boundary == Boundary::Answers && matches!(fault, Fault::Duplication | Fault::Reorder(_))
                || matches!(fault, Fault::Failure | Fault::Panic)
        });
        let failures = &self.report().connector_failures;
        holds(is_wild || failures.is_empty(), || format!("{failures:?}"))
    }
}
