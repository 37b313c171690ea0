//! A strategy that runs away: an order at every trade of a market that tells as many as it can.

use std::marker::PhantomData;
use std::sync::Arc;

use tidegate::connector::venue::SimulatedVenue;
use tidegate::connector::{ConnectorError, MarketData, Quote};
use tidegate::control::{Cause, ExitCode, Phase};
use tidegate::prelude::*;
use tidegate::runtime::{
    AttachAll, Here, Host, OnLoss, Outcome, Reached, RunError, Runtime, Setup, Sim, Threads, drive,
};
use tidegate::safety::RateLimit;
use tidegate::strategy::Strategy;
use tidegate::testing::Script;

use crate::cell::budgets;
use crate::fragile::{Fragile, limit};
use crate::market::Odd;
use crate::record::Books;
use crate::whim::{Latch, Progress, Whim};

/// Orders that may leave.
const LIMIT: u32 = 50;
/// Orders that are offered in a second of a simulation.
const OFFERED: u64 = 20_000;
/// Orders that are refused where time is real.
const REFUSED: u64 = 10_000;

fn order(n: u64) -> Actions<BtcUsdt> {
    let (price, quantity) = ("90".parse().expect("a price"), "1".parse().expect("a quantity"));
    Action::Limit { id: OrderId::new(n), instrument: Only, side: Side::Buy, price, quantity }.into()
}

/// An order at every trade, until so many have been refused: by then the limit has left, however slow the venue is.
fn runs_away(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let refused = port.orders().filter(|turn| matches!(turn, OrderEvent::Refused { .. })).count();
    let orders = port.trades().scan(0_u64, |n, _| n + 1).map(order);
    (orders, control.done_when(refused.filter(|n| *n == REFUSED).map(|_| DoneCode::OK)))
}

/// Far longer than a run: exactly the limit leaves.
fn limited<R: Runtime>(runtime: R) -> R {
    runtime.budgets(budgets()).limit_orders(RateLimit::new(LIMIT, Span::from_secs(3_600)))
}

fn check<R: Runtime>(runtime: R) {
    let books = Books::default();
    let market = Odd::<BtcUsdt> {
        whim: Whim::Floods,
        from: Phase::Running,
        progress: Progress::default(),
        latch: Latch::default(),
        books: Arc::clone(&books),
        market: PhantomData,
    };
    let outcome = limited(runtime).run(&runs_away, (market,)).expect("it begins");
    let orders = outcome.report.orders;
    assert_eq!((books.submitted(), orders.submitted), (LIMIT.into(), LIMIT.into()), "{}", outcome.report);
    assert!(orders.gated >= REFUSED, "{}", outcome.report);
}

#[test]
fn exactly_the_limit_leaves_on_threads() {
    check(Threads::new());
}

#[cfg(feature = "tokio")]
#[test]
fn exactly_the_limit_leaves_on_tokio() {
    let tokio = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build();
    let tokio = tokio.expect("threads for tokio");
    check(tidegate::runtime::Tokio::on(tokio.handle().clone()));
}

/// Trades of three seconds, evenly.
struct Ticks(u64);

impl MarketData<BtcUsdt> for Ticks {
    fn next_quote(&mut self) -> Result<Option<(Time, Quote<BtcUsdt>)>, ConnectorError> {
        let at = Time::EPOCH.after(Span::from_nanos(self.0 * (1_000_000_000 / OFFERED)));
        self.0 += 1;
        let (price, quantity) = ("100".parse().expect("a price"), "1".parse().expect("a quantity"));
        let trade = Trade { instrument: Only, id: TradeId(self.0), price, quantity, aggressor: Side::Buy };
        Ok((self.0 <= 3 * OFFERED).then_some((at, Quote::Trade(trade))))
    }
}

/// Twenty thousand orders a second are offered for three seconds: in each of them the limit leaves, and no more.
#[test]
fn exactly_the_limit_leaves_in_each_second_of_a_simulation() {
    fn forever(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        (port.trades().scan(0_u64, |n, _| n + 1).map(order), control.done_at_once())
    }
    let sim = Sim::new().limit_orders(RateLimit::new(LIMIT, Span::from_secs(1)));
    let outcome = sim.run(&forever, (SimulatedVenue::new(Ticks(0)),)).expect("it begins");
    let orders = outcome.report.orders;
    let limit = u64::from(LIMIT);
    assert_eq!((orders.submitted, orders.gated), (3 * limit, 3 * (OFFERED - limit)), "{}", outcome.report);
}

/// Time passes as events and alarms say, but the process stands still for a second once ten of it are over.
#[derive(Default)]
struct Stalled {
    setup: Setup,
    clock: Clock,
}

#[derive(Default)]
struct Clock(Option<Time>);

impl Runtime for Stalled {
    fn setup(&mut self) -> &mut Setup {
        &mut self.setup
    }

    fn run<P, S, C>(self, strategy: &S, connectors: C) -> Result<Outcome, RunError>
    where
        S: Strategy<P>,
        S::Terminals: AttachAll<C>,
    {
        drive(self.setup, self.clock, strategy, connectors)
    }
}

