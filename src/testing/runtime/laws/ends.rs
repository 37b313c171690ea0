//! How a run ends by itself.

use super::{AMPLE, watched};
use crate::control::{Cause, DoneCode, ExitCode, Verdict};
use crate::money::{BtcUsdt, Market};
use crate::runtime::Runtime;
use crate::testing::runtime::finding::{Finding, begun, equal, exits};
use crate::testing::runtime::probe::{Line, Probe, Record};
use crate::testing::runtime::traders::{Answer, alarmed, nothing, trader};
use crate::testing::runtime::trial::{Demand, Make};

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "data that ends, ends the run",
            demands: "when no connector has more, the strategy is told so once, may say that it is done, and the run is over",
            keeps: data_ends,
        },
        Demand {
            name: "a strategy that is done ends the run",
            demands: "its code is accepted without a notice, and decides the exit code",
            keeps: strategy_is_done,
        },
    ]
}

fn data_ends<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let strategy = trader(&record, Answer::Done(0), nothing);
    let runtime = watched(make, &record, AMPLE);
    let outcome = begun(runtime.run(&strategy, (Probe::new(&record).trades(10),)))?;
    equal("the notices", vec![Cause::DataEnd], record.notices())?;
    equal("the cause", Cause::DataEnd, outcome.report.cause)?;
    equal("the verdict", Verdict::Done(DoneCode::OK), outcome.report.verdict)?;
    equal("how many terminators are over", 1, record.count(&Line::Ended(BtcUsdt::NAME)))?;
    exits(ExitCode::CLEAN, &outcome)
}

fn strategy_is_done<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let runtime = watched(make, &record, AMPLE);
    let outcome = begun(runtime.run(&alarmed(&record), (Probe::new(&record).trades(3).stays_open(),)))?;
    equal("the notices", Vec::new(), record.notices())?;
    equal("the cause", Cause::Done, outcome.report.cause)?;
    equal("the verdict", Verdict::Done(DoneCode::OK), outcome.report.verdict)?;
    exits(ExitCode::CLEAN, &outcome)
}
