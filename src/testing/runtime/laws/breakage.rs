//! Connectors that break.

use super::{AMPLE, watched};
use crate::connector::{ConnectorError, Ending};
use crate::control::{Cause, ExitCode};
use crate::money::{BtcUsdt, EthUsdt, Market};
use crate::runtime::{Outcome, Runtime};
use crate::testing::runtime::finding::{Finding, begun, equal, exits, is_so};
use crate::testing::runtime::probe::{Line, Probe, Record, Ticks, fails, panics};
use crate::testing::runtime::traders::{Answer, pair};
use crate::testing::runtime::trial::{Demand, Make};

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "a producer may break",
            demands: "one that fails or panics stops the run; what works at its market and at others is cancelled there",
            keeps: producer_breaks,
        },
        Demand {
            name: "an executor may break",
            demands: "one that fails or panics over an order stops the run, and every order has its fate",
            keeps: executor_breaks,
        },
        Demand {
            name: "a terminator may break",
            demands: "one that fails or panics is in the report, and other connectors end well",
            keeps: terminator_breaks,
        },
        Demand {
            name: "a feed may break",
            demands: "one that fails or panics stops the run, and markets end well",
            keeps: feed_breaks,
        },
    ]
}

/// How something breaks: it gives its failure, or panics.
type Breaks = fn() -> ConnectorError;

const WAYS: [(&str, Breaks); 2] = [("it fails", fails), ("it panics", || panics())];

/// Two markets and a feed; an order at the first trade of each, and at the second another.
fn run<R: Runtime>(
    make: &Make<R>,
    record: &Record,
    breaks: impl FnOnce(Probe, Ticks) -> (Probe, Ticks),
) -> Result<Outcome, String> {
    let strategy = pair(record, Answer::Done(0), 2);
    let (btc, feed) = breaks(Probe::new(record).trades(2), Ticks::new(record, 3));
    let eth = Probe::new(record).trades(2).stays_open();
    let outcome = begun(watched(make, record, AMPLE).run(&strategy, (btc, eth, feed)))?;
    equal("orders that still work", Vec::new(), record.working())?;
    equal("orders without a fate", 0, outcome.report.orders.left())?;
    exits(ExitCode::CONNECTOR_FAILED, &outcome)?;
    let failures = &outcome.report.connector_failures;
    is_so("the failures in the report", !failures.is_empty(), "what broke", failures)?;
    // Where connectors start by themselves, it may not have come to that.
    let started = record.count(&Line::Started(EthUsdt::NAME));
    equal("whether the other market is over", started, record.count(&Line::Ended(EthUsdt::NAME)))?;
    Ok(outcome)
}

/// Tries both ways.
fn each_way(keeps: impl Fn(Breaks) -> Finding) -> Finding {
    WAYS.iter().try_for_each(|(way, breaks)| keeps(*breaks).map_err(|found| format!("{way}: {found}")))
}

fn producer_breaks<R: Runtime>(make: &Make<R>) -> Finding {
    each_way(|breaks| {
        let record = Record::default();
        let waiting = record.clone();
        let outcome = run(make, &record, |btc, feed| {
            // Its orders are there before it breaks, wherever that works.
            let btc = btc.trade_after(move || {
                waiting.wait(super::LONG, |line| {
                    matches!(line, Line::Asked(asked) if asked.market == BtcUsdt::NAME && asked.id == 2)
                });
                Err(breaks())
            });
            (btc.stays_open(), feed)
        })?;
        equal("the cause", Cause::Connector, outcome.report.cause)?;
        equal("its terminator", 1, record.count(&Line::Ended(BtcUsdt::NAME)))
    })
}

fn executor_breaks<R: Runtime>(make: &Make<R>) -> Finding {
    each_way(|breaks| {
        let record = Record::default();
        let outcome = run(make, &record, |btc, feed| {
            let btc = btc.stays_open();
            (btc.on_order(move |id| if id == 2 { Err(breaks()) } else { Ok(()) }), feed)
        })?;
        equal("the cause", Cause::Connector, outcome.report.cause)
    })
}

fn terminator_breaks<R: Runtime>(make: &Make<R>) -> Finding {
    each_way(|breaks| {
        let record = Record::default();
        let strategy = pair(&record, Answer::Done(0), 1);
        let btc = Probe::new(&record).trades(2).ends(move |_, _| Err::<Ending, _>(breaks()));
        let connectors = (btc, Probe::new(&record).trades(2), Ticks::new(&record, 3));
        let outcome = begun(watched(make, &record, AMPLE).run(&strategy, connectors))?;
        equal("how often it was asked", 1, record.count(&Line::AskedToEnd(BtcUsdt::NAME)))?;
        equal("whether the other market is over", 1, record.count(&Line::Ended(EthUsdt::NAME)))?;
        exits(ExitCode::CONNECTOR_FAILED, &outcome)
    })
}

fn feed_breaks<R: Runtime>(make: &Make<R>) -> Finding {
    each_way(|breaks| {
        let record = Record::default();
        let outcome = run(make, &record, |btc, feed| (btc.stays_open(), feed.breaks(breaks)))?;
        equal("the cause", Cause::Connector, outcome.report.cause)?;
        equal("events of the feed before that", vec![1, 2, 3], record.heard("feed"))
    })
}
