//! Another strategy, or another journal: what differs is told at the first instant in which it does.

use tidegate::journal::{JournalError, MemoryJournal, Payload, Record, Stream};
use tidegate::prelude::*;
use tidegate::runtime::sim::{Divergence, ReplayError, replay};
use tidegate::runtime::{Runtime, Sim};
use tidegate::testing::Script;

/// What a version of the strategy does otherwise.
#[derive(Clone, Copy, Debug, Default)]
struct Version {
    buys_at: u64,
    reason: &'static str,
    ticks: u64,
    done: i32,
    complains: bool,
    panics_at: u64,
}

const FIRST: Version =
    Version { buys_at: 3, reason: "enough", ticks: 10, done: 0, complains: true, panics_at: 9 };

impl Version {
    fn strategy(
        self,
    ) -> impl Fn(MarketPort<BtcUsdt>, Control) -> (tidegate::network::Shared<Advice<BtcUsdt>>, Done)
    + Send
    + Sync
    + 'static {
        move |port, control| {
            let quantity = "1".parse().expect("a quantity");
            let order = Action::Market { id: OrderId::new(1), instrument: Only, side: Side::Buy, quantity };
            let count = port.trades().scan(0_u64, |n, _| n + 1).share();
            let buy = count.filter_map(move |n| {
                assert!(n != self.panics_at, "it panics here");
                (n == self.buys_at).then(|| order.because(self.reason))
            });
            let ticks = every(Span::from_secs(self.ticks)).sample(count.hold(0), |_, n| n);
            let sold = ticks.filter(|n| *n > 100).map(move |_| order.because("never"));
            let told = control.shutdown().map(move |_| DoneCode(self.done));
            let complaint =
                count.filter(move |n| self.complains && *n == 2).map(|n| Complaint::new(7, format!("{n}")));
            (buy.or(sold).share(), control.done_when(told).reporting(complaint))
        }
    }

    fn journal(self) -> MemoryJournal {
        let mut script = Script::<BtcUsdt>::new();
        for second in 1..=5 {
            script = script.trade(second, "100", "1");
        }
        let journal = MemoryJournal::new();
        let sim = Sim::new().journal_to(journal.clone());
        let _report = sim.run(&self.strategy(), (script,)).expect("it runs").report;
        journal
    }
}

/// The first divergence of a version from the first.
fn divergence(run: Version, found: Version) -> Divergence {
    match replay(&found.strategy(), run.journal().read()) {
        Err(ReplayError::Diverged(divergence)) => divergence,
        other => panic!("{found:?}: {other:?}"),
    }
}

#[test]
fn the_same_version_does_the_same() {
    let replayed = replay(&FIRST.strategy(), FIRST.journal().read()).expect("nothing differs");
    assert_eq!(replayed.instants, 8, "five trades, the notice, and two answers about the order");
}

#[test]
fn a_changed_strategy_diverges_at_the_right_instant() {
    let market = "actions of binance:BTCUSDT";
    let order = |reason| format!("market buy 1 (order 1, only) because {reason:?}");
    let (enough, nothing) = (order("enough"), "nothing".to_owned());
    for (version, instant, what, expected, found) in [
        (Version { buys_at: 2, ..FIRST }, 2, market, nothing.clone(), enough.clone()),
        (Version { buys_at: 4, ..FIRST }, 3, market, enough.clone(), nothing.clone()),
        (Version { reason: "more", ..FIRST }, 3, market, enough.clone(), order("more")),
        (Version { done: 2, ..FIRST }, 6, "done", "DoneCode(0)".into(), "DoneCode(2)".into()),
        (Version { complains: false, ..FIRST }, 2, "complaints", "7: 2".into(), nothing.clone()),
        (Version { ticks: 2, ..FIRST }, 3, "the alarms", nothing.clone(), "First".to_owned()),
        (Version { ticks: 1, ..FIRST }, 2, "the alarms", nothing, "First".to_owned()),
    ] {
        let (at, what) = (Time::from_secs(instant.min(5)), what.to_owned());
        let instant = u64::from(instant.unsigned_abs());
        assert_eq!(
            divergence(FIRST, version),
            Divergence { instant, at, what, expected, found },
            "{version:?}"
        );
    }
}

#[test]
fn a_divergence_says_all_in_a_line() {
    let line = divergence(FIRST, Version { buys_at: 2, ..FIRST }).to_string();
    assert_eq!(
        line,
        "instant 2 at 1970-01-01T00:00:02Z, actions of binance:BTCUSDT: expected nothing, found market buy 1 \
         (order 1, only) because \"enough\""
    );
}

