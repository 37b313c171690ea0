//! The laws of stopping, and what has to be possible so that they are not kept for want of trying.
//!
//! A law about a step is looked at while the step is made, and leaves its bit in [`World::broken`]; a law about a
//! state is asked of every state. `main.rs` has them in a table.

use stateright::Property;
use tidegate::control::{
    CrashRecord, Facts, Fate, Haste, Input, OnPositions, Orders, Output, Phase, PositionFate, PositionRecord,
    Protocol, Verdict,
};

use super::runtime::key;
use super::system::{System, at};
use super::venue::{Book, Kind, Order};
use super::world::{Connector, Hook, Over, State, Store, World};

macro_rules! laws {
    ($($Law:ident $name:literal $holds:expr;)*) => {
        /// A law.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Law { $($Law),* }

        impl Law {
            pub(crate) const ALL: &[Law] = &[$(Law::$Law),*];

            pub(crate) const fn name(self) -> &'static str {
                match self { $(Law::$Law => $name),* }
            }

            fn property(self) -> Property<System> {
                match self {
                    $(Law::$Law => Property::always($name, |system: &System, state: &State| {
                        let holds: fn(&System, &State) -> bool = $holds;
                        state.world.broken >> Law::$Law as u64 & 1 == 0 && holds(system, state)
                    })),*
                }
            }
        }
    };
}

laws! {
    Sealed "i1: no submission of the strategy leaves after the seal" |_, _| true;
    ClosedForGood "i1: nothing but cancels leaves after ClosePositions" |_, _| true;
    Fates "i2: every order that lived at the seal has one fate at the end" |_, _| true;
    Truth "truth: who may trade is not called ended" |_, state| is_true(state);
    Report "i6: at the end there is a report" |_, _| true;
    CleanIsClean "i6: the exit code of a clean end means one" |_, _| true;
    OneDone "i3: one done is accepted" |_, _| true;
    VerdictStays "i3: the strategy's verdict does not change" |_, state| {
        let now = state.protocol.verdict();
        state.world.sealed.is_none_or(|(_, then)| now == Some(then))
    };
    Overall "i4: it is over within the overall deadline" |system, state| {
        let limit = system.plan.budgets.overall;
        at(state.world.now) <= at(0).after(limit)
    };
    NoDeadEnd "i19: what is not over knows when to go on" |system, state| {
        matches!(state.protocol.phase(), Phase::Running | Phase::Complete) || system.due(state).is_some()
    };
    Progress "i19: time that is told moves something" |_, state| state.world.turns <= 8;
    CancelsPass "i5: no cancel is refused" |_, _| true;
    Drained "i9: CancelPending waits for submissions while it may" |_, _| true;
    Silence "i10: nothing is executed after done" |_, _| true;
    Advance "i11: phases only advance" |_, _| true;
    PhaseBudget "i11: each phase ends by its deadline" |_, state| {
        is_over(state) || state.world.now <= state.world.until
    };
    SecondSignal "a second signal seals at once and forces" |_, state| {
        let is_forced = state.protocol.ending().is_some_and(|ending| ending.is_forced());
        state.world.signals < 2 || is_forced || is_over(state)
    };
    ThirdSignal "a third signal ends at once" |_, state| state.world.signals < 3 || is_over(state);
    CrashRecordFirst "a third signal writes the crash record before it ends" |_, _| true;
    CrashRecordIsWhole "the crash record names every order that is open" |_, _| true;
    KillSkipsWinding "i11: a kill skips winding" |_, state| {
        !state.world.killed || state.protocol.phase() > Phase::StopNewOrders
    };
    KillLatches "i15: a kill is not taken back" |_, state| {
        let is_orderly = |haste| matches!(haste, Haste::Orderly { .. });
        !state.world.killed || state.protocol.ending().is_none_or(|ending| !is_orderly(ending.haste()))
    };
    KillEndsClosing "after a kill nothing is closed, unless to flatten" |_, _| true;
    NoFlip "a close changes no position's sign" |_, state| {
        (0..2).all(|port| state.world.position(port, |order| order.filled) >= 0)
    };
    NobodyHeldUp "i16: a phase waits for a connector that is at work, or a hook" |_, state| {
        let is_parting = state.protocol.phase() == Phase::Disconnect && !state.protocol.is_disconnected();
        let is_busy = (0..2).any(|port| state.world.is_ending(port));
        !is_parting || is_busy || matches!(state.world.hook, Hook::Running { .. })
    };
    AbandonedAtLimit "i16: no connector is left behind before its own limit" |_, _| true;
    HookLimit "no hook outlives its limit" |_, state| match state.world.hook {
        Hook::Running { until, .. } => is_over(state) || state.world.now <= until,
        Hook::None | Hook::LeftBehind => true,
    };
    KeptStay "what is kept is not cancelled" |_, _| true;
    GuardsStay "a stop at a reduce-only venue stays until its position is closed" |_, _| true;
    SavedInOrder "the state is saved after sweep and close, and after the connectors" |_, _| true;
    PartedInOrder "connectors end after the state is saved, or cannot be" |_, _| true;
    SavedWhole "what was learnt after a save is saved as well" |_, _| true;
    EndsStay "an order's end, once told, stays" |_, _| true;
}

