//! The simulation runtime: order of instants, shutdown by each cause, and equal runs.

use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::connector::{
    Connector, ConnectorError, Ending, Executor, Handler, Parts, Producer, Terminator,
};
use tidegate::control::{Budgets, ExitCode, Phase, Priority, Verdict};
use tidegate::market::VenueOrderId;
use tidegate::prelude::*;
use tidegate::runtime::{Hook, Outcome, Runtime, Sim, Stop};
use tidegate::safety::Admitted;
use tidegate::testing::Script;

fn unit() -> Quantity<BtcUsdt> {
    "1".parse().expect("a quantity")
}

fn market(id: u64, side: Side) -> Action<BtcUsdt> {
    Action::Market { id: OrderId::new(id), instrument: Only, side, quantity: unit() }
}

/// Orders at every trade: a buy, a sell, a buy, …
fn restless(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
    let orders = port
        .trades()
        .scan(0, |n, _| n + 1)
        .map(|n| market(n, if n % 2 == 1 { Side::Buy } else { Side::Sell }));
    (orders, control.done_at_once())
}

fn script() -> Script<BtcUsdt> {
    Script::new().trade(1, "100", "1").trade(2, "101", "1").trade(3, "102", "1")
}

#[test]
fn equal_runs_have_equal_traces_and_unequal_ones_do_not() {
    let one = script().run(&restless);
    let two = script().run(&restless);
    assert_eq!(one.trace_hash, two.trace_hash);
    assert_eq!(
        (one.events, one.instants),
        (9, 10),
        "three trades, the notice, and two answers about each order"
    );
    let other = Script::new().trade(1, "100", "1").trade(2, "101", "1").trade(3, "102.5", "1").run(&restless);
    assert_ne!(one.trace_hash, other.trace_hash, "an input differs");
    let silent = script()
        .run(&uncontrolled(|port: MarketPort<BtcUsdt>| (port.trades().filter_map(|_| None::<Actions<_>>),)));
    assert_ne!(one.trace_hash, silent.trace_hash, "the outputs differ");
}

#[test]
fn at_the_end_of_data_the_strategy_is_told_and_its_done_is_kept() {
    fn polite(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let code =
            control.shutdown().map(|notice| DoneCode(if notice.cause == Cause::DataEnd { 3 } else { 4 }));
        (never(), control.done_when(code))
    }
    let outcome = script().run(&polite);
    assert_eq!(outcome.report.cause, Cause::DataEnd);
    assert_eq!(outcome.report.verdict, Verdict::Done(DoneCode(3)));
    assert_eq!(outcome.report.exit_code(), ExitCode::STRATEGY_REPORTED);
    let names: Vec<&str> = outcome.report.phases.iter().map(|record| record.phase.name()).collect();
    assert_eq!(
        names,
        ["Running", "StopNewOrders", "CancelPending", "ClosePositions", "SaveState", "Disconnect"]
    );
}

#[test]
fn a_strategy_that_says_done_ends_the_run() {
    fn enough(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let second = port.trades().scan(0, |n, _| n + 1).filter(|n| *n >= 2).map(|_| DoneCode::OK);
        (never(), control.done_when(second))
    }
    let outcome = script().run(&enough);
    assert_eq!((outcome.events, outcome.report.cause), (2, Cause::Done));
    assert_eq!(outcome.report.exit_code(), ExitCode::CLEAN);
}

#[test]
fn a_strategy_that_never_answers_is_timed_out_with_89() {
    fn deaf(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        (never(), control.done_when(never()))
    }
    let outcome = script().run(&deaf);
    assert_eq!(outcome.report.verdict, Verdict::TimedOut);
    assert_eq!(outcome.report.exit_code(), ExitCode::TIMED_OUT);
}

/// Done two seconds after the notice, by an alarm.
fn slow(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let later = control.shutdown().delay(Span::from_secs(2)).map(|_| DoneCode::OK);
    (never(), control.done_when(later))
}

