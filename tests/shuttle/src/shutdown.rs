//! The shutdown of the threads runtime under schedules that shuttle chooses.
//!
//! ```text
//! RUSTFLAGS="--cfg tidegate_shuttle" cargo test --release --manifest-path tests/shuttle/Cargo.toml
//! ```
//!
//! Whole runs, with the real driver, gates and workers: only locks, atomics, threads and time are shuttle's. Markets and
//! strategy keep books of their own, and these are what is judged. A test that fails prints its schedule, which
//! `TIDEGATE_SCHEDULE="..."` plays again.
#![cfg(tidegate_shuttle)]

mod aides;
mod books;
mod case;
mod explore;
mod judge;
mod market;
mod play;
mod steps;
mod tally;
mod traders;

use tidegate::runtime::Intake;

use self::case::{Aides, Asks, Case, Pace, Whim};
use self::explore::explore;

/// All cases together have 10,000 schedules, or by name 200,000.
const ORDINARY: usize = 10_000;
const BY_NAME: usize = 200_000;

/// A market that does what it should, and a stop at any moment of its trading.
const PLAIN: Case = Case {
    name: "plain",
    whim: Whim::Nothing,
    markets: 1,
    asks: Asks::Once,
    latest: 9,
    intake: Intake::Wait(8),
    aides: Aides::None,
    pace: Pace::Patient,
};

macro_rules! cases {
    ($($(#[$doc:meta])* $name:ident: { $($field:ident: $value:expr),* $(,)? };)*) => {
        const CASES: &[Case] = &[$(Case { name: stringify!($name), $($field: $value,)* ..PLAIN }),*];

        $(
            $(#[$doc])*
            #[test]
            fn $name() {
                let case = CASES.iter().find(|case| case.name == stringify!($name));
                explore(*case.expect("it is in the list"), ORDINARY / CASES.len() + 1);
            }
        )*
    };
}

cases! {
    a_stop_beside_orders: {};
    a_stop_beside_orders_in_haste: { pace: Pace::Hasty };
    a_stop_beside_two_markets_and_a_feed: { markets: 2, latest: 12 };
    a_stop_beside_two_markets_and_a_feed_in_haste: { markets: 2, latest: 12, pace: Pace::Hasty };
    a_second_stop_beside_the_first: { asks: Asks::Twice };
    a_stop_while_a_market_still_connects: { whim: Whim::ConnectsLate, markets: 2, latest: 4 };
    a_stop_beside_a_market_that_never_connects: { whim: Whim::NeverConnects, markets: 2, latest: 4 };
    a_market_that_panics_at_its_start: { whim: Whim::PanicsAtStart, markets: 2, latest: 3 };
    a_market_that_panics_in_its_producer: { whim: Whim::PanicsInProducer, latest: 2 };
    a_market_that_panics_in_its_executor: { whim: Whim::PanicsInExecutor, markets: 2, latest: 7 };
    a_market_that_panics_in_its_terminator: { whim: Whim::PanicsInTerminator, markets: 2 };
    a_market_that_never_answers_an_order: { whim: Whim::Stuck, latest: 4 };
    a_market_that_never_answers_an_order_in_haste: { whim: Whim::Stuck, latest: 4, pace: Pace::Hasty };
    a_market_whose_end_waits_for_what_it_tells: { whim: Whim::SaysGoodbye };
    a_market_whose_end_takes_time: { whim: Whim::LeavesSlowly, markets: 2 };
    a_market_whose_end_never_comes: { whim: Whim::NeverEnds };
    a_kill_switch_beside_orders: { asks: Asks::ByKillSwitch };
    a_kill_switch_and_a_stop_at_once: { asks: Asks::ByKillSwitchAndSignal, markets: 2 };
    slow_helpers: { aides: Aides::Slow, asks: Asks::ByKillSwitchAndSignal };
    slow_helpers_in_haste: { aides: Aides::Slow, asks: Asks::ByKillSwitchAndSignal, pace: Pace::Hasty };
    helpers_that_never_return: { aides: Aides::Stuck, asks: Asks::ByKillSwitchAndSignal };
    a_stop_while_a_full_inbox_holds_its_market: { intake: Intake::Wait(1), markets: 2 };
    a_stop_while_a_full_inbox_leaves_out_trades: { intake: Intake::Shed(1), latest: 3 };
}

/// The same under many more schedules.
#[test]
#[ignore = "200,000 schedules take minutes"]
fn two_hundred_thousand_schedules() {
    for case in CASES {
        explore(*case, BY_NAME / CASES.len() + 1);
    }
}
