//! More signals than one.

use super::{AMPLE, watched};
use crate::control::{Budgets, ExitCode, Verdict};
use crate::runtime::{Outcome, Runtime, Stop};
use crate::testing::runtime::finding::{Finding, begun, equal, exits, is_so};
use crate::testing::runtime::probe::{Probe, Record};
use crate::testing::runtime::traders::{Answer, Wants, nothing, rests, trader};
use crate::testing::runtime::trial::{Demand, Make};
use crate::time::Span;

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "a second signal hurries",
            demands: "the gates are sealed at once, what works is cancelled, and the exit code says that it was forced",
            keeps: second_hurries,
        },
        Demand {
            name: "a third signal ends at once",
            demands: "the run is over with a crash record, and nothing more is done",
            keeps: third_ends,
        },
    ]
}

/// Nobody would wait for a strategy that has so long.
const PATIENT: Budgets =
    Budgets { strategy: Span::from_secs(3_600), overall: Span::from_secs(7_200), ..AMPLE };

/// A run whose third trade comes with so many signals, of a strategy that never answers.
fn signalled<R: Runtime>(
    make: &Make<R>,
    record: &Record,
    signals: usize,
    wants: Wants,
) -> Result<Outcome, String> {
    let stop = Stop::new();
    let asking = stop.clone();
    let probe = Probe::new(record).trades(2).trade_after(move || {
        (0..signals).for_each(|_| asking.signal());
        Ok(())
    });
    let strategy = trader(record, Answer::Never, wants);
    let runtime = watched(make, record, PATIENT).stop_on(stop);
    begun(runtime.run(&strategy, (probe.stays_open(),)))
}

fn second_hurries<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let outcome = signalled(make, &record, 2, rests::<1>)?;
    equal("the verdict", Verdict::Cut, outcome.report.verdict)?;
    equal("whether it was forced", true, outcome.report.forced)?;
    equal("orders that still work", Vec::new(), record.working())?;
    exits(ExitCode::FORCED, &outcome)
}

fn third_ends<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let outcome = signalled(make, &record, 3, nothing)?;
    equal("whether it was aborted", true, outcome.report.aborted)?;
    is_so("the crash record", outcome.crash_record.is_some(), "one", &outcome.crash_record)?;
    exits(ExitCode::ABORTED, &outcome)
}
