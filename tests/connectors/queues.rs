//! What waits: actions before the gate, events in the inbox.

use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tidegate::control::{Alert, Budgets, ExitCode, PartEnd, Phase};
use tidegate::prelude::*;
use tidegate::runtime::{HealthBoard, Intake, OnLoss, Runtime, Stop, Threads};

use crate::cell::{Cell, budgets, run};
use crate::market::Odd;
use crate::record::{Books, Record};
use crate::whim::{Latch, Progress, Whim};

fn odd(whim: Whim, latch: &Latch, books: &Books) -> Odd<BtcUsdt> {
    let (latch, books, progress) = (latch.clone(), Arc::clone(books), Progress::default());
    Odd { whim, from: Phase::Running, progress, latch, books, market: PhantomData }
}

fn order(id: u64) -> Advice<BtcUsdt> {
    let (price, quantity) = ("90".parse().expect("a price"), "1".parse().expect("a quantity"));
    Action::Limit { id: OrderId::new(id), instrument: Only, side: Side::Buy, price, quantity }.into()
}

/// Ten thousand orders at the first trade.
fn eager(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let orders = port.trades().once().map(|_| (1..=10_000).map(order).collect::<Actions<_>>());
    (orders, control.done_at_once())
}

/// The executor has one in hand and does not come back: nothing of the rest ever leaves, and all of it is listed.
///
/// Requirements: C6, C7, R9, R14.
#[test]
fn fault_019_ten_thousand_actions_that_wait_for_an_executor_are_discarded_and_listed() {
    let (latch, books, stop, board) = (Latch::default(), Books::default(), Stop::new(), HealthBoard::new());
    let (pager, alerts) = channel();
    let page = move |alert: &Alert| pager.send(alert.code.clone()).map_err(|error| error.to_string());
    let (stopping, looking) = (stop.clone(), board.clone());
    let waiting = thread::spawn(move || {
        // Until all of them wait, and somebody has looked.
        while looking.now().first().is_none_or(|health| health.queued < 9_999) {
            thread::sleep(Duration::from_millis(5));
        }
        stopping.signal();
    });
    let threads = Threads::new().budgets(budgets()).stop_on(stop).alert_to(page).health_to(&board);
    let outcome = threads.run(&eager, (odd(Whim::Stuck, &latch, &books),)).expect("it begins");
    waiting.join().expect("the queue was seen");
    let report = &outcome.report;
    assert_eq!(report.discarded.len(), 9_999, "{report}");
    assert_eq!(report.orders.discarded, 9_999, "{report}");
    assert_eq!((books.submitted(), report.orders.unknown), (1, 1), "{report}");
    assert_eq!(report.connectors[0].end, PartEnd::Abandoned, "{report}");
    assert_eq!(report.exit_code(), ExitCode::ORDERS_LEFT, "{report}");
    assert!(alerts.try_iter().any(|code| code == "queue.high"), "the operator heard of the queue");
    latch.open();
    thread::sleep(Duration::from_millis(100));
    assert_eq!(books.submitted(), 1, "an order left after the end");
}

/// A hundred orders, one in hand: each is asked for when the one before is over, in order.
///
/// Requirements: C6, R9.
#[test]
fn actions_that_wait_for_an_executor_leave_in_their_order() {
    fn hundred(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let orders = port.trades().once().map(|_| (1..=100).map(order).collect::<Actions<_>>());
        let all = port.orders().scan(0, |n, _| n + 1).filter(|n| *n == 100).map(|_| DoneCode::OK);
        (orders, control.done_when(all))
    }
    let (latch, books) = (Latch::default(), Books::default());
    let outcome = Threads::new().run(&hundred, (odd(Whim::Nothing, &latch, &books),)).expect("it begins");
    assert_eq!((books.submitted(), books.working()), (100, 0), "{}", outcome.report);
    assert_eq!(outcome.report.exit_code(), ExitCode::CLEAN, "{}", outcome.report);
}

/// What is about our own orders comes in whatever the market says; trades for which there is no room are counted.
///
/// Requirements: C6, R9.
#[test]
fn a_flood_leaves_out_trades_and_nothing_about_orders() {
    let heard = Arc::new(AtomicU64::new(0));
    let counting = Arc::clone(&heard);
    let slow = move |port: MarketPort<BtcUsdt>, control: Control| {
        let counting = Arc::clone(&counting);
        let orders = port.trades().scan(0, |n, _| n + 1).map(move |n| {
            counting.fetch_add(1, Ordering::SeqCst);
            // A network that takes its time.
            thread::sleep(Duration::from_micros(200));
            Actions::from(order(n))
        });
        let all = port.orders().scan(0, |n, _| n + 1).filter(|n| *n == 50).map(|_| DoneCode::OK);
        (orders, control.done_when(all))
    };
    let (latch, books) = (Latch::default(), Books::default());
    // Time enough for what a slow network has to hear.
    let budgets =
        Budgets { cancel: Span::from_secs(20), connectors: Span::from_secs(20), ..Budgets::default() };
    let threads = Threads::new().budgets(budgets).intake(Intake::Shed(16));
    let outcome = threads.run(&slow, (odd(Whim::Floods, &latch, &books),)).expect("it begins");
    let health = &outcome.connectors[0];
    assert!(health.left_out > 0, "{health:?}");
    let (told, taken) = (books.told(), heard.load(Ordering::SeqCst));
    assert!(taken < told, "{taken} of {told} trades were heard");
    assert!(taken + health.left_out <= told, "{taken} heard, {} left out, {told} told", health.left_out);
    assert_eq!(outcome.report.orders.left(), 0, "{}", outcome.report);
}

