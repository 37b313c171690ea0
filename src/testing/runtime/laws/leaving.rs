//! What is left when a run is over.

use super::{AMPLE, SHORT, watched};
use crate::connector::Ending;
use crate::control::Budgets;
use crate::runtime::{Outcome, Runtime, Stop};
use crate::testing::runtime::finding::{Finding, begun, equal, is_so};
use crate::testing::runtime::probe::{Probe, Record, Ticks, fails};
use crate::testing::runtime::traders::{Answer, nothing, pair, trader};
use crate::testing::runtime::trial::{Demand, Make};

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "nothing is left when data has ended",
            demands: "when `run` has returned, all parts of all connectors have been dropped",
            keeps: after_data,
        },
        Demand {
            name: "nothing is left of a run that was stopped",
            demands: "the same, where connectors had more to tell and the last of it was not heard",
            keeps: after_a_stop,
        },
        Demand {
            name: "nothing is left of connectors that broke or never ended",
            demands: "the same, where one failed and another one was left at its budget, unless the outcome names it",
            keeps: after_breakage,
        },
    ]
}

/// Nothing of the run lives.
fn is_left(record: &Record, outcome: &Outcome) -> Finding {
    equal("workers left behind", &Vec::new(), &outcome.left_behind)?;
    let alive = record.alive();
    is_so("parts that live", alive == 0, "none", alive)
}

fn after_data<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let strategy = pair(&record, Answer::Done(0), 1);
    let connectors = (Probe::new(&record).trades(5), Probe::new(&record).trades(5), Ticks::new(&record, 5));
    let outcome = begun(watched(make, &record, AMPLE).run(&strategy, connectors))?;
    is_left(&record, &outcome)
}

fn after_a_stop<R: Runtime>(make: &Make<R>) -> Finding {
    let (record, stop) = (Record::default(), Stop::new());
    let strategy = pair(&record, Answer::Done(0), 0);
    let asking = stop.clone();
    let btc = Probe::new(&record).trades(2).trade_after(move || {
        asking.request();
        Ok(())
    });
    let connectors = (btc.endless(), Probe::new(&record).endless(), Ticks::new(&record, u64::MAX));
    let runtime = watched(make, &record, AMPLE).stop_on(stop);
    let outcome = begun(runtime.run(&strategy, connectors))?;
    is_left(&record, &outcome)
}

fn after_breakage<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let strategy = pair(&record, Answer::Done(0), 0);
    let btc = Probe::new(&record).trades(2).trade_after(|| Err(fails()));
    let eth = Probe::new(&record).trades(2).stays_open();
    let eth = eth.ends(|_, _| Ok(Ending::Busy { stage: "waiting for nobody".into(), until: None }));
    let budgets = Budgets { connectors: SHORT, ..AMPLE };
    let runtime = watched(make, &record, budgets);
    let outcome = begun(runtime.run(&strategy, (btc, eth, Ticks::new(&record, 5))))?;
    is_left(&record, &outcome)?;
    let record = Record::default();
    let strategy = trader(&record, Answer::Never, nothing);
    let budgets = Budgets { strategy: SHORT, ..AMPLE };
    let outcome = begun(watched(make, &record, budgets).run(&strategy, (Probe::new(&record).trades(2),)))?;
    is_left(&record, &outcome)
}
