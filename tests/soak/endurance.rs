//! Events without end through threads: nothing is allocated for any of them, and the memory stays as it is.

use std::fs;
use std::sync::{Mutex, PoisonError};

use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::network::{Sequence, Windowed, mean};
use tidegate::prelude::*;
use tidegate::runtime::{Outcome, Runtime, Threads};

/// What tables, queues and plans grow to their size with.
const WARM_UP: u64 = 200_000;
/// Memory that an allocator may keep aside.
const ASIDE: u64 = 4 * 1024 * 1024;

/// Whoever counts is alone.
static ALONE: Mutex<()> = Mutex::new(());

/// Bytes in use, in whole pages.
fn memory() -> u64 {
    let pages = fs::read_to_string("/proc/self/statm").expect("the sizes of the process");
    let resident = pages.split(' ').nth(1).expect("the second size").parse::<u64>().expect("a number");
    resident * 4096
}

/// An average over a window; a quote at every so many trades, and the one before taken back.
fn quoter(
    every: u64,
    market: &MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>> + use<>, Done) {
    let prices = market.trades().map(|trade| trade.price.units()).share();
    let average = prices.window_of(256, mean()).hold(None);
    let wanted = prices.every_nth(every).sample(average, |price, average| Some(price.min(average? as i64)));
    let quotes = wanted.filter_map(|wanted| wanted).map_accum(0, |last, price| {
        let stale: Option<Advice<BtcUsdt>> =
            (*last > 0).then(|| Action::Cancel { id: OrderId::new(*last), instrument: Only }.into());
        *last += 1;
        let below = Price::from_units(price - 500 * 100_000_000).ok();
        let quote = below.zip(Quantity::from_units(1_000_000).ok()).map(|(price, quantity)| {
            let (id, side) = (OrderId::new(*last), Side::Buy);
            Action::Limit { id, instrument: Only, side, price, quantity }.into()
        });
        stale.into_iter().chain(quote).collect::<Actions<BtcUsdt>>()
    });
    (quotes, control.done_at_once())
}

/// So many trades, as fast as they go; what the thread of the network has allocated.
fn run(trades: u64, every: u64) -> (u64, Outcome) {
    let strategy = move |market: MarketPort<BtcUsdt>, control: Control| quoter(every, &market, control);
    let data = Synthetic::new(Only, SyntheticOptions::<BtcUsdt>::default().trades(trades)).expect("options");
    let mut outcome = None;
    let counted = allocation_counter::measure(|| {
        outcome = Some(Threads::new().run(&strategy, (SimulatedVenue::new(data),)).expect("it begins"));
    });
    let outcome = outcome.expect("it ran");
    assert_eq!((outcome.report.exit_code().0, outcome.report.orders.unknown), (0, 0), "{}", outcome.report);
    assert!(outcome.events >= trades, "{} events of {trades}", outcome.events);
    (counted.count_total, outcome)
}

/// Runs once to warm up, and once for so many trades more: what that has allocated, and by how many bytes the process grew.
fn endure(trades: u64, every: u64) -> (u64, u64) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (warm, _) = run(WARM_UP, every);
    let before = memory();
    let (all, outcome) = run(WARM_UP + trades, every);
    let (more, grown) = (all.saturating_sub(warm), memory().saturating_sub(before));
    let orders = outcome.report.orders.submitted;
    println!("{trades} trades, {orders} orders: {more} more allocations, {} KiB more memory", grown / 1024);
    (more, grown)
}

/// No event has its allocation. What is left is a few for each look at the connectors, ten times a second.
fn check(trades: u64) {
    let (more, grown) = endure(trades, u64::MAX);
    assert!(more < trades / 1_000, "{more} allocations for {trades} more trades");
    assert!(grown < ASIDE, "the memory grew by {grown} bytes");
    // The books of orders are trees: a node for some of them.
    let (more, grown) = endure(trades, 100);
    assert!(more < trades / 100, "{more} allocations for {} more orders", trades / 100);
    assert!(grown < ASIDE, "the memory grew by {grown} bytes");
}

#[test]
fn a_million_events_allocate_nothing_and_leave_the_memory_as_it_is() {
    check(1_000_000);
}

#[test]
#[ignore = "some minutes: by name"]
fn a_hundred_million_events_allocate_nothing_and_leave_the_memory_as_it_is() {
    check(100_000_000);
}