#[test]
fn winding_down_takes_virtual_time_and_no_more_than_its_budget() {
    let outcome = script().run(&slow);
    assert_eq!((outcome.report.verdict, outcome.last), (Verdict::Done(DoneCode::OK), Time::from_secs(5)));
    let short = Budgets { strategy: Span::from_secs(1), ..Budgets::default() };
    let hurried = Sim::new().budgets(short).run(&slow, (script(),)).expect("it builds");
    assert_eq!(hurried.report.verdict, Verdict::TimedOut);
}

#[test]
fn a_winding_gate_refuses_new_exposure_and_tells_the_strategy_why() {
    fn stubborn(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let order = control.shutdown().map(|_| market(1, Side::Buy));
        let refused = port.orders().filter_map_ref(|turn| match turn {
            OrderEvent::Refused { rule, .. } if rule == "winding down" => Some(DoneCode(7)),
            _ => None,
        });
        (order, control.done_when(refused))
    }
    let outcome = script().run(&stubborn);
    assert_eq!(outcome.report.verdict, Verdict::Done(DoneCode(7)));
    assert_eq!((outcome.report.orders.gated, outcome.report.orders.submitted), (1, 0));
}

#[test]
fn a_strategy_that_answers_every_refusal_with_an_order_is_timed_out() {
    fn obsessed(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let told = control.shutdown().map(|_| ());
        let refused = port.orders().map(|_| ());
        let orders = told.or(refused).scan(0, |n, ()| n + 1).map(|n| market(n, Side::Buy));
        (orders, control.done_when(never()))
    }
    let outcome = script().run(&obsessed);
    assert_eq!(outcome.report.verdict, Verdict::TimedOut);
    assert!(outcome.report.orders.gated > 1_000, "no time passes between its orders");
}

#[test]
fn an_order_id_that_is_used_twice_is_refused() {
    fn forgetful(port: MarketPort<BtcUsdt>) -> (impl Event<Item = Action<BtcUsdt>>,) {
        (port.trades().map(|_| market(1, Side::Buy)),)
    }
    let script = script();
    let seen = script.seen();
    let outcome = script.run(&uncontrolled(forgetful));
    seen.expect(["1: market buy 1 (order 1, only)"]);
    assert_eq!((outcome.report.orders.submitted, outcome.report.orders.gated), (1, 2));
}

#[test]
fn a_refusal_of_the_gate_is_not_held_against_the_venue() {
    fn forgetful(port: MarketPort<BtcUsdt>) -> (impl Event<Item = Action<BtcUsdt>>,) {
        (port.trades().map(|_| market(1, Side::Buy)),)
    }
    let data =
        Synthetic::<BtcUsdt>::new(Only, SyntheticOptions::default().trades(100)).expect("it is in range");
    let outcome = Sim::new().run(&uncontrolled(forgetful), (SimulatedVenue::new(data),)).expect("it builds");
    assert_eq!((outcome.report.orders.filled, outcome.report.orders.gated), (1, 99));
    assert_eq!(outcome.report.connector_failures, [""; 0]);
    assert_eq!(outcome.report.exit_code(), ExitCode::CLEAN);
}

#[test]
#[should_panic(expected = "the strategy has to answer shutdown")]
fn a_check_does_not_pass_a_strategy_that_never_answers() {
    fn deaf(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        (never(), control.done_when(never()))
    }
    script().check(&deaf, [""; 0]);
}

#[test]
#[should_panic(expected = "used before")]
fn a_check_does_not_pass_a_strategy_that_reuses_an_id() {
    fn forgetful(port: MarketPort<BtcUsdt>) -> (impl Event<Item = Action<BtcUsdt>>,) {
        (port.trades().map(|_| market(1, Side::Buy)),)
    }
    script().check(&uncontrolled(forgetful), ["1: market buy 1 (order 1, only)"]);
}

