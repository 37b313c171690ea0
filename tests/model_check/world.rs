//! Everything around the protocol, as states.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use tidegate::control::{Core, Port, PositionKey, Protocol, Verdict};

use super::properties::Law;
use super::system::Plan;
use super::venue::{Kind, Order};

/// Where the gates stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Gate {
    Open,
    Winding,
    Sealed,
    /// Closing is over, too.
    CancelsOnly,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Strategy {
    Alive,
    Done,
    Crashed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Hook {
    None,
    Running { hook: usize, until: u8 },
    LeftBehind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Store {
    Idle,
    Busy,
    Kept,
    Failed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Connector {
    Up,
    Ending { until: u8 },
    Ended,
    Abandoned,
}

/// How it all ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Over {
    pub exit: u8,
    pub at: u8,
}

/// Everything but the protocol.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub now: u8,
    /// How often time was told at this tick.
    pub turns: u8,
    pub gate: Gate,
    pub strategy: Strategy,
    pub signals: u8,
    pub killed: bool,
    /// Two of the strategy, and room for two that close positions.
    pub orders: [Order; 4],
    pub held: [u8; 2],
    pub hook: Hook,
    pub store: Store,
    /// How often the state was taken.
    pub saves: u8,
    /// Something was learnt since the state was taken.
    pub is_stale: bool,
    pub connectors: [Connector; 2],
    /// When the gates were sealed, and why.
    pub sealed: Option<(u8, Verdict)>,
    /// The phase's deadline, as it was told.
    pub until: u8,
    /// The deadline of SaveState, as it was told.
    pub saved_by: u8,
    pub over: Option<Over>,
    /// The laws that were seen broken, a bit for each.
    pub broken: u64,
}

impl World {
    pub(crate) fn new(plan: &Plan) -> Self {
        let free = Order::new(0, Kind::Close, 0);
        Self {
            now: 0,
            turns: 0,
            gate: Gate::Open,
            strategy: Strategy::Alive,
            signals: 0,
            killed: false,
            orders: [plan.orders[0], plan.orders[1], free, free],
            held: plan.held,
            hook: Hook::None,
            store: Store::Idle,
            saves: 0,
            is_stale: false,
            connectors: [Connector::Up; 2],
            sealed: None,
            until: u8::MAX,
            saved_by: u8::MAX,
            over: None,
            broken: 0,
        }
    }

    pub(crate) const fn breaks(&mut self, law: Law) {
        self.broken |= 1 << law as u64;
    }

    pub(crate) const fn is_sealed(&self) -> bool {
        self.sealed.is_some()
    }

    pub(crate) fn is_ending(&self, port: u8) -> bool {
        matches!(self.connectors[usize::from(port)], Connector::Ending { .. })
    }

    pub(crate) fn in_flight(&self) -> u64 {
        self.orders.iter().filter(|order| order.permit).count() as u64
    }

    /// What is held on a market, by the books or in truth.
    pub(crate) fn position(&self, port: u8, filled: fn(&Order) -> u8) -> i16 {
        let signed = |order: &Order| match order.sells() {
            true => -i16::from(filled(order)),
            false => i16::from(filled(order)),
        };
        let orders = self.orders.iter().filter(|order| order.port == port);
        i16::from(self.held[usize::from(port)]) + orders.map(signed).sum::<i16>()
    }

    pub(crate) fn booked(&self, port: u8) -> i16 {
        self.position(port, |order| order.booked)
    }

    /// The positions that are not flat, by the books.
    pub(crate) fn held_keys(&self) -> impl Iterator<Item = PositionKey> {
        let held = (0..2).filter(|port| self.booked(*port) != 0);
        held.map(|port| PositionKey { port: Port(port), instrument: 0 })
    }
}

/// The protocol and the world around it.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub protocol: Arc<Protocol>,
    /// What of the protocol decides what comes next: what it has written down does not tell states apart.
    pub core: Core,
    pub world: World,
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.core == other.core && self.world == other.world
    }
}

impl Hash for State {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.core.hash(state);
        self.world.hash(state);
    }
}
