//! Whatever a run was like, its journal replays it.

use std::collections::BTreeSet;

use tidegate::journal::{MemoryJournal, Record, Ruling, Stream};
use tidegate::market::Standing;
use tidegate::network::Phase;
use tidegate::prelude::*;
use tidegate::runtime::sim::{ReplayEnd, replay};
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

use crate::world::{Played, World};

/// Enough for each kind of thing to happen often; an ordinary run takes a second.
const WORLDS: u64 = 400;

#[test]
fn every_run_replays_with_the_same_hash() {
    for seed in 0..WORLDS {
        let world = World(seed);
        let Played { outcome, records, .. } = world.play();
        let replayed = world.replay(records.into_iter().map(Ok));
        let replayed = replayed.unwrap_or_else(|error| panic!("{world:?}: {error}"));
        assert_eq!(
            (replayed.instants, replayed.trace_hash),
            (outcome.instants, outcome.trace_hash),
            "{world:?}"
        );
        assert!(matches!(replayed.end, ReplayEnd::Whole), "{world:?}");
    }
}

#[test]
fn a_journal_changes_nothing_about_a_run() {
    for seed in 0..WORLDS / 4 {
        let (with, without) = (World(seed).play().outcome, World(seed).play_without());
        assert_eq!(with.trace_hash, without.trace_hash, "{:?}", World(seed));
        assert_eq!(with.report, without.report, "{:?}", World(seed));
    }
}

/// A search that never meets what it is for finds nothing.
#[test]
fn the_worlds_have_everything_that_can_be_written() {
    let mut seen = BTreeSet::new();
    for seed in 0..WORLDS {
        let records = World(seed).play().records;
        let mut was_run = true;
        for record in &records {
            seen.insert(match record {
                Record::Input { stream, .. } => stream.name().to_owned(),
                Record::Run { is_round, alarms } => format!("round {is_round}, alarms {alarms:?}"),
                Record::Gate { asked, ruling, .. } => match ruling {
                    Ruling::Refused { rule, .. } => format!("refused by {rule}"),
                    ruling => format!("{ruling:?} {asked:?}"),
                },
                Record::Instant { .. } if !was_run => "an instant that was not run".to_owned(),
                other => other.kind().to_owned(),
            });
            match record {
                Record::Instant { .. } => was_run = false,
                Record::Run { .. } => was_run = true,
                _ => {}
            }
        }
    }
    let streams = [Stream::Trades, Stream::Book, Stream::Fills, Stream::Orders, Stream::Feed];
    let streams = streams.into_iter().chain([Stream::Notice, Stream::Control]).map(|s| s.name().to_owned());
    let phases = [(false, Some(Phase::First)), (false, Some(Phase::Last)), (true, Some(Phase::First))];
    let phases = phases.map(|(is_round, alarms)| format!("round {is_round}, alarms {alarms:?}"));
    let others = [
        "round true, alarms None",
        "round false, alarms None",
        "an instant that was not run",
        "Start",
        "Actions",
        "Done",
        "Complaint",
        "Broken",
        "End",
        "Passed Limit",
        "Passed Market",
        "Passed Cancel",
        "Late Market",
        "Discarded Limit",
        "BySweep Cancel",
        "BySweep Market",
        "refused by halted",
        "refused by winding down",
        "refused by O3: order ids rise",
    ];
    let wanted = streams.chain(phases).chain(others.map(str::to_owned));
    let missing: Vec<String> = wanted.filter(|wanted| !seen.contains(wanted)).collect();
    assert!(missing.is_empty(), "missing: {missing:?}, of {seen:?}");
}

/// A script says what the simulated venue never does: links, losses, answers to questions.
#[test]
fn all_that_a_market_can_say_replays() {
    fn listening(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let quantity = "5".parse().expect("a quantity");
        let order = Action::Market { id: OrderId::new(1), instrument: Only, side: Side::Buy, quantity };
        let links = port.link().map(|link| link.to_string());
        let heard = links.or(port.orders().map(|turn| turn.to_string())).map(|what| Complaint::new(1, what));
        (port.trades().once().map(move |_| order), control.done_at_once().reporting(heard))
    }
    let script =
        Script::<BtcUsdt>::new().link(1, Link::Up).trade(1, "100", "1").lost(2, 1).link(2, Link::Down);
    let script = script.link(3, Link::Resynced).status(3, 1, Standing::Unanswered { why: "busy".into() });
    let script =
        script.placed(4, 1).fill(4, 1, Side::Buy, "100", "2").fill_again(5, 1).cancel_refused(6, 1, "late");
    let journal = MemoryJournal::new();
    let sim = Sim::new().journal_to(journal.clone());
    let outcome = sim.run(&listening, (script.expired(7, 1),)).expect("it runs");
    assert_eq!(outcome.report.complaints.len(), 7);
    let replayed = replay(&listening, journal.read()).expect("it is the same strategy");
    assert_eq!((replayed.instants, replayed.trace_hash), (outcome.instants, outcome.trace_hash));
}

/// What connectors could not say twice is not asked of them: a replay needs none.
#[test]
fn gate_decisions_stand_before_what_follows_from_them() {
    fn buy(port: MarketPort<BtcUsdt>) -> (impl Event<Item = Action<BtcUsdt>>,) {
        let quantity = "1".parse().expect("a quantity");
        let order = Action::Market { id: OrderId::new(1), instrument: Only, side: Side::Buy, quantity };
        (port.trades().map(move |_| order),)
    }
    let journal = MemoryJournal::new();
    let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "100", "1");
    let _report =
        Sim::new().journal_to(journal.clone()).run(&uncontrolled(buy), (script,)).expect("it runs").report;
    let kinds: Vec<&str> = journal.records().iter().map(Record::kind).collect();
    let expected = [
        "Start", // of the run
        "Instant", "Input", "Run", "Actions", "Gate", // the first trade: its order is admitted
        "Instant", "Input", "Run", "Actions", "Gate", // the second: an id that was used
        "Instant", "Input", "Run", // the refusal
        "Instant", "Input", "Run", "Done", // the notice
    ];
    assert_eq!(kinds[..expected.len()], expected);
    let replayed = replay(&uncontrolled(buy), journal.read()).expect("it is the same strategy");
    assert_eq!(replayed.last, Time::from_secs(2));
}
