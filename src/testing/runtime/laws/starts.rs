//! Runs that do not begin.

use super::{AMPLE, watched};
use crate::control::{Cause, ExitCode};
use crate::money::{BtcUsdt, EthUsdt, Market};
use crate::runtime::{Outcome, RunError, Runtime, Stop};
use crate::testing::runtime::finding::{Finding, equal, is_so};
use crate::testing::runtime::probe::{Line, Probe, Record, Ticks, fails, panics};
use crate::testing::runtime::traders::{Answer, pair, unbuildable};
use crate::testing::runtime::trial::{Demand, Make};

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "a strategy that cannot be built leaves nothing behind",
            demands: "the run says so, and a connector that had been started is ended and dropped",
            keeps: unbuilt,
        },
        Demand {
            name: "a connector that does not start leaves nothing behind",
            demands: "one that fails or panics at its start is told of, and the other one is ended and dropped",
            keeps: unstarted,
        },
        Demand {
            name: "a stop that comes first begins nothing",
            demands: "where somebody asked to stop before the run, no connector is started",
            keeps: stopped_first,
        },
    ]
}

fn unbuilt<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let telling = record.clone();
    let probe = Probe::new(&record).trade_after(move || {
        telling.note(Line::Telling);
        Ok(())
    });
    let ended = watched(make, &record, AMPLE).run(&unbuildable(&record), (probe.trades(2),));
    is_so("the run", matches!(ended, Err(RunError::Build(_))), "that it cannot be built", said(&ended))?;
    let started = record.count(&Line::Started(BtcUsdt::NAME));
    let over = record.count(&Line::AskedToEnd(BtcUsdt::NAME));
    is_so("terminators that were asked", over >= started, &format!("{started}"), over)?;
    equal("parts that live", 0, record.alive())
}

fn unstarted<R: Runtime>(make: &Make<R>) -> Finding {
    for (way, breaks) in [("it fails", fails as fn() -> _), ("it panics", || panics())] {
        let record = Record::default();
        let strategy = pair(&record, Answer::Done(0), 0);
        let btc = Probe::new(&record).trades(2).stays_open();
        let eth = Probe::new(&record).trades(2).on_start(move || Err(breaks()));
        let ended = watched(make, &record, AMPLE).run(&strategy, (btc, eth, Ticks::new(&record, 2)));
        let code = match &ended {
            Ok(outcome) => outcome.report.exit_code(),
            Err(error) => error.exit_code(),
        };
        let told = |found| format!("{way}: {found}");
        equal("the exit code", ExitCode::CONNECTOR_FAILED, code).map_err(told)?;
        let started = record.count(&Line::Started(BtcUsdt::NAME));
        equal("whether the other one is over", started, record.count(&Line::Ended(BtcUsdt::NAME)))
            .map_err(told)?;
        equal("whether it is asked to end", 0, record.count(&Line::AskedToEnd(EthUsdt::NAME)))
            .map_err(told)?;
        equal("parts that live", 0, record.alive()).map_err(told)?;
    }
    Ok(())
}

fn stopped_first<R: Runtime>(make: &Make<R>) -> Finding {
    let (record, stop) = (Record::default(), Stop::new());
    stop.request();
    let strategy = pair(&record, Answer::Done(0), 0);
    let connectors = (Probe::new(&record).trades(2), Probe::new(&record).trades(2), Ticks::new(&record, 2));
    let ended = watched(make, &record, AMPLE).stop_on(stop).run(&strategy, connectors);
    let is_stopped = matches!(ended, Err(RunError::Stopped(Cause::Request)));
    is_so("the run", is_stopped, "that it was stopped before it began", said(&ended))?;
    equal("connectors that were started", 0, record.count(&Line::Started(BtcUsdt::NAME)))?;
    equal("parts that live", 0, record.alive())
}

/// What came of a run, in short.
fn said(ended: &Result<Outcome, RunError>) -> String {
    match ended {
        Ok(outcome) => format!("a run, stopped by {}", outcome.report.cause),
        Err(error) => error.to_string(),
    }
}