type Sees = fn(&System, &State) -> bool;

/// What some run has to show.
pub(crate) const SIGHTS: [(&str, Sees); 19] = [
    ("a clean end", |_, state| state.world.over.is_some_and(|over| over.exit == 0)),
    ("the strategy timed out", |_, state| state.protocol.verdict() == Some(Verdict::TimedOut)),
    ("the strategy was cut off", |_, state| state.protocol.verdict() == Some(Verdict::Cut)),
    ("the strategy crashed", |_, state| state.protocol.verdict() == Some(Verdict::Crashed)),
    ("forced", |_, state| state.protocol.ending().is_some_and(|ending| ending.is_forced())),
    ("aborted", |_, state| state.protocol.is_aborted()),
    ("left open", |_, state| has_fate(state, Fate::LeftOpen)),
    ("unknown", |_, state| has_fate(state, Fate::Unknown)),
    ("kept", |_, state| has_fate(state, Fate::Kept)),
    ("filled after the seal", |_, state| has_fate(state, Fate::Filled)),
    ("a close was tried again", |_, state| {
        let [.., first, second] = &state.world.orders;
        first.ended().is_some() && first.port == second.port && second.lots > 0
    }),
    ("closed to the end", |_, state| {
        let is_flat = |port: u8| state.world.booked(port) == 0;
        is_over(state) && state.world.orders[2].booked > 0 && is_flat(0) && is_flat(1)
    }),
    ("a final save after the connectors", |_, state| {
        state.protocol.is_disconnected() && state.world.store == Store::Busy
    }),
    ("the final save in time", |_, state| {
        state.world.over.is_some_and(|over| over.exit == 0) && state.world.saves == 2
    }),
    ("the state not saved", |_, state| is_over(state) && state.world.store == Store::Failed),
    ("a connector was left behind", |_, state| state.world.connectors.contains(&Connector::Abandoned)),
    ("a hook was left behind", |_, state| state.world.hook == Hook::LeftBehind),
    ("swept with a submission under way", |_, state| {
        state.world.in_flight() > 0 && state.protocol.phase() > Phase::CancelPending
    }),
    ("the last tick of the overall deadline", |system, state| {
        let over = state.world.over.map(|over| at(over.at));
        over == Some(at(0).after(system.plan.budgets.overall))
    }),
];

/// All laws, or one, and all sights.
pub(crate) fn all(only: Option<Law>) -> Vec<Property<System>> {
    match only {
        Some(law) => vec![law.property()],
        None => {
            let sights = SIGHTS.into_iter().map(|(name, sees)| Property::sometimes(name, sees));
            Law::ALL.iter().map(|law| law.property()).chain(sights).collect()
        }
    }
}