impl Host for Clock {
    type Crew = Here;

    fn crew(&self) -> &Here {
        &Here
    }

    fn reach(&mut self, event: Option<Time>, due: Option<Time>) -> Reached {
        let first = Reached::first(event, due);
        let stall = Time::from_secs(10);
        let at =
            first.at().map(|at| if self.0 < Some(stall) && at >= stall { Time::from_secs(11) } else { at });
        self.0 = self.0.max(at);
        first
    }

    fn now(&self) -> Option<Time> {
        self.0
    }
}

/// A hundred alarms are late together. Each has an instant of its own time, and their orders leave at one time of the world,
/// the eleventh second: of these the limit leaves, and the next one a second later.
#[test]
fn the_orders_of_alarms_that_are_late_together_leave_at_one_time() {
    fn ticks(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let times = every(Span::from_millis(10)).scan(0_u64, |n, _| n + 1);
        (times.map(order), control.done_at_once())
    }
    let limit = RateLimit::new(LIMIT, Span::from_secs(1));
    let market = Script::<BtcUsdt>::new().trade(0, "100", "1").trade(12, "100", "1");
    let outcome = Stalled::default().limit_orders(limit).run(&ticks, (market,)).expect("it begins");
    let orders = outcome.report.orders;
    let submitted = u64::from(10 * LIMIT + LIMIT + 1);
    assert_eq!((orders.submitted, orders.gated), (submitted, 1_200 - submitted), "{}", outcome.report);
}

#[test]
fn a_limit_in_no_time_is_refused() {
    let sim = Sim::new().limit_orders(RateLimit::new(5, Span::ZERO));
    let market = Script::<BtcUsdt>::new().trade(1, "100", "1");
    let error = sim.run(&runs_away, (market,)).expect_err("it would limit nothing");
    assert!(
        error.to_string().ends_with("expected a limit of orders in a span of time, found 5 orders in 0s"),
        "{error}"
    );
}

/// From its second trade on, each refusal is answered at once with another order: in virtual time no time passes, and the run
/// ends all the same, at that time.
#[test]
fn a_strategy_for_which_no_time_passes_is_stopped() {
    fn again(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let wants = port.trades().skip(1).map(drop).or(port.orders().map(drop));
        (wants.scan(0_u64, |n, ()| n + 1).map(order), control.done_at_once())
    }
    let market =
        Script::<BtcUsdt>::new().trade(1, "100", "1").trade(10_000, "100", "1").trade(10_001, "100", "1");
    let sim = Sim::new().limit_orders(RateLimit::new(0, Span::from_secs(1)));
    let outcome = sim.run(&again, (market,)).expect("it begins");
    let report = &outcome.report;
    assert_eq!((report.cause, report.exit_code()), (Cause::Crash, ExitCode::CRASHED), "{report}");
    assert!(report.to_string().contains("no time passes"), "{report}");
    assert!(report.to_string().contains("1970-01-01T02:46:40Z"), "at the time of the standstill: {report}");
    assert_eq!(outcome.last, Time::from_secs(10_000), "{report}");
}

/// A lost market fails at each cancel, and the order beside it is refused: only the first failures are kept.
#[test]
fn a_strategy_that_asks_a_lost_market_again_and_again_is_stopped() {
    fn again(
        one: MarketPort<BtcUsdt>,
        other: MarketPort<EthUsdt>,
        control: Control,
    ) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
        let turns = one.trades().map(drop).or(one.orders().map(drop)).or(one.link().map(drop));
        let cancel = Action::Cancel { id: OrderId::new(1), instrument: Only };
        let wants = turns.scan(0_u64, |n, ()| n + 1);
        let wants = wants.map(move |n| Actions::from_iter([cancel, limit(n)]));
        (wants, other.trades().filter_map(|_| None), control.done_at_once())
    }
    let quiet = Script::<EthUsdt>::new().trade(1, "100", "1").trade(5, "100", "1");
    let sim = Sim::new().on_lost_connector(OnLoss::GoOn);
    let report = sim.run(&again, (Fragile::executor(), quiet)).expect("it begins").report;
    assert_eq!(report.cause, Cause::Crash, "{report}");
    assert_eq!(report.connector_failures.len(), 1_001, "the last line says how many more there were");
}

/// Orders wait longer than it takes the timer to want the next one: one always waits, also when there is no data any more.
#[test]
fn data_that_ends_ends_a_run_whose_timers_always_have_an_order_waiting() {
    fn ticks(_: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let times = every(Span::from_millis(500)).scan(0_u64, |n, _| n + 1);
        (times.map(order), control.done_at_once())
    }
    let market = Script::<BtcUsdt>::new().trade(0, "100", "1").trade(12, "100", "1");
    let sim = Sim::new().action_delay(Span::from_millis(700));
    // Only the first orders leave: a million of them would make the test slow.
    let sim = sim.limit_orders(RateLimit::new(LIMIT, Span::from_secs(1_000_000_000)));
    let report = sim.run(&ticks, (market,)).expect("it begins").report;
    assert_eq!(report.cause, Cause::DataEnd, "{report}");
}