/// A connector panics while two markets trade: its own hears that the link is down, the strategy that it is lost, and the
/// other one trades on.
///
/// Requirements: C7, D5, R8.
#[test]
fn fault_034_a_connector_that_panics_is_link_down_to_its_market_and_the_other_trades_on() {
    crate::rows::silence_what_is_on_purpose();
    let said = Arc::new(Mutex::new(Vec::new()));
    let saying = Arc::clone(&said);
    let strategy = move |odd: MarketPort<BtcUsdt>, other: MarketPort<EthUsdt>, control: Control| {
        let (links, losses) = (Arc::clone(&saying), Arc::clone(&saying));
        let say = |said: &Mutex<Vec<String>>, what: String| said.lock().expect("nobody panics").push(what);
        let link = odd.link().map(move |link| say(&links, link.to_string()));
        let lost = control.events().map(move |event| say(&losses, format!("{event:?}")));
        let silent = link.or(lost).filter_map(|()| None::<Actions<BtcUsdt>>);
        // Trades of the other market, counted from the loss on.
        let after = other.trades().gate(odd.link().map(|_| true).hold(false)).scan(0, |n, _| n + 1);
        let done = after.filter(|n| *n == 20).map(|_| DoneCode::OK);
        (silent, never::<Actions<EthUsdt>>(), control.done_when(done))
    };
    let (latch, books, other) = (Latch::default(), Books::default(), Arc::new(Record::default()));
    let healthy = Odd::<EthUsdt> {
        whim: Whim::Nothing,
        from: Phase::Running,
        progress: Progress::default(),
        latch: latch.clone(),
        books: Arc::clone(&other),
        market: PhantomData,
    };
    let threads = Threads::new().budgets(budgets()).on_lost_connector(OnLoss::GoOn);
    let outcome =
        threads.run(&strategy, (odd(Whim::PanicsInProducer, &latch, &books), healthy)).expect("it begins");
    let said = said.lock().expect("nobody panics").join("; ");
    assert!(said.contains("down") && said.contains("ConnectorLost"), "{said}");
    assert_eq!(outcome.report.cause, Cause::Done, "{}", outcome.report);
    assert_eq!(outcome.report.exit_code(), ExitCode::CONNECTOR_FAILED, "{}", outcome.report);
}

/// A cancel passes every gate, also for an order that never left. A venue that says that it never had it answers as it
/// should, and the strategy hears it.
///
/// Requirements: R5.
#[test]
fn a_refused_cancel_of_an_order_that_never_left_is_not_held_against_the_venue() {
    fn meddles(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let stray = Action::Cancel { id: OrderId::new(7), instrument: Only };
        let cancels = port.trades().once().map(move |_| Actions::from(stray));
        (cancels, control.done_when(port.orders().map(|_| DoneCode::OK)))
    }
    let (latch, books) = (Latch::default(), Books::default());
    let outcome = Threads::new().run(&meddles, (odd(Whim::Nothing, &latch, &books),)).expect("it begins");
    assert_eq!(outcome.report.connector_failures, [""; 0]);
    assert_eq!((outcome.report.cause, outcome.report.exit_code()), (Cause::Done, ExitCode::CLEAN));
}

/// The terminator of one connector never comes to its end: the other one has ended long before, the stuck one is left behind at
/// its limit, and the exit code says so.
///
/// Requirements: C4, C7, R14.
#[test]
fn fault_032_a_terminator_that_hangs_is_left_behind_at_its_limit_and_the_others_end() {
    let cell = Cell { whim: Whim::NeverEnds, from: Phase::Running, healthy: 1 };
    cell.play(Threads::new(), run).check();
}

/// The executor of one connector hangs over an order: the other market trades on, what waits is discarded, the order in hand is
/// unknown, and the connector is left behind.
///
/// Requirements: C6, C7, R9, R14.
#[test]
fn fault_033_an_executor_that_hangs_holds_its_own_market_and_is_left_behind() {
    let cell = Cell { whim: Whim::Stuck, from: Phase::Running, healthy: 1 };
    cell.play(Threads::new(), run).check();
}
