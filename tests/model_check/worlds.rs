//! The worlds that are explored, each to its end.

use tidegate::control::{Budgets, OnOrders, OnPositions, Phase, Policy};

use super::system::{Faults, Plan, ticks};
use super::venue::{Kind, Order};

/// Patience and the drain are a tick, and so are most phases.
const BUDGETS: Budgets = Budgets {
    strategy: ticks(1),
    cancel: ticks(2),
    close: ticks(1),
    save: ticks(1),
    connectors: ticks(1),
    overall: ticks(6),
    drain: ticks(1),
    patience: ticks(1),
    hook: ticks(1),
    forced: ticks(1),
};

/// Room for a second try at closing: its first wait is two ticks, and cancels have one.
const CLOSING: Budgets = Budgets { cancel: ticks(1), close: ticks(4), overall: ticks(8), ..BUDGETS };

const CANCEL_KEEP: Policy = Policy { orders: OnOrders::Cancel, positions: OnPositions::Keep };
const CANCEL_CLOSE: Policy = Policy { orders: OnOrders::Cancel, positions: OnPositions::Close };
const KEEP_KEEP: Policy = Policy { orders: OnOrders::Keep, positions: OnPositions::Keep };
const FLATTEN: Policy = Policy { orders: OnOrders::Cancel, positions: OnPositions::Flatten };

const ALL: Faults = Faults {
    request: true,
    kill: true,
    done: true,
    crash: true,
    cancels: true,
    rejects: true,
    refuses: true,
    expires: true,
    loses: true,
    store: true,
    fills: true,
};

/// Nothing but signals and what the network does.
const QUIET: Faults = Faults { request: true, ..NONE };

const NONE: Faults = Faults {
    request: false,
    kill: false,
    done: false,
    crash: false,
    cancels: false,
    rejects: false,
    refuses: false,
    expires: false,
    loses: false,
    store: false,
    fills: false,
};

const fn trade(port: u8, lots: u8) -> Order {
    Order::new(port, Kind::Trade, lots)
}

/// An order that the strategy does not send.
const fn never(port: u8) -> Order {
    Order::new(port, Kind::Trade, 0)
}

/// Done, the kill switch, and a request.
const ASKED: Faults = Faults { done: true, kill: true, ..QUIET };

const BASE: Plan = Plan {
    name: "",
    policy: CANCEL_KEEP,
    orders: [trade(0, 1), never(1)],
    held: [0, 0],
    reduce_only: false,
    hooks: &[],
    signals: 3,
    faults: QUIET,
    budgets: BUDGETS,
};

/// The worlds of the ordinary tests.
pub(crate) fn cut() -> Vec<Plan> {
    let stop = Order::new(0, Kind::Protect, 1);
    let nothing = [never(0), never(1)];
    vec![
        Plan {
            name: "one order, every cause",
            faults: Faults { crash: true, cancels: true, ..ASKED },
            signals: 0,
            ..BASE
        },
        Plan {
            name: "one order, faults of venue and network",
            faults: Faults { rejects: true, refuses: true, expires: true, fills: true, done: true, ..NONE },
            signals: 0,
            ..BASE
        },
        Plan { name: "three signals", faults: Faults { done: true, ..NONE }, ..BASE },
        Plan {
            name: "hooks in every phase, and a store that fails",
            orders: nothing,
            hooks: &[Phase::StopNewOrders, Phase::CancelPending, Phase::SaveState, Phase::Disconnect],
            faults: Faults { crash: true, store: true, ..ASKED },
            ..BASE
        },
        Plan {
            name: "an order is kept",
            policy: KEEP_KEEP,
            faults: Faults { fills: true, ..ASKED },
            signals: 2,
            ..BASE
        },
        Plan {
            name: "a position is closed",
            policy: CANCEL_CLOSE,
            orders: nothing,
            held: [1, 0],
            faults: Faults { kill: true, done: true, expires: true, ..NONE },
            signals: 0,
            budgets: CLOSING,
            ..BASE
        },
        Plan {
            name: "a stop guards a position at a reduce-only venue",
            policy: CANCEL_CLOSE,
            orders: [stop.working(), never(1)],
            held: [1, 0],
            reduce_only: true,
            faults: Faults { done: true, fills: true, ..NONE },
            signals: 0,
            budgets: CLOSING,
            ..BASE
        },
        Plan {
            name: "a stop at a venue that could fill both",
            policy: FLATTEN,
            orders: [stop, never(1)],
            held: [1, 0],
            faults: Faults { fills: true, ..QUIET },
            signals: 0,
            budgets: CLOSING,
            ..BASE
        },
    ]
}

/// The worlds of the complete exploration, beside those of the cut.
pub(crate) fn whole() -> Vec<Plan> {
    let stop = Order::new(0, Kind::Protect, 1);
    vec![
        Plan {
            name: "one order, every cause, two signals",
            faults: Faults { crash: true, cancels: true, ..ASKED },
            signals: 2,
            ..BASE
        },
        Plan {
            name: "three signals, and outcomes are lost",
            faults: Faults { loses: true, done: true, ..NONE },
            ..BASE
        },
        Plan {
            name: "a position is closed, and a kill",
            policy: CANCEL_CLOSE,
            orders: [never(0), never(1)],
            held: [1, 0],
            faults: Faults { kill: true, done: true, fills: true, expires: true, ..NONE },
            signals: 0,
            budgets: CLOSING,
            ..BASE
        },
        Plan {
            name: "one order in two parts, every fault of venue, network and store",
            orders: [trade(0, 2), never(1)],
            faults: Faults { kill: false, crash: false, done: false, cancels: false, ..ALL },
            signals: 1,
            ..BASE
        },
        Plan {
            name: "a position of two is closed, in spite of signal and kill",
            policy: CANCEL_CLOSE,
            orders: [never(0), never(1)],
            held: [2, 0],
            faults: Faults { kill: true, fills: true, expires: true, ..QUIET },
            signals: 1,
            budgets: CLOSING,
            ..BASE
        },
        Plan {
            name: "a stop guards a position, and a kill",
            policy: CANCEL_CLOSE,
            orders: [stop.working(), never(1)],
            held: [1, 0],
            reduce_only: true,
            faults: Faults { kill: true, fills: true, ..QUIET },
            signals: 0,
            budgets: CLOSING,
            ..BASE
        },
        Plan {
            name: "two orders in two markets, asked or signalled",
            orders: [trade(0, 1), trade(1, 1)],
            signals: 1,
            ..BASE
        },
        Plan {
            name: "two orders in two markets, done or killed",
            orders: [trade(0, 1), trade(1, 1)],
            faults: Faults { kill: true, done: true, ..NONE },
            signals: 0,
            ..BASE
        },
    ]
}
