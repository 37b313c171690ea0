//! Events that come late, twice or instead of others: what a run makes of them, and what its strategy sees.

use tidegate::connector::{
    Capability, Connector, ConnectorError, Ending, Executor, Handler, Parts, Producer, Recorded, Terminator,
    Terms,
};
use tidegate::connector::{Observer, synthetic, venue};
use tidegate::control::{ExitCode, PartEnd, Phase, Priority};
use tidegate::market::{MarketEvent, OrderEvent, Standing};
use tidegate::prelude::*;
use tidegate::report::Backtest;
use tidegate::runtime::{Hook, Outcome, Runtime, Sim};
use tidegate::safety::{Exposure, Gate};
use tidegate::testing::Script;

fn buy(id: u64, quantity: &str) -> Action<BtcUsdt> {
    let quantity = quantity.parse().expect("a quantity");
    Action::Market { id: OrderId::new(id), instrument: Only, side: Side::Buy, quantity }
}

/// Buys 5 at the first trade, and complains of all that it hears of its orders.
fn talkative(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
    let fills =
        port.fills().map(|fills| format!("fills {:?}", fills.iter().map(|f| f.trade.0).collect::<Vec<_>>()));
    let orders = port.orders().map(|turn| turn.to_string());
    let heard = fills.or(orders).map(|what| Complaint::new(1, what));
    (port.trades().once().map(|_| buy(1, "5")), control.done_at_once().reporting(heard))
}

fn run(script: Script<BtcUsdt>) -> Outcome {
    script.run(&talkative)
}

fn heard(outcome: &Outcome) -> Vec<&str> {
    outcome.report.complaints.iter().map(|complaint| complaint.text.as_ref()).collect()
}

fn script() -> Script<BtcUsdt> {
    Script::new().trade(1, "100", "1").placed(2, 1)
}

/// Fault 64: the place answer comes after the stream told the end.
#[test]
fn fault_064_a_place_event_after_the_end_is_a_breach_and_no_phantom_order() {
    let ended = script().fill(3, 1, Side::Buy, "100", "5").done(4, 1);
    let outcome = run(ended.placed(5, 1).cancelled(6, 1));
    let orders = outcome.report.orders;
    assert_eq!((orders.submitted, orders.filled, orders.left(), orders.swept), (1, 1, 0, 0));
    let noted = outcome.report.connector_failures.join("; ");
    assert!(noted.contains("O7: order 1: expected no event after done, found its place event"), "{noted}");
    assert!(noted.contains("O7: order 1: expected no event after done, found its cancel event"), "{noted}");
}

/// Fault 106: a fill embedded in the place answer and repeated on the user stream.
#[test]
fn fault_106_a_repeated_fill_is_no_fill_for_strategy_books_and_report() {
    let twice = script().fill(2, 1, Side::Buy, "100", "2").fill_again(3, 1);
    let twice = twice.fill(4, 1, Side::Buy, "101", "3").done(4, 1).fill_again(5, 2).fill_again(6, 1);
    let (watched, recorder) = Recorded::new(twice, Backtest::new());
    let outcome = Sim::new().run(&talkative, (watched,)).expect("it builds");
    let said = ["placed as 1 (order 1, only)", "fills [1]", "fills [2]", "done (order 1, only)"];
    assert_eq!(heard(&outcome), said);
    assert_eq!(outcome.report.connector_failures, [""; 0], "no overfill, and no fill after the end");
    assert_eq!((outcome.report.orders.filled, outcome.report.orders.left()), (1, 0));
    assert_eq!(outcome.events, 8, "an event without news has its instant");
    let summary = recorder.with(|backtest| backtest.summary());
    assert_eq!((summary.fills, summary.position.as_str()), (2, "5"));
}

#[test]
fn o8_an_empty_list_of_fills_is_an_event_all_the_same() {
    let outcome = run(script().event(3, Fills::new().into()));
    assert!(heard(&outcome).contains(&"fills []"));
}