#[test]
#[should_panic(expected = "or later")]
fn a_script_whose_time_goes_back_is_refused_where_it_is_written() {
    let _ = Script::<BtcUsdt>::new().trade(2, "1", "1").trade(1, "1", "1");
}

#[test]
fn several_orders_in_one_instant_leave_in_their_order() {
    fn pair(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let both =
            port.trades().once().map(|_| [market(1, Side::Buy), market(2, Side::Sell)].into_iter().collect());
        (both, control.done_at_once())
    }
    script().check(&pair, ["1: market buy 1 (order 1, only)", "1: market sell 1 (order 2, only)"]);
}

#[test]
fn a_panic_in_the_strategy_takes_the_shutdown_path_with_cause_crash() {
    fn fragile(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let orders = port.trades().scan(0, |n, _| n + 1).map(|n| {
            assert!(n < 2, "the strategy breaks at its second trade");
            Actions::new()
        });
        (orders, control.done_at_once())
    }
    let outcome = script().run(&fragile);
    assert_eq!((outcome.report.cause, outcome.report.verdict), (Cause::Crash, Verdict::Crashed));
    assert_eq!(outcome.report.exit_code(), ExitCode::CRASHED);
    let crash = outcome.report.crash.expect("the report names what broke");
    assert!(crash.starts_with("`map` at tests/sim.rs:"), "{crash}");
    assert!(crash.ends_with(": the strategy breaks at its second trade"), "{crash}");
    assert!(outcome.snapshot.is_none(), "a poisoned network has no state to save");
}

#[test]
fn complaints_stop_nothing_and_are_reported() {
    fn grumbler(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let complaints = port.trades().map(|trade| Complaint::new(1, format!("{} is too much", trade.price)));
        (never(), control.done_at_once().reporting(complaints))
    }
    let outcome = script().run(&grumbler);
    assert_eq!(outcome.report.complaints.len(), 3);
    assert_eq!(outcome.report.complaints[1].text, "101 is too much");
    assert_eq!(outcome.report.exit_code(), ExitCode::CLEAN);
}

#[test]
fn a_request_stops_before_the_next_event() {
    let stop = Stop::new();
    let asking = {
        let stop = stop.clone();
        move |port: MarketPort<BtcUsdt>| {
            let stop = stop.clone();
            (port.trades().filter_map(move |_| {
                stop.request();
                None::<Actions<BtcUsdt>>
            }),)
        }
    };
    let outcome = Sim::new().stop_on(stop).run(&uncontrolled(asking), (script(),)).expect("it builds");
    assert_eq!((outcome.events, outcome.report.cause), (1, Cause::Request));
    let outcome = Sim::new().until(Time::from_secs(2)).run(&restless, (script(),)).expect("it builds");
    assert_eq!(
        (outcome.events, outcome.report.cause),
        (6, Cause::Timeout),
        "two trades, two answers about each order"
    );
}

#[test]
fn what_happens_in_two_markets_at_one_time_is_one_instant() {
    fn both(
        btc: MarketPort<BtcUsdt>,
        eth: MarketPort<EthUsdt>,
        rates: Feed<u32>,
        control: Control,
    ) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
        let here = btc.trades().map(|_| 1).merge(eth.trades().map(|_| 10), |a, b| a + b);
        let sums = here.merge(rates.events().map(|rate| rate as i32), |a, b| a + b);
        (never(), never(), control.done_at_once().reporting(sums.map(|sum| Complaint::new(sum, ""))))
    }
    let btc = Script::<BtcUsdt>::new().trade(1, "1", "1").trade(2, "1", "1").trade(2, "1", "1");
    let eth = Script::<EthUsdt>::new().trade(2, "1", "1").trade(3, "1", "1");
    let rates = [(Time::from_secs(2), 100), (Time::from_secs(4), 200)].into_iter();
    let outcome = Sim::new().run(&both, (btc, eth, rates)).expect("it builds");
    let codes: Vec<i32> = outcome.report.complaints.iter().map(|complaint| complaint.code).collect();
    assert_eq!(
        codes,
        [1, 111, 1, 10, 200],
        "the second trade of one market at a time has an instant of its own"
    );
}

