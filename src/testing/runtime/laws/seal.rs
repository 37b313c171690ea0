//! The seal: from then on no order of the strategy passes.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{AMPLE, SHORT, watched};
use crate::connector::Ending;
use crate::control::{Budgets, ExitCode, Phase, Verdict};
use crate::runtime::{Runtime, Stop};
use crate::testing::runtime::finding::{Finding, begun, equal, exits, is_so};
use crate::testing::runtime::probe::{Line, Probe, Record};
use crate::testing::runtime::traders::{Answer, nothing, rests, stubborn, trader};
use crate::testing::runtime::trial::{Demand, Make};
use crate::time::Span;

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "a strategy that does not answer is sealed at its budget",
            demands: "the run waits as long as the budget says and no longer, and the exit code tells of it",
            keeps: sealed_at_its_budget,
        },
        Demand {
            name: "no order passes the seal",
            demands: "what a strategy wants after the notice never reaches an executor, and what it wants after the seal is \
                      listed",
            keeps: none_passes,
        },
        Demand {
            name: "orders that wait are discarded by the seal",
            demands: "an order is sent once or listed as discarded, never both; an executor that has one in hand gets no other",
            keeps: waiting_are_discarded,
        },
    ]
}

const HASTY: Budgets = Budgets { strategy: SHORT, ..AMPLE };

/// Asks to stop.
fn asking(stop: &Stop) -> impl FnOnce() -> Result<(), crate::connector::ConnectorError> + Send + 'static {
    let stop = stop.clone();
    move || {
        stop.request();
        Ok(())
    }
}

fn sealed_at_its_budget<R: Runtime>(make: &Make<R>) -> Finding {
    let (record, stop) = (Record::default(), Stop::new());
    let strategy = trader(&record, Answer::Never, nothing);
    let probe = Probe::new(&record).trades(2).trade_after(asking(&stop)).stays_open();
    let outcome = begun(watched(make, &record, HASTY).stop_on(stop).run(&strategy, (probe,)))?;
    equal("how many notices", 1, record.notices().len())?;
    equal("the verdict", Verdict::TimedOut, outcome.report.verdict)?;
    let winding = outcome.report.phases.iter().find(|record| record.phase == Phase::StopNewOrders);
    let took = winding.map_or(Span::ZERO, |record| record.ended.since(record.entered));
    is_so("how long it may wind down", took >= SHORT, &format!("{SHORT} or more"), took)?;
    is_so("how long it may wind down", took < AMPLE.strategy, "hardly more", took)?;
    exits(ExitCode::TIMED_OUT, &outcome)
}

fn none_passes<R: Runtime>(make: &Make<R>) -> Finding {
    let (record, stop) = (Record::default(), Stop::new());
    let later = 1_000_000;
    let asking_to_stop = stop.clone();
    let strategy = stubborn(&record, 0, later);
    // The third order stops the run; while the connector ends, the strategy goes on for a while.
    let probe = Probe::new(&record).trades(1).stays_open();
    let probe = probe.on_order(move |id| {
        if id == 3 {
            asking_to_stop.request();
        }
        Ok(())
    });
    let probe = probe.ends(|asked, at| match asked {
        1 => Ok(Ending::Busy { stage: "taking its time".into(), until: Some(at.after(SHORT)) }),
        _ => Ok(Ending::Over),
    });
    let outcome = begun(watched(make, &record, HASTY).stop_on(stop).run(&strategy, (probe,)))?;
    let ids: Vec<u64> =
        record.asked().iter().filter(|asked| !asked.is_cancel).map(|asked| asked.id).collect();
    is_so("orders that were sent", ids.len() >= 3, "3 or more", &ids)?;
    is_so("orders that were sent", ids.iter().all(|id| *id <= later), "none after the notice", &ids)?;
    let late = &outcome.report.late_actions;
    is_so("late actions", !late.is_empty(), "those after the seal", late)?;
    equal("orders that still work", Vec::new(), record.working())
}

fn waiting_are_discarded<R: Runtime>(make: &Make<R>) -> Finding {
    let (record, stop) = (Record::default(), Stop::new());
    let strategy = trader(&record, Answer::Done(0), rests::<5>);
    let (hand, asking) = (record.clone(), stop.clone());
    let is_held = AtomicBool::new(false);
    let probe = Probe::new(&record).trades(1).stays_open().on_order(move |_| {
        // The first one is in hand until the gates are sealed, if that is possible meanwhile.
        if !is_held.swap(true, Ordering::Relaxed) {
            asking.request();
            hand.wait(Duration::from_millis(600), |line| *line == Line::Phase(Phase::CancelPending));
        }
        Ok(())
    });
    let outcome = begun(watched(make, &record, AMPLE).stop_on(stop).run(&strategy, (probe,)))?;
    let sent: Vec<u64> =
        record.asked().iter().filter(|asked| !asked.is_cancel).map(|asked| asked.id).collect();
    let once: BTreeSet<u64> = sent.iter().copied().collect();
    equal("orders that were sent twice", once.len(), sent.len())?;
    let discarded = &outcome.report.discarded;
    equal("orders that were sent or discarded", 5, sent.len() + discarded.len())?;
    equal("how many the report calls discarded", discarded.len() as u64, outcome.report.orders.discarded)?;
    equal("orders that still work", Vec::new(), record.working())?;
    exits(ExitCode::CLEAN, &outcome)
}
