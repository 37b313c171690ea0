//! The simulation runtime and the two phases: several connectors, several rounds, venues that answer.

use tidegate::connector::{
    Connector, ConnectorError, Ending, Executor, Handler, Parts, Producer, Terminator,
};
use tidegate::control::Verdict;
use tidegate::market::VenueOrderId;
use tidegate::prelude::*;
use tidegate::runtime::{Outcome, Runtime, Sim, Stop};
use tidegate::safety::Admitted;
use tidegate::testing::Script;

fn at(second: i32) -> Time {
    Time::from_secs(second)
}

fn second(at: Time) -> i32 {
    (at.nanos() / 1_000_000_000) as i32
}

/// What a strategy complained of: how the strategies here say what they saw.
fn said(outcome: &Outcome) -> Vec<(i32, &str)> {
    outcome.report.complaints.iter().map(|said| (said.code, &*said.text)).collect()
}

fn say(seen: impl Event<Item = (Time, u32)>) -> impl Event<Item = Complaint> {
    seen.map(|(at, seen)| Complaint::new(second(at), seen.to_string()))
}

/// Everything that happens in a market and on a feed, as one number: how much of it there has been.
fn all(market: &MarketPort<BtcUsdt>, rates: &Feed<u32>) -> impl Event<Item = u32> + use<> {
    let both = market.trades().map(|_| 100).merge(rates.events(), |trade, rate| trade + rate);
    both.scan(0, |sum, x| sum + x)
}

/// Samples as of every second, the first one excepted.
fn as_of(
    market: MarketPort<BtcUsdt>,
    rates: Feed<u32>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let sum = all(&market, &rates).hold(0);
    let seen = every(Span::from_secs(1)).last().sample(sum, |at, sum| (at, sum));
    (never(), control.done_at_once().reporting(say(seen)))
}

/// The same on entry to the first instant of every second.
fn on_entry(
    market: MarketPort<BtcUsdt>,
    rates: Feed<u32>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let sum = all(&market, &rates).hold(0);
    let seen = every(Span::from_secs(1)).sample(sum, |at, sum| (at, sum));
    (never(), control.done_at_once().reporting(say(seen)))
}

/// The same with what the first instant of every second adds.
fn with_latest(
    market: MarketPort<BtcUsdt>,
    rates: Feed<u32>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let seen = every(Span::from_secs(1)).with_latest(all(&market, &rates), 0, |at, sum| (at, *sum));
    (never(), control.done_at_once().reporting(say(seen)))
}

fn trades(seconds: &[i32]) -> Script<BtcUsdt> {
    seconds.iter().fold(Script::new(), |script, second| script.trade(*second, "100", "1"))
}

fn rates(list: &[(i32, u32)]) -> std::vec::IntoIter<(Time, u32)> {
    list.iter().map(|(second, rate)| (at(*second), *rate)).collect::<Vec<_>>().into_iter()
}

#[test]
fn a_last_alarm_follows_all_rounds_of_all_connectors_and_a_first_one_comes_with_the_first() {
    // Second 2 has four rounds, of which the market is in two.
    let (market, feed) = ([1, 2, 2, 4], [(2, 1), (2, 2), (2, 3), (2, 4), (5, 10)]);
    let as_of = Sim::new().run(&as_of, (trades(&market), rates(&feed))).expect("it builds");
    assert_eq!(said(&as_of), [(2, "310"), (3, "310"), (4, "410"), (5, "420")]);
    let entry = Sim::new().run(&on_entry, (trades(&market), rates(&feed))).expect("it builds");
    assert_eq!(said(&entry), [(2, "100"), (3, "310"), (4, "310"), (5, "410")]);
    let latest = Sim::new().run(&with_latest, (trades(&market), rates(&feed))).expect("it builds");
    assert_eq!(said(&latest), [(2, "201"), (3, "310"), (4, "410"), (5, "420")]);
    assert_eq!((entry.instants, latest.instants), (9, 9), "seven of inputs, that of second 3, the notice");
    assert_eq!(as_of.instants, 12, "seven of inputs, four of alarms, the notice");
}

#[test]
fn the_last_timestamp_is_completed_when_the_data_end_and_before_the_time_to_stop() {
    let run = |sim: Sim| sim.run(&as_of, (trades(&[1, 2, 3]), rates(&[(3, 7)]))).expect("it builds");
    let whole = run(Sim::new());
    assert_eq!((said(&whole), whole.report.cause), (vec![(2, "200"), (3, "307")], Cause::DataEnd));
    let until = run(Sim::new().until(at(2)));
    assert_eq!((said(&until), until.report.cause, until.events), (vec![(2, "200")], Cause::Timeout, 2));
}

#[test]
fn who_asks_to_stop_does_not_wait_for_the_last_timestamp() {
    let run = |asks: bool| {
        let stop = Stop::new();
        let sim = Sim::new().stop_on(stop.clone());
        // Whoever looks for what comes after second 2 finds that somebody has asked.
        let rates = rates(&[(2, 7), (9, 8)]).inspect(move |(at, _)| {
            if asks && second(*at) == 9 {
                stop.request();
            }
        });
        sim.until(at(2)).run(&as_of, (trades(&[1]), rates)).expect("it builds")
    };
    let (asked, over) = (run(true), run(false));
    assert_eq!((asked.events, said(&asked)), (2, vec![]));
    assert_eq!((over.events, said(&over)), (2, vec![(2, "107")]));
}

