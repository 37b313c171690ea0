//! Planted faults: a journal that keeps a little less than it should is caught by its replay.

use tidegate::journal::{MemoryJournal, Record, Stream};
use tidegate::market::Standing;
use tidegate::prelude::*;
use tidegate::runtime::sim::{ReplayError, replay};
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

use crate::world::World;

/// Records as a runtime with a fault would have written them; `None` where the fault makes no difference.
type Plant = fn(&[Record<'static>]) -> Option<Vec<Record<'static>>>;

/// Changes the first record that `change` takes to.
fn first(
    records: &[Record<'static>],
    change: impl FnMut(&mut Record<'static>) -> bool,
) -> Option<Vec<Record<'static>>> {
    let mut records = records.to_vec();
    records.iter_mut().any(change).then_some(records)
}

/// Leaves out the first record that `goes` says.
fn without(
    records: &[Record<'static>],
    goes: impl Fn(&Record<'static>) -> bool,
) -> Option<Vec<Record<'static>>> {
    let mut records = records.to_vec();
    let place = records.iter().position(goes)?;
    records.remove(place);
    Some(records)
}

const PLANTS: [(&str, Plant); 9] = [
    ("a refusal is not written", |records| {
        let is_refusal = |record: &Record<'static>| match record {
            Record::Input { stream: Stream::Orders, value, .. } => value
                .decode::<OrderEvent<BtcUsdt>>()
                .is_ok_and(|turn| matches!(turn, OrderEvent::Refused { .. })),
            _ => false,
        };
        without(records, is_refusal)
    }),
    ("a trade is not written", |records| {
        without(records, |record| matches!(record, Record::Input { stream: Stream::Trades, .. }))
    }),
    ("a fed value is not written", |records| {
        without(records, |record| matches!(record, Record::Input { stream: Stream::Feed, .. }))
    }),
    ("the notice is not written", |records| {
        without(records, |record| matches!(record, Record::Input { stream: Stream::Notice, .. }))
    }),
    ("actions are not written", |records| {
        without(records, |record| matches!(record, Record::Actions { .. }))
    }),
    ("a complaint is not written", |records| {
        without(records, |record| matches!(record, Record::Complaint(_)))
    }),
    ("an instant comes a nanosecond late", |records| {
        let mut last = None;
        first(records, |record| match record {
            Record::Instant { at } => {
                let is_alone = last.replace(*at).is_none_or(|last| last < *at);
                *at = at.after(Span::from_nanos(u64::from(is_alone)));
                is_alone
            }
            _ => false,
        })
    }),
    ("alarms are called those of another phase", |records| {
        first(records, |record| match record {
            Record::Run { alarms, .. } if alarms.is_some() => {
                *alarms = None;
                true
            }
            _ => false,
        })
    }),
    ("the hash is another", |records| {
        first(records, |record| match record {
            Record::End { trace_hash, .. } => {
                *trace_hash ^= 1;
                true
            }
            _ => false,
        })
    }),
];

#[test]
fn each_planted_fault_is_caught_wherever_it_makes_a_difference() {
    for (name, plant) in PLANTS {
        let mut caught = 0;
        for seed in 0..150 {
            let world = World(seed);
            let Some(planted) = plant(&world.play().records) else { continue };
            match world.replay(planted.into_iter().map(Ok)) {
                Err(ReplayError::Diverged(_)) => caught += 1,
                other => panic!("{name}, {world:?}: {other:?}"),
            }
        }
        assert!(caught >= 20, "{name}: only {caught} worlds");
    }
}

/// Without the mark of a round, an instant in which no port heard anything takes an alarm of phase `Last`, which is to
/// wait for all of its timestamp.
#[test]
fn a_round_that_is_not_marked_is_caught() {
    /// Says at each second what the price is then.
    fn sampled(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let price = port.trades().map(|trade| trade.price.to_string()).hold("none".to_owned());
        let said = every(Span::from_secs(1)).last().sample(price, |_, price| Complaint::new(1, price));
        (never(), control.done_at_once().reporting(said))
    }
    let journal = MemoryJournal::new();
    let script = Script::<BtcUsdt>::new().trade(1, "100", "1").status(2, 1, Standing::NotFound);
    let script = script.trade(2, "200", "1").trade(4, "400", "1");
    let outcome = Sim::new().journal_to(journal.clone()).run(&sampled, (script,)).expect("it runs");
    let said: Vec<&str> = outcome.report.complaints.iter().map(|said| said.text.as_ref()).collect();
    assert_eq!(said, ["200", "200", "400"], "an answer that no port shows is no reason to look");

    let unmarked = journal.records().into_iter().map(|record| match record {
        Record::Run { alarms, .. } => Record::Run { is_round: false, alarms },
        other => other,
    });
    let Err(ReplayError::Diverged(first)) = replay(&sampled, unmarked.map(Ok)) else {
        panic!("it looks early")
    };
    let wrong = (first.what.as_str(), first.expected.as_str(), first.found.as_str());
    assert_eq!((first.at, wrong), (Time::from_secs(2), ("the alarms", "nothing", "Last")));
}
