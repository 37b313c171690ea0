//! What a live run leaves in its process when it is over: nothing. Alone in its binary, so that nobody else has threads.

#![cfg(target_os = "linux")]

use std::fs;

use tidegate::prelude::*;
use tidegate::runtime::{HealthBoard, Hook, Runtime, Stop, Threads};
use tidegate::testing::Script;

/// Runs after which the process has what it keeps for the next ones: stacks, buffers, thread-local values.
const WARM_UP: usize = 200;
const CYCLES: usize = 1_000;
/// Memory that an allocator may keep aside.
const ASIDE: u64 = 1024 * 1024;

/// Entries of a folder of this process.
fn entries(folder: &str) -> usize {
    fs::read_dir(format!("/proc/self/{folder}")).expect("a folder of the process").count()
}

/// Bytes in use, in whole pages.
fn memory() -> u64 {
    let pages = fs::read_to_string("/proc/self/statm").expect("the sizes of the process");
    let resident = pages.split(' ').nth(1).expect("the second size").parse::<u64>().expect("a number");
    resident * 4096
}

fn trader(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let orders = market.trades().scan(0, |n, _| n + 1).map(|n| {
        let (price, quantity) = ("90".parse().expect("a price"), "1".parse().expect("a quantity"));
        let order = Action::Limit { id: OrderId::new(n), instrument: Only, side: Side::Buy, price, quantity };
        Actions::from(order)
    });
    (orders, control.done_at_once())
}

fn cycle() -> u64 {
    use tidegate::control::{Phase, Priority};
    let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
    let flush = Hook::new("flush", Phase::SaveState, Priority::Normal, |_| async { Ok(()) });
    let threads = Threads::new().stop_on(Stop::new()).health_to(&HealthBoard::new()).hook(flush);
    let outcome = threads.run(&trader, (script,)).expect("it begins");
    assert_eq!(outcome.left_behind, [""; 0]);
    outcome.report.orders.submitted
}

/// Requirements: C3, R11.
#[test]
fn fault_086_a_thousand_runs_leave_no_thread_no_descriptor_and_no_memory() {
    for _ in 0..WARM_UP {
        cycle();
    }
    let before = (entries("task"), entries("fd"), memory());
    for _ in 0..CYCLES {
        assert_eq!(cycle(), 2, "each run trades like the first");
    }
    let (threads, descriptors, memory) = (entries("task"), entries("fd"), memory());
    assert_eq!((threads, descriptors), (before.0, before.1), "threads and descriptors");
    assert!(memory <= before.2 + ASIDE, "{} bytes before, {memory} after", before.2);
}

/// Requirements: C3, R11.
#[test]
fn fault_087_a_second_run_in_a_process_is_like_the_first() {
    assert_eq!([cycle(), cycle(), cycle()], [2, 2, 2]);
}