fn is_over(state: &State) -> bool {
    state.protocol.is_over()
}

fn has_fate(state: &State, wanted: Fate) -> bool {
    is_over(state) && state.protocol.fates().any(|(_, fate)| fate == Some(wanted))
}

/// What the report says of an order, as `market_end.rs` finds it.
fn reported(protocol: &Protocol, order: &Order, place: usize) -> Fate {
    let told = match protocol.fate(key(order, place)) {
        Some(fate @ (Fate::Kept | Fate::LeftOpen)) => fate,
        _ => Fate::Unknown,
    };
    order.ended().map_or(told, Fate::from)
}

/// Of an order that may trade, neither books nor protocol say that it has ended.
fn is_true(state: &State) -> bool {
    let says_ended = |order: &Order, place: usize| {
        let told = state.protocol.fate(key(order, place));
        order.ended().is_some() || told.is_some_and(|fate| !fate.is_open() && fate != Fate::Kept)
    };
    let orders = state.world.orders.iter().enumerate();
    orders.into_iter().all(|(place, order)| !order.may_trade() || !says_ended(order, place))
}

/// Looks after a step: what was before it, what is after, what was told and what is asked for.
pub(crate) fn watch(
    system: &System,
    before: &Protocol,
    after: &Protocol,
    world: &mut World,
    (input, outputs): (&Input, &[Output]),
) {
    let place = |wanted: Output| outputs.iter().position(|output| *output == wanted);
    if after.phase() < before.phase() {
        world.breaks(Law::Advance);
    }
    let is_end = |fate: Fate| !fate.is_open() && fate != Fate::Kept;
    for (key, fate) in before.fates() {
        if fate.is_some_and(is_end) && after.fate(key) != fate {
            world.breaks(Law::EndsStay);
        }
    }
    if matches!(input, Input::Done(_)) && place(Output::Seal).is_some() && world.is_sealed() {
        world.breaks(Law::OneDone);
    }
    if after.is_aborted() && !before.is_aborted() {
        let (record, over) = (place(Output::WriteCrash), place(Output::Over));
        if record.is_none() || over.is_none() || record > over {
            world.breaks(Law::CrashRecordFirst);
        }
    }
    let is_swept = before.phase() == Phase::CancelPending && after.phase() > Phase::CancelPending;
    let is_forced = world.signals >= 2;
    if let (true, false, Some((sealed, _))) = (is_swept, is_forced, world.sealed) {
        let drain = at(sealed).after(system.plan.budgets.drain).min(at(world.until));
        if world.in_flight() > 0 && at(world.now) < drain {
            world.breaks(Law::Drained);
        }
    }
}

/// Looks at what is asked for, before it is done.
pub(crate) fn look(system: &System, protocol: &Protocol, world: &mut World, output: &Output) {
    match output {
        Output::Cancel(key) => {
            let order = usize::try_from(key.id).ok().and_then(|place| world.orders.get(place)).copied();
            let Some(order) = order.filter(Order::is_live) else { return };
            if order.kept {
                world.breaks(Law::KeptStay);
            }
            let guards = order.kind == Kind::Protect && system.plan.reduce_only;
            if guards && world.booked(order.port) > 0 {
                world.breaks(Law::GuardsStay);
            }
        }
        Output::Save => {
            let is_swept = protocol.fates().all(|(_, fate)| fate.is_some());
            let is_after_closing = protocol.phase() == Phase::SaveState && is_swept && world.saves == 0;
            if !is_after_closing && !protocol.is_disconnected() {
                world.breaks(Law::SavedInOrder);
            }
        }
        Output::Disconnect(_) => {
            // A second signal brings the deadline forward.
            let has_time = world.now < world.saved_by && world.signals < 2;
            if world.saves == 0 || world.store == Store::Busy && has_time {
                world.breaks(Law::PartedInOrder);
            }
        }
        Output::Abandon(port) => match world.connectors[usize::from(port.0)] {
            Connector::Ending { until } if world.now < until && world.signals < 2 => {
                world.breaks(Law::AbandonedAtLimit);
            }
            _ => {}
        },
        Output::WriteCrash => {
            let open = CrashRecord::of(protocol, at(world.now), "a third signal").open;
            let live = world.orders.iter().enumerate().filter(|(_, order)| order.is_live());
            let names: Vec<_> = live.map(|(place, order)| key(order, place)).collect();
            if names.iter().any(|key| !open.contains(key)) {
                world.breaks(Law::CrashRecordIsWhole);
            }
        }
        _ => {}
    }
}