/// An expired order is gone; the lost one is unknown until the venue answers; a refused cancel ends nothing.
#[test]
fn fault_063_the_end_by_the_venue_and_the_loss_are_counted() {
    let expired = run(script().expired(3, 1)).report;
    assert_eq!((expired.orders.expired, expired.orders.left()), (1, 0));
    let lost = run(Script::new().trade(1, "100", "1").lost(2, 1)).report;
    assert_eq!(
        (lost.orders.rejected, lost.connector_failures.len()),
        (1, 0),
        "asked, the script knows no such order"
    );
    let found = run(Script::new().trade(1, "100", "1").lost(2, 1).placed(3, 1)).report;
    assert_eq!((found.orders.unknown, found.orders.cancelled), (0, 1));
    let refused = run(script().cancel_refused(3, 1, "unknown order"));
    assert_eq!((refused.report.orders.cancelled, refused.report.connector_failures.len()), (1, 0));
    assert_eq!(heard(&refused)[1], "cancel refused: unknown order (order 1, only)");
}

#[test]
fn r8_a_broken_link_makes_live_orders_unknown_and_an_answer_known_again() {
    let down = || script().link(3, Link::Down);
    assert_eq!(run(down()).report.orders.unknown, 1);
    assert_eq!(run(down().link(4, Link::Resynced)).report.orders.unknown, 1, "by itself it answers nothing");
    let told = run(down().link(4, Link::Up).placed(5, 1)).report;
    assert_eq!((told.orders.unknown, told.orders.cancelled, told.connector_failures.len()), (0, 1, 0));
    assert_eq!(run(script().link(3, Link::Degraded)).report.orders.unknown, 0);
}

#[derive(Default)]
struct Answers(Vec<String>);

impl Observer<BtcUsdt> for Answers {
    fn event(&mut self, _: Time, event: &MarketEvent<BtcUsdt>) {
        if let MarketEvent::Status(status) = event {
            self.0.push(status.to_string());
        }
    }
}

impl Handler<BtcUsdt> for Answers {
    fn fire(&mut self, at: Time, event: MarketEvent<BtcUsdt>) {
        self.event(at, &event);
    }
}

#[test]
fn an_answer_is_seen_by_observers_and_not_by_the_strategy() {
    let answers = script().status(3, 1, Standing::NotFound).status(4, 1, Standing::Ended);
    let (watched, recorder) = Recorded::new(answers, Answers::default());
    let outcome = Sim::new().run(&talkative, (watched,)).expect("it builds");
    assert_eq!(heard(&outcome), ["placed as 1 (order 1, only)"]);
    assert_eq!(outcome.events, 5, "four of the script, and the end of the order");
    assert_eq!(outcome.report.orders.cancelled, 1, "the answer before changed nothing by itself");
    recorder.with(|seen| assert_eq!(seen.0, ["not found (order 1, only)", "ended (order 1, only)"]));
}

#[test]
fn a_watched_executor_is_asked_like_the_one_inside() -> Result<(), Box<dyn std::error::Error>> {
    let data = synthetic::Synthetic::<BtcUsdt>::new(Only, synthetic::SyntheticOptions::default().trades(1))?;
    let terms = Terms { lot: "1".parse()?, ..Terms::new() };
    let (watched, recorder) =
        Recorded::new(venue::SimulatedVenue::new(data).terms(terms), Answers::default());
    let (mut parts, mut fired) = (watched.start()?, Answers::default());
    assert_eq!(parts.executor.terms(Only), terms);
    parts.executor.query(Time::EPOCH, OrderId::new(3), Only, &mut fired)?;
    assert_eq!(fired.0, ["not found (order 3, only)"]);
    recorder.with(|seen| assert_eq!(seen.0, fired.0));
    assert_eq!(parts.terminator.terminate(Time::EPOCH)?, Ending::Over);
    assert!(parts.executor.query(Time::EPOCH, OrderId::new(3), Only, &mut fired).is_err());
    Ok(())
}

#[test]
fn a_venue_that_cancels_on_logout_has_no_orders_after_it() -> Result<(), Box<dyn std::error::Error>> {
    for cancels_on_logout in [true, false] {
        let data =
            synthetic::Synthetic::<BtcUsdt>::new(Only, synthetic::SyntheticOptions::default().trades(1))?;
        let venue = venue::SimulatedVenue::new(data);
        let venue = venue.capability(Capability { cancels_on_logout, ..Capability::default() });
        let stats = venue.stats();
        let mut parts = venue.start()?;
        let (gate, _keeper) = Gate::open();
        let admitted = gate.admit(buy(1, "1").into(), Exposure::FLAT).expect("an open gate");
        parts.executor.execute(Time::EPOCH, admitted, &mut Answers::default())?;
        assert_eq!(stats.in_flight(), 1);
        assert_eq!(parts.terminator.terminate(Time::EPOCH)?, Ending::Over);
        assert_eq!(stats.in_flight(), u64::from(!cancels_on_logout));
    }
    Ok(())
}