#[test]
fn a_strategy_that_is_done_in_the_last_instant_of_the_data_is_done() {
    fn brief(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let code = every(Span::from_secs(1)).last().map(|_| DoneCode(5));
        (never(), control.done_when(code))
    }
    let outcome = trades(&[1, 2]).run(&brief);
    assert_eq!((outcome.report.cause, outcome.report.verdict), (Cause::Done, Verdict::Done(DoneCode(5))));
}

#[test]
fn winding_down_goes_on_with_both_phases() {
    fn slow(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let told = control.shutdown().map(|_| ()).share();
        let ticks = every(Span::from_secs(1)).last().gate(told.map(|()| true).hold(false)).share();
        let code = told.delay(Span::from_secs(2)).next_instant().map(|()| DoneCode::OK);
        let seen = ticks.sample(market.trades().scan(0, |n, _| n + 1).hold(0), |at, n| (at, n));
        (never(), control.done_when(code).reporting(say(seen)))
    }
    let outcome = trades(&[1, 3]).run(&slow);
    assert_eq!(said(&outcome), [(4, "2")], "second 5 is over, for the strategy, before its last instant");
    assert_eq!((outcome.report.verdict, outcome.last), (Verdict::Done(DoneCode::OK), at(5)));
}

/// A market that has something at each of these seconds, or says it has. It places every order at once.
struct Halting {
    steps: std::vec::IntoIter<(i32, bool)>,
    next: Option<(i32, bool)>,
}

impl Halting {
    fn new(steps: Vec<(i32, bool)>) -> Self {
        let mut steps = steps.into_iter();
        Self { next: steps.next(), steps }
    }
}

struct Placing;

struct Nothing;

impl Connector<BtcUsdt> for Halting {
    type Producer = Halting;
    type Executor = Placing;
    type Terminator = Nothing;

    fn start(self) -> Result<Parts<Halting, Placing, Nothing>, ConnectorError> {
        Ok(Parts { producer: self, executor: Placing, terminator: Nothing })
    }
}

impl Producer<BtcUsdt> for Halting {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        Ok(self.next.map(|(second, _)| at(second)))
    }

    fn produce(&mut self, events: &mut dyn Handler<BtcUsdt>) -> Result<(), ConnectorError> {
        if let Some((second, true)) = self.next {
            let one = || "1".parse().expect("a number");
            let price = "100".parse().expect("a price");
            let trade =
                Trade { instrument: Only, id: TradeId(1), price, quantity: one(), aggressor: Side::Buy };
            events.fire(at(second), trade.into());
        }
        self.next = self.steps.next();
        Ok(())
    }
}

impl Executor<BtcUsdt> for Placing {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<BtcUsdt>,
        events: &mut dyn Handler<BtcUsdt>,
    ) -> Result<(), ConnectorError> {
        let (id, instrument) = (admitted.action().id(), Only);
        let turn = match admitted.action() {
            Action::Cancel { .. } => OrderEvent::Cancelled { id, instrument },
            _ => OrderEvent::Placed { id, instrument, venue: VenueOrderId(1) },
        };
        events.fire(at, turn.into());
        Ok(())
    }
}

impl Terminator for Nothing {
    fn terminate(&mut self, _: Time) -> Result<Ending, ConnectorError> {
        Ok(Ending::Over)
    }
}

#[test]
fn a_connector_that_says_nothing_has_had_a_round_and_the_last_alarm_waits_for_the_next() {
    fn counted(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let count = market.trades().scan(0, |n, _| n + 1).hold(0);
        let seen = every(Span::from_secs(1)).last().sample(count, |at, n| (at, n));
        (never(), control.done_at_once().reporting(say(seen)))
    }
    let halting = Halting::new(vec![(1, true), (2, false), (2, true), (2, false), (2, true), (3, false)]);
    let outcome = Sim::new().run(&counted, (halting,)).expect("it builds");
    assert_eq!(said(&outcome), [(2, "3"), (3, "3")]);
}

#[test]
fn a_last_alarm_follows_what_the_venue_answers_at_its_time() {
    /// An order at each trade and one at each sample; sampled is how many were placed.
    fn ordering(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let placed = market.orders().scan(0, |n, _| n + 1).hold(0);
        let ticks = every(Span::from_secs(1)).last().sample(placed, |at, n| (at, n)).share();
        let orders = market.trades().map(|_| ()).or(ticks.map(|_| ())).scan(0, |n, ()| n + 1);
        let orders = orders.map(|n| Action::Market {
            id: OrderId::new(n),
            instrument: Only,
            side: Side::Buy,
            quantity: "1".parse().expect("a quantity"),
        });
        (orders, control.done_at_once().reporting(say(ticks)))
    }
    let halting = Halting::new(vec![(1, true), (2, true), (2, true), (3, true)]);
    let outcome = Sim::new().run(&ordering, (halting,)).expect("it builds");
    assert_eq!(said(&outcome), [(2, "3"), (3, "5")], "that of the sample at 2 is answered at 2, after it");
    assert_eq!(outcome.events, 16, "four trades, six orders placed, and cancelled at the end");
}