#[test]
fn alarms_come_before_later_events_and_with_equal_ones() {
    fn ticking(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let ticks = every(Span::from_millis(500)).map(|_| 1);
        let seen = ticks.merge(port.trades().map(|_| 10), |a, b| a + b).map(|code| Complaint::new(code, ""));
        (never(), control.done_at_once().reporting(seen))
    }
    let outcome = Script::new().trade(1, "1", "1").trade(2, "1", "1").run(&ticking);
    let codes: Vec<i32> = outcome.report.complaints.iter().map(|complaint| complaint.code).collect();
    assert_eq!(codes, [10, 1, 11], "timers count from the first event");
}

#[test]
fn a_strategy_is_a_value_that_runs_as_often_as_one_likes() {
    let size = 1;
    let strategy = move |port: MarketPort<BtcUsdt>, control: Control| {
        let orders = port.trades().once().map(move |_| market(size, Side::Buy));
        (orders, control.done_at_once())
    };
    for _ in 0..3 {
        script().check(&strategy, ["1: market buy 1 (order 1, only)"]);
    }
}

#[test]
fn parameters_change_while_running() {
    fn tunable(
        port: MarketPort<BtcUsdt>,
        sizes: Feed<u64>,
        control: Control,
    ) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
        let size = sizes.events().hold(1);
        let orders = port.trades().scan(0, |n, _| n + 1).sample(size, |n, size| Action::Market {
            id: OrderId::new(n),
            instrument: Only,
            side: Side::Buy,
            quantity: Quantity::from_units(i64::try_from(size).expect("small") * 100_000_000)
                .expect("positive"),
        });
        (orders, control.done_at_once())
    }
    let script = script();
    let seen = script.seen();
    let sizes = [(Time::from_secs(2), 5)].into_iter();
    let outcome = Sim::new().run(&tunable, (script, sizes)).expect("it builds");
    seen.expect([
        "1: market buy 1 (order 1, only)",
        "2: market buy 1 (order 2, only)",
        "3: market buy 5 (order 3, only)",
    ]);
    assert_eq!(outcome.events, 10, "three trades, one size, two answers about each order");
}

#[test]
fn what_is_not_kept_is_counted() {
    fn noisy(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let complaints = every(Span::from_millis(1)).map(|_| Complaint::new(1, ""));
        (never(), control.done_at_once().reporting(complaints))
    }
    let report = Script::new().trade(1, "1", "1").trade(3, "1", "1").run(&noisy).report;
    assert_eq!(
        (report.complaints.len(), report.more_complaints),
        (1_000, 1_000),
        "one a millisecond for two seconds"
    );

    // Twenty fills of orders that nobody sent: two breaches each, of the contract and of the ledger, at least.
    let lying = (0..20).fold(Script::new(), |script, n| script.fill(1, n + 1, Side::Buy, "1", "1"));
    let failures = lying
        .run(&uncontrolled(|port: MarketPort<BtcUsdt>| (port.trades().filter_map(|_| None::<Actions<_>>),)));
    let failures = failures.report.connector_failures;
    assert_eq!(failures.len(), 17, "sixteen, and how many more");
    assert!(failures[16].ends_with("more breaches"), "found: {}", failures[16]);
}

/// A market that accepts every order and never says what becomes of it; its data breaks at second 3.
struct Broken {
    accepts: bool,
    /// How many cancels it takes before its connection is gone.
    cancels: u32,
}

struct Ticks {
    next: i32,
}

struct Accepting {
    accepts: bool,
    cancels: u32,
}

struct End(bool);

impl Connector<BtcUsdt> for Broken {
    type Producer = Ticks;
    type Executor = Accepting;
    type Terminator = End;