/// A closing order leaves.
pub(crate) fn sends_closing(system: &System, protocol: &Protocol, world: &mut World) {
    if protocol.phase() != Phase::ClosePositions {
        world.breaks(Law::ClosedForGood);
    }
    if world.killed && system.plan.policy.positions != OnPositions::Flatten {
        world.breaks(Law::KillEndsClosing);
    }
}

/// Everything is over: reads the report and looks whether it can be believed.
pub(crate) fn judge(system: &System, protocol: &Protocol, world: &mut World) -> Over {
    let submitted = world.orders.iter().enumerate().filter(|(_, order)| order.book != Book::Free);
    let orders: Vec<(usize, Order)> = submitted.map(|(place, order)| (place, *order)).collect();
    let pursued = |(place, order): &(usize, Order)| {
        order.ended().is_some() || protocol.fate(key(order, *place)).is_some()
    };
    if !orders.iter().all(pursued) {
        world.breaks(Law::Fates);
    }
    if world.is_stale && !protocol.is_aborted() {
        world.breaks(Law::SavedWhole);
    }
    let facts = facts(system, protocol, world, &orders);
    facts.orders.check_invariants();
    let Ok(report) = protocol.fork().report(facts) else {
        world.breaks(Law::Report);
        return Over { exit: u8::MAX, at: world.now };
    };
    let exit = report.exit_code().0;
    // A stop is called kept as closing is given up, and the position may be closed by a fill that is told after that. The
    // protocol knows no positions: the runtime, which does, calls such a stop left open in its report.
    let is_kept = |order: &Order, place| order.kept || protocol.fate(key(order, place)) == Some(Fate::Kept);
    if exit == 0 && orders.iter().any(|(place, order)| order.may_trade() && !is_kept(order, *place)) {
        world.breaks(Law::CleanIsClean);
    }
    let is_flat = (0..2).all(|port| world.booked(port) == 0);
    if exit == 0 && (world.store != Store::Kept || system.closes(world) && !is_flat) {
        world.breaks(Law::CleanIsClean);
    }
    Over { exit, at: world.now }
}

fn facts(system: &System, protocol: &Protocol, world: &World, orders: &[(usize, Order)]) -> Facts {
    let mut counts = Orders { submitted: orders.len() as u64, ..Orders::default() };
    for (place, order) in orders {
        *match reported(protocol, order, *place) {
            Fate::Filled => &mut counts.filled,
            Fate::Cancelled => &mut counts.cancelled,
            Fate::Rejected => &mut counts.rejected,
            Fate::Expired => &mut counts.expired,
            Fate::LeftOpen => &mut counts.left_open,
            Fate::Unknown => &mut counts.unknown,
            Fate::Kept => &mut counts.kept,
        } += 1;
    }
    let is_killed = world.killed && system.plan.policy.positions == OnPositions::Close;
    let is_kept = is_killed || system.plan.policy.positions == OnPositions::Keep;
    let record = |key: tidegate::control::PositionKey| PositionRecord {
        market: String::new(),
        instrument: String::new(),
        quantity: world.booked(key.port.0).to_string(),
        fate: if is_kept { PositionFate::Kept } else { PositionFate::Left },
        profit: String::new(),
    };
    Facts { orders: counts, positions: world.held_keys().map(record).collect(), ..Facts::default() }
}
