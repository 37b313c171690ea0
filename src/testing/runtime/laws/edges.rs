//! What a run touches of the world while it stops.

use super::{AMPLE, watched};
use crate::control::{Alert, Complaint, DoneCode, ExitCode};
use crate::market::Actions;
use crate::money::BtcUsdt;
use crate::network::{Event, never};
use crate::runtime::{Runtime, SavedState, Saving, StateStore};
use crate::strategy::{Control, Done, MarketPort};
use crate::testing::runtime::finding::{Finding, begun, equal, exits};
use crate::testing::runtime::probe::{Line, Probe, Record};
use crate::testing::runtime::traders::{Answer, Wanted, Wants, all, resting, trader};
use crate::testing::runtime::trial::{Demand, Make};
use crate::time::{Span, Time};

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "the state is saved",
            demands: "a store that is busy is asked again until it has it, gets the books as they are, and is in the report",
            keeps: saved,
        },
        Demand {
            name: "alerts are delivered",
            demands: "the sink hears the strategy's complaints, in order and each once",
            keeps: alerted,
        },
    ]
}

/// Is busy the first time.
struct Shelf(Record, bool);

impl StateStore for Shelf {
    fn save(&mut self, at: Time, state: &SavedState) -> Result<Saving, String> {
        if !std::mem::replace(&mut self.1, true) {
            return Ok(Saving::Busy(at.after(Span::from_millis(2))));
        }
        self.0.note(Line::Saved);
        let highest = state.markets.iter().find_map(|market| market.highest_id);
        Ok(Saving::Kept(format!("the shelf, up to order {highest:?}")))
    }
}

fn saved<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let wants: Wants = |trade| if trade == 1 { all([resting(17)]) } else { None };
    let strategy = trader(&record, Answer::Done(0), wants);
    let runtime = watched(make, &record, AMPLE).save_to(Shelf(record.clone(), false));
    let outcome = begun(runtime.run(&strategy, (Probe::new(&record).trades(2),)))?;
    equal("how often it was saved", 1, record.count(&Line::Saved))?;
    let place = "the shelf, up to order Some(17)".to_owned();
    equal("where it is", Some(place), outcome.report.saved.clone())?;
    exits(ExitCode::CLEAN, &outcome)
}

/// Complains of the first five trades.
fn complaining(port: MarketPort<BtcUsdt>, control: Control) -> (Wanted<BtcUsdt>, Done) {
    let first = port.trades().filter(|trade| trade.id.0 <= 5);
    let complaints = first.map(|trade| Complaint::new(trade.id.0 as i32, "a trade"));
    let done = control.shutdown().map(|_| DoneCode::OK);
    (never::<Actions<BtcUsdt>>().share(), control.done_when(done).reporting(complaints))
}

fn alerted<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let pager = record.clone();
    let runtime = watched(make, &record, AMPLE).alert_to(move |alert: &Alert| {
        pager.note(Line::Alert(alert.code.clone()));
        Ok(())
    });
    let outcome = begun(runtime.run(&complaining, (Probe::new(&record).trades(8),)))?;
    let heard = record.pick(|line| match line {
        Line::Alert(code) => Some(code.clone()),
        _ => None,
    });
    equal("the alerts", (1..=5).map(|code| format!("strategy.{code}")).collect(), heard)?;
    equal("alerts that were not delivered", 0, outcome.report.undelivered_alerts)
}