    fn start(self) -> Result<Parts<Ticks, Accepting, End>, ConnectorError> {
        Ok(Parts {
            producer: Ticks { next: 1 },
            executor: Accepting { accepts: self.accepts, cancels: self.cancels },
            terminator: End(self.accepts),
        })
    }
}

impl Producer<BtcUsdt> for Ticks {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        match self.next {
            3 => Err(ConnectorError::input("broken", "line 3 is not a trade")),
            second => Ok(Some(Time::from_secs(second))),
        }
    }

    fn produce(&mut self, events: &mut dyn Handler<BtcUsdt>) -> Result<(), ConnectorError> {
        let at = Time::from_secs(self.next);
        self.next += 1;
        let price = "100".parse().expect("a price");
        let trade = Trade { instrument: Only, id: TradeId(1), price, quantity: unit(), aggressor: Side::Buy };
        events.fire(at, trade.into());
        Ok(())
    }
}

impl Executor<BtcUsdt> for Accepting {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<BtcUsdt>,
        events: &mut dyn Handler<BtcUsdt>,
    ) -> Result<(), ConnectorError> {
        let (id, instrument) = (admitted.action().id(), Only);
        let turn = match admitted.action() {
            Action::Cancel { .. } if self.accepts && self.cancels == 0 => {
                return Err(ConnectorError::failed("broken", "the connection is gone"));
            }
            Action::Cancel { .. } if self.accepts => {
                self.cancels -= 1;
                OrderEvent::Cancelled { id, instrument }
            }
            Action::Cancel { .. } => return Ok(()),
            _ => OrderEvent::Placed { id, instrument, venue: VenueOrderId(1) },
        };
        events.fire(at, turn.into());
        Ok(())
    }
}

impl Terminator for End {
    fn terminate(&mut self, _at: Time) -> Result<Ending, ConnectorError> {
        if self.0 {
            Ok(Ending::Over)
        } else {
            Err(ConnectorError::failed("broken", "the socket does not close"))
        }
    }
}

fn run_broken(accepts: bool) -> Outcome {
    Sim::new().run(&restless, (Broken { accepts, cancels: 9 },)).expect("it builds")
}

#[test]
fn a_connector_that_breaks_ends_the_run_through_all_phases() {
    let outcome = run_broken(true);
    assert_eq!(
        (outcome.report.cause, outcome.events),
        (Cause::Connector, 10),
        "two trades, their placings and their cancels, an answer about the placing that was not read, the link that is down, \
         and an answer about each of the two orders that it leaves unknown"
    );
    assert_eq!(outcome.report.verdict, Verdict::Done(DoneCode::OK), "the strategy was told and answered");
    assert_eq!(outcome.report.exit_code(), ExitCode::CONNECTOR_FAILED);
    assert!(outcome.failure.is_some_and(|failure| failure.to_string() == "broken: line 3 is not a trade"));
    assert_eq!((outcome.report.orders.swept, outcome.report.orders.cancelled), (2, 2));
    assert_eq!(outcome.report.orders.left(), 0);
}

#[test]
fn orders_that_do_not_end_are_reported_as_left() {
    let outcome = run_broken(false);
    assert_eq!((outcome.report.orders.swept, outcome.report.orders.left()), (2, 2));
    assert!(
        outcome.report.connector_failures.iter().any(|failure| failure.contains("the socket does not close"))
    );
}

#[test]
fn a_sweep_that_breaks_takes_in_the_answers_that_are_there() {
    let outcome = Sim::new().run(&restless, (Broken { accepts: true, cancels: 1 },)).expect("it builds");
    let orders = outcome.report.orders;
    assert_eq!((orders.swept, orders.cancelled, orders.left()), (2, 1, 1));
    assert!(
        outcome.report.connector_failures.iter().any(|failure| failure.contains("the connection is gone"))
    );
}

#[test]
fn a_clean_run_leaves_the_state_of_its_last_instant() {
    let snapshot = script().run(&restless).snapshot.expect("the run was clean");
    assert_eq!(snapshot.at(), Time::from_secs(3));
    let again = script().run(&restless).snapshot.expect("the run was clean");
    assert_eq!(snapshot, again);
}

