//! Systems beside each other, and one after the other.

use std::thread;

use super::{AMPLE, watched};
use crate::control::{Cause, ExitCode};
use crate::money::{BtcUsdt, Market};
use crate::runtime::{Runtime, Stop};
use crate::testing::runtime::finding::{Finding, begun, equal, exits, in_order};
use crate::testing::runtime::probe::{Probe, Record};
use crate::testing::runtime::traders::{Answer, Wants, all, filling, nothing, trader};
use crate::testing::runtime::trial::{Demand, Make};

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "two systems in one process do not touch each other",
            demands: "each hears its own events, sends its own orders and stops for its own causes",
            keeps: beside_each_other,
        },
        Demand {
            name: "a second run is like the first",
            demands: "nothing of a run changes one that comes after it",
            keeps: one_after_the_other,
        },
    ]
}

/// A whole run over its data, with an order at each tenth trade.
fn whole<R: Runtime>(make: &Make<R>, trades: u64) -> Finding {
    let record = Record::default();
    let wants: Wants = |trade| if trade.is_multiple_of(10) { all([filling(trade / 10)]) } else { None };
    let strategy = trader(&record, Answer::Done(0), wants);
    let outcome = begun(watched(make, &record, AMPLE).run(&strategy, (Probe::new(&record).trades(trades),)))?;
    in_order("trades", trades, &record.heard(BtcUsdt::NAME))?;
    let sent: Vec<u64> = record.asked().iter().map(|asked| asked.id).collect();
    in_order("orders", trades / 10, &sent)?;
    equal("the cause", Cause::DataEnd, outcome.report.cause)?;
    exits(ExitCode::CLEAN, &outcome)
}

/// One that is stopped at its third trade.
fn stopped<R: Runtime>(make: &Make<R>) -> Finding {
    let (record, stop) = (Record::default(), Stop::new());
    let asking = stop.clone();
    let probe = Probe::new(&record).trades(2).trade_after(move || {
        asking.signal();
        Ok(())
    });
    let strategy = trader(&record, Answer::Done(3), nothing);
    let runtime = watched(make, &record, AMPLE).stop_on(stop);
    let outcome = begun(runtime.run(&strategy, (probe.endless(),)))?;
    equal("the cause of the other", Cause::Signal, outcome.report.cause)?;
    equal("the exit code of the other", ExitCode::STRATEGY_REPORTED, outcome.report.exit_code())
}

fn beside_each_other<R: Runtime>(make: &Make<R>) -> Finding {
    thread::scope(|scope| {
        let other = scope.spawn(|| stopped(make));
        let one = whole(make, 3_000);
        one.and(other.join().unwrap_or_else(|_| Err("the other one panicked".to_owned())))
    })
}

fn one_after_the_other<R: Runtime>(make: &Make<R>) -> Finding {
    whole(make, 500)?;
    stopped(make)?;
    whole(make, 500).map_err(|found| format!("in a run after others, {found}"))
}
