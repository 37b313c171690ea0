//! How a run is stopped.

use std::thread;
use std::time::Duration;

use super::{AMPLE, watched};
use crate::control::{Cause, DoneCode, ExitCode, Verdict};
use crate::money::{BtcUsdt, Market};
use crate::runtime::{Outcome, Runtime, Stop};
use crate::testing::runtime::finding::{Finding, begun, equal, exits, is_so};
use crate::testing::runtime::probe::{Line, Probe, Record};
use crate::testing::runtime::traders::{Answer, nothing, trader};
use crate::testing::runtime::trial::{Demand, Make};

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "a request stops the run",
            demands: "after `Stop::request` the strategy is told once, and the code it is done with decides the exit code",
            keeps: request_stops,
        },
        Demand {
            name: "a signal stops the run",
            demands: "after `Stop::signal` the strategy is told once, and may wind down",
            keeps: signal_stops,
        },
        Demand {
            name: "any thread may ask to stop",
            demands: "a run stops though its data has no end when another thread asks",
            keeps: another_thread_stops,
        },
    ]
}

/// A run over data without end, which is stopped at its third trade.
fn stopped<R: Runtime>(
    make: &Make<R>,
    record: &Record,
    code: i32,
    ask: fn(&Stop),
) -> Result<Outcome, String> {
    let stop = Stop::new();
    let asking = stop.clone();
    let probe = Probe::new(record).trades(2).trade_after(move || {
        ask(&asking);
        Ok(())
    });
    let strategy = trader(record, Answer::Done(code), nothing);
    begun(watched(make, record, AMPLE).stop_on(stop).run(&strategy, (probe.endless(),)))
}

fn request_stops<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let outcome = stopped(make, &record, 7, Stop::request)?;
    equal("the notices", vec![Cause::Request], record.notices())?;
    equal("the cause", Cause::Request, outcome.report.cause)?;
    equal("the verdict", Verdict::Done(DoneCode(7)), outcome.report.verdict)?;
    exits(ExitCode::STRATEGY_REPORTED, &outcome)?;
    equal("how many terminators are over", 1, record.count(&Line::Ended(BtcUsdt::NAME)))
}

fn signal_stops<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let outcome = stopped(make, &record, 0, Stop::signal)?;
    equal("the notices", vec![Cause::Signal], record.notices())?;
    equal("the cause", Cause::Signal, outcome.report.cause)?;
    equal("the verdict", Verdict::Done(DoneCode::OK), outcome.report.verdict)?;
    exits(ExitCode::CLEAN, &outcome)
}

fn another_thread_stops<R: Runtime>(make: &Make<R>) -> Finding {
    let (record, stop) = (Record::default(), Stop::new());
    let strategy = trader(&record, Answer::Done(0), nothing);
    let probe = Probe::new(&record).endless();
    let outcome = thread::scope(|scope| {
        scope.spawn(|| {
            record.wait(Duration::from_secs(10), |line| matches!(line, Line::Heard { .. }));
            stop.request();
        });
        begun(watched(make, &record, AMPLE).stop_on(stop.clone()).run(&strategy, (probe,)))
    })?;
    is_so("what was heard", !record.heard(BtcUsdt::NAME).is_empty(), "trades", "none")?;
    equal("the notices", vec![Cause::Request], record.notices())?;
    exits(ExitCode::CLEAN, &outcome)
}
