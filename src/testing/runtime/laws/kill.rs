//! The kill switch.

use super::{AMPLE, LONG, watched};
use crate::connector::ConnectorError;
use crate::control::{Cause, ExitCode};
use crate::market::Actions;
use crate::money::BtcUsdt;
use crate::runtime::{OnHalt, Runtime};
use crate::safety::{KillSwitch, Posture};
use crate::testing::runtime::finding::{Finding, begun, equal, exits, is_so};
use crate::testing::runtime::probe::{Line, Probe, Record};
use crate::testing::runtime::traders::{Answer, all, cancel, resting, trader};
use crate::testing::runtime::trial::{Demand, Make};
use crate::time::Time;

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "a kill switch refuses orders and lets cancels pass",
            demands: "once it is thrown no order reaches an executor, the strategy hears of each refusal, and may cancel",
            keeps: refuses_orders,
        },
        Demand {
            name: "a kill switch stops the run",
            demands: "where it is to stop the run, the strategy is not asked, and what works is cancelled",
            keeps: stops_the_run,
        },
    ]
}

/// Throws the switch, once the first order is at its market, wherever it comes there meanwhile.
fn throws(
    kill: &KillSwitch,
    record: &Record,
) -> impl FnOnce() -> Result<(), ConnectorError> + Send + 'static {
    let (kill, record) = (kill.clone(), record.clone());
    move || {
        record.wait(LONG, |line| matches!(line, Line::Asked(asked) if asked.id == 1));
        kill.halt("a drill", Time::EPOCH);
        Ok(())
    }
}

/// Order 1 rests from the first trade on. At the third, order 2 is wanted and order 1 is to be cancelled.
fn wants(trade: u64) -> Option<Actions<BtcUsdt>> {
    match trade {
        1 => all([resting(1)]),
        3 => all([resting(2), cancel(1)]),
        _ => None,
    }
}

fn orders(record: &Record, is_cancel: bool) -> Vec<u64> {
    record.asked().iter().filter(|asked| asked.is_cancel == is_cancel).map(|asked| asked.id).collect()
}

fn refuses_orders<R: Runtime>(make: &Make<R>) -> Finding {
    let (record, kill) = (Record::default(), KillSwitch::new(Posture::Running, Time::EPOCH));
    let strategy = trader(&record, Answer::Done(0), wants);
    let probe = Probe::new(&record).trades(1).trade_after(throws(&kill, &record)).trades(1);
    let runtime = watched(make, &record, AMPLE).kill_on(kill, OnHalt::Hold);
    let outcome = begun(runtime.run(&strategy, (probe,)))?;
    equal("orders that were sent", vec![1], orders(&record, false))?;
    equal("cancels that were sent", vec![1], orders(&record, true))?;
    let refused = record.pick(|line| match line {
        Line::Told { id: 2, what, .. } => Some(what.clone()),
        _ => None,
    });
    let is_told = matches!(&refused[..], [what] if what.starts_with("refused by halted"));
    is_so("what is heard of order 2", is_told, "that it is refused by the halt", &refused)?;
    equal("the cause", Cause::DataEnd, outcome.report.cause)
}

fn stops_the_run<R: Runtime>(make: &Make<R>) -> Finding {
    let (record, kill) = (Record::default(), KillSwitch::new(Posture::Running, Time::EPOCH));
    let strategy = trader(&record, Answer::Never, wants);
    let probe = Probe::new(&record).trades(1).trade_after(throws(&kill, &record)).trades(1).stays_open();
    let runtime = watched(make, &record, AMPLE).kill_on(kill, OnHalt::Stop);
    let outcome = begun(runtime.run(&strategy, (probe,)))?;
    let sent = orders(&record, false);
    is_so("orders that were sent", sent.iter().all(|id| *id == 1), "none after the halt", &sent)?;
    equal("orders that still work", Vec::new(), record.working())?;
    equal("the cause", Cause::Kill, outcome.report.cause)?;
    equal("the notices", Vec::new(), record.notices())?;
    exits(ExitCode::CLEAN, &outcome)
}
