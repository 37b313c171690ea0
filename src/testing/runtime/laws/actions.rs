//! What becomes of a strategy's actions.

use super::{AMPLE, watched};
use crate::money::{BtcUsdt, EthUsdt, Market};
use crate::runtime::Runtime;
use crate::safety::Origin;
use crate::testing::runtime::finding::{Finding, begun, equal, in_order};
use crate::testing::runtime::probe::{Asked, Line, Probe, Record, Ticks};
use crate::testing::runtime::traders::{Answer, Wants, all, cancel, filling, pair, resting, trader};
use crate::testing::runtime::trial::{Demand, Make};

pub(super) fn laws<R: Runtime + 'static>() -> Vec<Demand<R>> {
    vec![
        Demand {
            name: "actions reach their own market, each once",
            demands: "every action comes to the executor of its market and to no other, in order, none twice",
            keeps: reach_their_market,
        },
        Demand {
            name: "actions carry their reason, and are answered",
            demands: "an executor sees why it is asked, and the strategy hears each answer once",
            keeps: answered,
        },
        Demand {
            name: "actions of one instant keep their order",
            demands: "what a strategy wants at once is asked for in the order in which it stands",
            keeps: keep_their_order,
        },
    ]
}

fn ids(record: &Record, market: &str) -> Vec<u64> {
    record.asked().iter().filter(|asked| asked.market == market).map(|asked| asked.id).collect()
}

fn reach_their_market<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let strategy = pair(&record, Answer::Done(0), u64::MAX);
    let (btc, eth) = (200, 100);
    let connectors =
        (Probe::new(&record).trades(btc), Probe::new(&record).trades(eth), Ticks::new(&record, 10));
    let outcome = begun(watched(make, &record, AMPLE).run(&strategy, connectors))?;
    let orders: Vec<Asked> = record.asked().into_iter().filter(|asked| !asked.is_cancel).collect();
    let of = |market: &str| -> Vec<u64> {
        orders.iter().filter(|asked| asked.market == market).map(|asked| asked.id).collect()
    };
    in_order("orders at the first market", btc, &of(BtcUsdt::NAME))?;
    in_order("orders at the second market", eth, &of(EthUsdt::NAME))?;
    equal("how many orders the report counts", btc + eth, outcome.report.orders.submitted)
}

fn answered<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let wants: Wants = |trade| Some(filling(trade).because(format!("trade {trade}")).into());
    let strategy = trader(&record, Answer::Done(0), wants);
    let orders = 100;
    let _ = begun(watched(make, &record, AMPLE).run(&strategy, (Probe::new(&record).trades(orders),)))?;
    for (id, asked) in (1..).zip(record.asked()) {
        let (market, reason) = (BtcUsdt::NAME, format!("trade {id}"));
        let expected = Asked { market, id, is_cancel: false, origin: Origin::Advised, reason };
        equal("what was asked", expected, asked)?;
    }
    let filled = record.pick(|line| match line {
        Line::Filled { id, .. } => Some(*id),
        _ => None,
    });
    in_order("orders that were filled", orders, &filled)?;
    for word in ["placed", "done"] {
        let told = record.pick(|line| match line {
            Line::Told { id, what, .. } if what.starts_with(word) => Some(*id),
            _ => None,
        });
        in_order(&format!("orders that are {word}"), orders, &told)?;
    }
    Ok(())
}

fn keep_their_order<R: Runtime>(make: &Make<R>) -> Finding {
    let record = Record::default();
    let wants: Wants = |trade| match trade {
        1 => all((1..=50).map(resting).chain((1..=50).rev().map(cancel))),
        _ => None,
    };
    let strategy = trader(&record, Answer::Done(0), wants);
    let _ = begun(watched(make, &record, AMPLE).run(&strategy, (Probe::new(&record).trades(2),)))?;
    let expected: Vec<u64> = (1..=50).chain((1..=50).rev()).collect();
    equal("what was asked for", expected, ids(&record, BtcUsdt::NAME))?;
    equal("orders that still work", Vec::new(), record.working())
}
