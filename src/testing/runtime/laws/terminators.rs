//! How connectors end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{AMPLE, LONG, SHORT, watched};
use crate::connector::Ending;
use crate::control::{Budgets, ExitCode, PartEnd};
use crate::money::{BtcUsdt, Market};
use crate::runtime::{Outcome, Runtime, Stop};
use crate::testing::runtime::finding::{Finding, begun, equal, exits, is_so};
use crate::testing::runtime::probe::{Line, Probe, Record};
use crate::testing::runtime::traders::{Answer, nothing, trader};
use crate::testing::runtime::trial::{Demand, Make};
use crate::time::Span;

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "a terminator that is busy is asked until it is over",
            demands: "each step of its end is asked for, and none after the last",
            keeps: asked_until_over,
        },
        Demand {
            name: "a terminator that names no time is asked when something happens",
            demands: "one that waits for its own market is asked again when that has told something",
            keeps: asked_after_an_event,
        },
        Demand {
            name: "a terminator that never ends is left at its budget",
            demands: "the report says in which stage, the exit code tells of it, and nobody has asked without a pause",
            keeps: left_at_its_budget,
        },
    ]
}

fn ends(outcome: &Outcome) -> Vec<PartEnd> {
    outcome.report.connectors.iter().map(|connector| connector.end.clone()).collect()
}

fn asked_until_over<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let strategy = trader(&record, Answer::Done(0), nothing);
    let probe = Probe::new(&record).trades(2).ends(|asked, at| match asked {
        1..=3 => {
            let (stage, until) = (format!("step {asked}").into(), Some(at.after(Span::from_millis(2))));
            Ok(Ending::Busy { stage, until })
        }
        _ => Ok(Ending::Over),
    });
    let outcome = begun(watched(make, &record, AMPLE).run(&strategy, (probe,)))?;
    equal("how often it was asked", 4, record.count(&Line::AskedToEnd(BtcUsdt::NAME)))?;
    equal("how connectors ended", vec![PartEnd::Ended], ends(&outcome))?;
    exits(ExitCode::CLEAN, &outcome)
}

fn asked_after_an_event<R: Runtime>(make: &Make<R>) -> Finding {
    let (record, stop, has_come) = (Record::default(), Stop::new(), Arc::new(AtomicBool::new(false)));
    let strategy = trader(&record, Answer::Done(0), nothing);
    let (asking, waiting, coming) = (stop.clone(), record.clone(), Arc::clone(&has_come));
    let probe = Probe::new(&record)
        .trades(2)
        .trade_after(move || {
            asking.request();
            Ok(())
        })
        .trade_after(move || {
            waiting.wait(LONG, |line| *line == Line::AskedToEnd(BtcUsdt::NAME));
            coming.store(true, Ordering::Release);
            Ok(())
        })
        .ends(move |_, _| match has_come.load(Ordering::Acquire) {
            true => Ok(Ending::Over),
            false => Ok(Ending::Busy { stage: "waiting for a trade".into(), until: None }),
        });
    let outcome = begun(watched(make, &record, AMPLE).stop_on(stop).run(&strategy, (probe,)))?;
    equal("how connectors ended", vec![PartEnd::Ended], ends(&outcome))?;
    exits(ExitCode::CLEAN, &outcome)
}

fn left_at_its_budget<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let strategy = trader(&record, Answer::Done(0), nothing);
    let probe = Probe::new(&record)
        .trades(2)
        .ends(|_, _| Ok(Ending::Busy { stage: "waiting for nobody".into(), until: None }));
    let budgets = Budgets { connectors: SHORT, ..AMPLE };
    let outcome = begun(watched(make, &record, budgets).run(&strategy, (probe,)))?;
    equal("how connectors ended", vec![PartEnd::Abandoned], ends(&outcome))?;
    let stages = outcome.report.connectors.iter().flat_map(|connector| &connector.stages);
    let stages: Vec<&str> = stages.map(|stage| stage.stage.as_str()).collect();
    is_so("its stages", stages.contains(&"waiting for nobody"), "the one it was left in", &stages)?;
    let asked = record.count(&Line::AskedToEnd(BtcUsdt::NAME));
    is_so("how often it was asked", (1..=100).contains(&asked), "1 to 100 times", asked)?;
    exits(ExitCode::CONNECTOR_TIMED_OUT, &outcome)
}
