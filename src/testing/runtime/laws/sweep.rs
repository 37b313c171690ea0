//! What becomes of orders that work.

use super::{AMPLE, watched};
use crate::control::{Cause, ExitCode};
use crate::money::{BtcUsdt, Market};
use crate::runtime::{Runtime, Stop};
use crate::safety::Origin;
use crate::testing::runtime::finding::{Finding, begun, equal, exits};
use crate::testing::runtime::probe::{Line, Probe, Record, panics};
use crate::testing::runtime::traders::{Answer, rests, trader};
use crate::testing::runtime::trial::{Demand, Make};

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "working orders are cancelled",
            demands: "whatever works when the gates are sealed is cancelled, once, and the report counts it",
            keeps: working_are_cancelled,
        },
        Demand {
            name: "an order of unknown fate is asked about",
            demands: "after an executor has panicked over an order, its market is asked where it stands; nothing is sent again",
            keeps: unknown_is_asked_about,
        },
    ]
}

fn working_are_cancelled<R: Runtime>(make: &Make<R>) -> Finding {
    let (record, stop) = (Record::default(), Stop::new());
    let strategy = trader(&record, Answer::Done(0), rests::<3>);
    let asking = stop.clone();
    // When the last of them is taken, the run is stopped.
    let probe = Probe::new(&record).trades(1).stays_open().on_order(move |id| {
        if id == 3 {
            asking.request();
        }
        Ok(())
    });
    let outcome = begun(watched(make, &record, AMPLE).stop_on(stop).run(&strategy, (probe,)))?;
    let cancels = record.asked().into_iter().filter(|asked| asked.is_cancel);
    let mut cancels: Vec<(u64, Origin)> = cancels.map(|asked| (asked.id, asked.origin)).collect();
    cancels.sort_by_key(|(id, _)| *id);
    equal("the cancels", vec![1, 2, 3], cancels.iter().map(|(id, _)| *id).collect())?;
    let of_others = cancels.into_iter().filter(|(_, origin)| *origin != Origin::SweepCancel).collect();
    equal("cancels of others than the sweep", Vec::<(u64, Origin)>::new(), of_others)?;
    equal("orders that still work", Vec::new(), record.working())?;
    equal("orders that the report calls cancelled", 3, outcome.report.orders.cancelled)?;
    exits(ExitCode::CLEAN, &outcome)
}

fn unknown_is_asked_about<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let strategy = trader(&record, Answer::Done(0), rests::<1>);
    let probe = Probe::new(&record).trades(3).stays_open().on_order(|_| panics());
    let outcome = begun(watched(make, &record, AMPLE).run(&strategy, (probe,)))?;
    let queries = record.count(&Line::Queried { market: BtcUsdt::NAME, id: 1 });
    equal("whether it was asked about", true, queries > 0)?;
    equal("how often it was sent", 1, record.asked().iter().filter(|asked| !asked.is_cancel).count())?;
    equal("orders that the report calls unknown", 0, outcome.report.orders.unknown)?;
    equal("the cause", Cause::Connector, outcome.report.cause)
}