#[test]
fn a_panic_is_replayed_and_one_that_is_new_or_gone_is_told() {
    let fragile = Version { panics_at: 4, ..FIRST };
    let replayed = replay(&fragile.strategy(), fragile.journal().read()).expect("it panics again");
    assert_eq!(replayed.instants, 3);
    let new = divergence(FIRST, fragile);
    assert_eq!((new.instant, new.expected.as_str()), (4, "that it runs"));
    assert!(new.found.contains("it panics here"), "{}", new.found);
    let gone = divergence(fragile, FIRST);
    assert_eq!((gone.instant, gone.found.as_str()), (4, "that it runs"));
    assert!(gone.expected.contains("it panics here"), "{}", gone.expected);
}

#[test]
fn an_alarm_that_comes_between_is_told() {
    let faster = Version { ticks: 1, ..FIRST };
    // Nothing in the journal for seconds 1 to 3.
    let mut records = FIRST.journal().records();
    records.retain({
        let mut early = false;
        move |record| {
            if let Record::Instant { at } = record {
                early = *at <= Time::from_secs(3);
            }
            !early
        }
    });
    let Err(ReplayError::Diverged(first)) = replay(&faster.strategy(), records.into_iter().map(Ok)) else {
        panic!("an alarm is due at 2")
    };
    assert_eq!((first.instant, first.expected.as_str()), (1, "that it runs"));
    assert!(first.found.starts_with("an alarm is due at 1970-01-01T00:00:02Z"), "{}", first.found);
}

#[test]
fn another_set_of_ports_is_refused() {
    fn eth(port: MarketPort<EthUsdt>) -> (impl Event<Item = Actions<EthUsdt>>,) {
        (port.trades().filter_map(|_| None),)
    }
    fn fed(port: MarketPort<BtcUsdt>, feed: Feed<f64>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
        let _ = feed;
        (port.trades().filter_map(|_| None),)
    }
    let journal = FIRST.journal();
    let text = |error: Result<_, ReplayError>| error.map(drop).expect_err("other ports").to_string();
    assert_eq!(
        text(replay(&uncontrolled(eth), journal.read())),
        "expected a strategy with the ports of the journal (binance:BTCUSDT), found one with others (binance:ETHUSDT)"
    );
    assert_eq!(
        text(replay(&uncontrolled(fed), journal.read())),
        "expected a strategy with the ports of the journal (binance:BTCUSDT), found one with others \
         (binance:BTCUSDT, feed of f64)"
    );
}

#[test]
fn records_that_no_run_writes_are_refused() {
    let whole = FIRST.journal().records();
    let with = |place: usize, record: Record<'static>| {
        let mut records = whole.clone();
        records.insert(place, record);
        replay(&FIRST.strategy(), records.into_iter().map(Ok)).map(drop)
    };
    let start = whole[0].clone();
    let value = Payload::of(&7_u8).expect("a byte");
    let run = Record::Run { is_round: true, alarms: None };
    for (place, wrong) in [
        (1, start),
        (1, run.clone()),
        (1, Record::Done(DoneCode::OK)),
        (2, Record::Actions { port: 0, actions: value.clone() }),
        (4, run),
        (4, Record::Input { port: 0, stream: Stream::Trades, value: value.clone() }),
        (whole.len(), Record::Instant { at: Time::from_secs(9) }),
    ] {
        let kind = wrong.kind();
        match with(place, wrong) {
            Err(ReplayError::OutOfPlace { record, found, .. }) => {
                assert_eq!((record, found), (place as u64 + 1, kind));
            }
            other => panic!("{kind} at {place}: {other:?}"),
        }
    }
    for (port, stream) in
        [(0, Stream::Trades), (0, Stream::Feed), (1, Stream::Trades), (1, Stream::Notice), (9, Stream::Book)]
    {
        let wrong = Record::Input { port, stream, value: value.clone() };
        match with(2, wrong) {
            Err(ReplayError::Value { instant: 1, port: found, .. }) => assert_eq!(found, port),
            other => panic!("{stream} at {port}: {other:?}"),
        }
    }
    let nothing = replay(&FIRST.strategy(), Vec::<Result<_, JournalError>>::new()).map(drop);
    assert_eq!(
        nothing.expect_err("no start").to_string(),
        "record 1 of the journal: expected Start, found no record"
    );
}