#[test]
fn a_feed_that_goes_back_has_told_all_that_came_before() {
    fn listening(
        _: MarketPort<BtcUsdt>,
        feed: Feed<i32>,
        control: Control,
    ) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let heard = feed.events().map(|value| Complaint::new(value, "heard"));
        (never(), control.done_at_once().reporting(heard))
    }
    let feed = [(1, 10), (3, 30), (2, 20)].map(|(second, value)| (Time::from_secs(second), value));
    let outcome = Sim::new().run(&listening, (script(), feed.into_iter())).expect("it builds");
    let heard: Vec<i32> = outcome.report.complaints.iter().map(|complaint| complaint.code).collect();
    assert_eq!(heard, [10, 30]);
    assert_eq!(outcome.report.exit_code(), ExitCode::CONNECTOR_FAILED);
}

#[test]
fn r8_a_strategy_hears_which_connector_it_has_lost() {
    fn listening(
        _: MarketPort<BtcUsdt>,
        _: MarketPort<EthUsdt>,
        control: Control,
    ) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
        let lost = control.events().filter_map_ref(|event| match event {
            ControlEvent::ConnectorLost { connector, .. } => Some(Complaint::new(8, connector.clone())),
            _ => None,
        });
        let told = control.shutdown().map(|_| DoneCode::OK);
        (never(), never(), control.done_when(told).reporting(lost))
    }
    let eth = Script::<EthUsdt>::new().trade(1, "1", "1");
    let outcome = Sim::new().run(&listening, (Broken { accepts: true, cancels: 9 }, eth)).expect("it builds");
    assert_eq!(outcome.report.complaints[0].text, "broken");
    assert_eq!(outcome.report.verdict, Verdict::Done(DoneCode::OK));
}

/// A second signal while a hook waits: the hook has no more time than its phase.
#[test]
fn k3_a_second_signal_ends_the_wait_for_a_hook() {
    let slow = Hook::new("slow", Phase::StopNewOrders, Priority::Normal, |context| async move {
        context.clock.wait(Span::from_secs(60)).await;
        Ok(())
    });
    let sim = Sim::new().hook(slow.limit(Span::from_secs(100)));
    let sim = sim.cause_at(Time::from_secs(4), Cause::Signal, "one").cause_at(
        Time::from_secs(5),
        Cause::Signal,
        "two",
    );
    fn deaf(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        (never(), control.done_when(never()))
    }
    let report =
        sim.run(&deaf, (Script::new().trade(1, "1", "1").trade(9, "1", "1"),)).expect("it builds").report;
    assert_eq!(
        (report.hooks[0].end.to_string().as_str(), report.hooks[0].ended),
        ("abandoned at its limit", Time::from_secs(7))
    );
    assert_eq!(report.exit_code(), ExitCode::FORCED);
}

/// What comes with an order that cannot be sent is sent, reported and heard all the same.
#[test]
fn i16_one_action_that_fails_keeps_no_other_and_no_answer() {
    fn all_at_once(
        port: MarketPort<BtcUsdt>,
        control: Control,
    ) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let cancel = |id| Action::Cancel { id: OrderId::new(id), instrument: Only };
        let first = port.trades().once().map(|_| Actions::from(market(1, Side::Buy)));
        let second = port.trades().skip(1).once().share();
        let rest = second.map(move |_| [cancel(1), market(2, Side::Buy)].into_iter().collect());
        (first.or(rest), control.done_when(second.map(|_| DoneCode(5))))
    }
    let outcome = Sim::new().run(&all_at_once, (Broken { accepts: true, cancels: 0 },)).expect("it builds");
    assert_eq!(outcome.report.orders.submitted, 2, "the order behind the cancel that failed");
    assert_eq!(outcome.report.verdict, Verdict::Done(DoneCode(5)));
}