/// A market without events that needs its time to end, and cannot be asked.
struct Slow;

impl Connector<BtcUsdt> for Slow {
    type Producer = Slow;
    type Executor = Slow;
    type Terminator = Slow;

    fn start(self) -> Result<Parts<Slow, Slow, Slow>, ConnectorError> {
        Ok(Parts { producer: Slow, executor: Slow, terminator: Slow })
    }
}

impl Producer<BtcUsdt> for Slow {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        Ok(None)
    }

    fn produce(&mut self, _: &mut dyn Handler<BtcUsdt>) -> Result<(), ConnectorError> {
        Ok(())
    }
}

impl Executor<BtcUsdt> for Slow {
    fn execute(
        &mut self,
        at: Time,
        admitted: tidegate::safety::Admitted<BtcUsdt>,
        events: &mut dyn Handler<BtcUsdt>,
    ) -> Result<(), ConnectorError> {
        let (id, instrument) = (admitted.action().id(), Only);
        events.fire(at, OrderEvent::Lost { id, instrument }.into());
        Ok(())
    }
}

impl Terminator for Slow {
    fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError> {
        Ok(Ending::Busy { stage: "waiting for the last answer".into(), until: Some(at) })
    }
}

#[test]
fn a_connector_that_is_busy_at_the_end_is_reported() {
    let outcome = Sim::new().run(&talkative, (Slow,)).expect("it builds");
    let end = &outcome.report.connectors[0];
    assert_eq!((end.name.as_str(), &end.end), (BtcUsdt::NAME, &PartEnd::Abandoned));
    assert_eq!(end.stages[0].stage, "waiting for the last answer");
    assert_eq!(outcome.report.exit_code(), ExitCode::CONNECTOR_TIMED_OUT);
}

#[test]
fn a_connector_that_cannot_ask_says_so() {
    let mut seen = Answers::default();
    Slow.query(Time::EPOCH, OrderId::new(3), Only, &mut seen).expect("it has an answer");
    assert_eq!(seen.0, ["unanswered: this connector cannot ask (order 3, only)"]);
    assert_eq!(Executor::<BtcUsdt>::terms(&Slow, Only), Terms::new());
}

/// A target is filled while the system stops: the stop beside it protects nothing any more, and is not called kept.
#[test]
fn r12_an_order_whose_position_is_gone_is_left_open_and_not_kept() {
    fn bracket(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let sell = |id| {
            let (price, quantity) = ("200".parse().expect("a price"), "5".parse().expect("a quantity"));
            let order =
                Action::Limit { id: OrderId::new(id), instrument: Only, side: Side::Sell, price, quantity };
            order.protecting()
        };
        let first = port.trades().once().map(|_| Actions::from(buy(1, "5")));
        let both = port.fills().once().map(move |_| [sell(2), sell(3)].into_iter().collect::<Actions<_>>());
        (first.or(both), control.done_at_once())
    }
    let script = script().fill(3, 1, Side::Buy, "100", "5").done(3, 1).placed(4, 2).placed(4, 3);
    let stop = |script| {
        let wait = Hook::new("wait", Phase::SaveState, Priority::Normal, |context| async move {
            context.clock.wait(Span::from_secs(3)).await;
            Ok(())
        });
        let sim = Sim::new().hook(wait).cause_at(Time::from_secs(5), Cause::Signal, "SIGTERM");
        sim.run(&bracket, (script,)).expect("it builds").report
    };
    let kept = stop(script.trade(9, "100", "1"));
    assert_eq!((kept.orders.kept, kept.exit_code()), (2, ExitCode::CLEAN));
    let script = self::script().fill(3, 1, Side::Buy, "100", "5").done(3, 1).placed(4, 2).placed(4, 3);
    let gone = stop(script.fill(6, 2, Side::Sell, "200", "5").done(6, 2).trade(9, "100", "1"));
    assert_eq!((gone.orders.kept, gone.orders.left_open, gone.exit_code()), (0, 1, ExitCode::ORDERS_LEFT));
}
