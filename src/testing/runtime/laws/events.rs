//! What a strategy hears.

use super::{AMPLE, watched};
use crate::money::{BtcUsdt, EthUsdt, Market};
use crate::runtime::Runtime;
use crate::testing::runtime::finding::{Finding, begun, equal, in_order, is_so};
use crate::testing::runtime::probe::{Line, Probe, Record, Ticks};
use crate::testing::runtime::traders::{Answer, alarmed, pair, timed};
use crate::testing::runtime::trial::{Demand, Make};
use crate::time::Span;

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "events are heard in order, each once",
            demands: "whatever connectors and feeds tell comes to the strategy in the order of each, none left out, none twice",
            keeps: heard_in_order,
        },
        Demand {
            name: "alarms occur, none before its time",
            demands: "a strategy's alarms occur, in order of time, also while no event comes",
            keeps: alarms_occur,
        },
        Demand {
            name: "a run has one time",
            demands: "the strategy never sees time go back, whoever tells something",
            keeps: one_time,
        },
    ]
}

fn heard_in_order<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let strategy = pair(&record, Answer::Done(0), 0);
    let (btc, eth, ticks) = (5_000, 3_000, 2_000);
    let connectors =
        (Probe::new(&record).trades(btc), Probe::new(&record).trades(eth), Ticks::new(&record, ticks));
    let outcome = begun(watched(make, &record, AMPLE).run(&strategy, connectors))?;
    in_order("trades of the first market", btc, &record.heard(BtcUsdt::NAME))?;
    in_order("trades of the second market", eth, &record.heard(EthUsdt::NAME))?;
    in_order("events of the feed", ticks, &record.heard("feed"))?;
    equal("how many events the outcome counts", btc + eth + ticks, outcome.events)
}

fn alarms_occur<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let connectors = (Probe::new(&record).trades(3).stays_open(),);
    let outcome = begun(watched(make, &record, AMPLE).run(&alarmed(&record), connectors))?;
    let alarms = record.pick(|line| match line {
        Line::At(at) => Some(*at),
        _ => None,
    });
    equal("how many alarms", 3, alarms.len())?;
    for (number, at) in (1..).zip(alarms) {
        let due = outcome.first.after(Span::from_millis(10 * number));
        is_so("an alarm", at >= due, &format!("none before {due}"), at)?;
    }
    Ok(())
}

fn one_time<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let strategy = timed(&record);
    let connectors =
        (Probe::new(&record).trades(300), Probe::new(&record).trades(300), Ticks::new(&record, 300));
    let _ = begun(watched(make, &record, AMPLE).run(&strategy, connectors))?;
    let times = record.pick(|line| match line {
        Line::At(at) => Some(*at),
        _ => None,
    });
    is_so("how many occurrences", times.len() >= 300, "300 or more", times.len())?;
    let back = times.windows(2).find(|pair| pair[0] > pair[1]);
    is_so("time", back.is_none(), "that it never goes back", back)
}
