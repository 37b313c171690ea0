//! What a lane does once a shutdown has begun. None of it is on the way of an event.

use crate::connector::{Capability, ConnectorError};
use crate::control::{
    CloseNews, Facts, Fate, Input, Inventory, OnOrders, OnPositions, OrderKey, PartNews, Port, PositionKey,
};
use crate::journal::{Asked, PortNote};
use crate::market::Link;
use crate::runtime::ConnectorState;
use crate::time::Time;

use crate::runtime::saved::MarketState;

/// A lane on its way down, whatever its type.
pub trait LaneEnd {
    /// The name of what it connects.
    fn name(&self) -> String;

    /// The same for a journal.
    fn note(&self) -> PortNote;

    /// What the venue does with our orders when we are not there.
    fn capability(&self) -> Capability;

    /// From now on only what reduces exposure passes.
    fn wind(&mut self, reason: &str);

    /// What waits before the gate: each action's order, and what it asks for.
    fn waiting(&self) -> Vec<(u64, Asked)>;

    /// From now on no order of the strategy passes. Gives what waited before the gate.
    /// Cancels of a strategy that has not said that it is done pass still.
    fn seal(&mut self, reason: &str, cancels_pass: bool) -> Vec<String>;

    /// Every order that has not ended.
    fn inventory(&mut self, port: Port, inventory: &mut Inventory);

    /// How many admitted actions are not over.
    fn in_flight(&self) -> u64;

    /// What was learnt about orders since the last time.
    fn learnt(&mut self, port: Port, news: &mut Vec<Input>);

    /// Cancels an order; nothing is done if it has ended, or its connector has. Gives whether a cancel left. That it could
    /// not be sent is learnt of the order.
    fn cancel(&mut self, at: Time, id: u64) -> bool;

    /// Asks where an order stands; nothing is done if it has ended, or its connector has. That nobody can be asked is
    /// learnt of the order.
    fn query(&mut self, at: Time, id: u64);

    /// The positions that are not flat.
    fn positions(&mut self, port: Port, keys: &mut Vec<PositionKey>);

    /// Closes what is left of a position.
    fn close(&mut self, at: Time, key: PositionKey) -> CloseNews;

    /// From now on only cancels pass.
    fn end_closing(&mut self);

    /// Begins to end the connector, or goes on: what it says, and when to ask again if it has not ended.
    fn part(&mut self, at: Time) -> (PartNews, Option<Time>);

    /// Whether something is there that happened at `at` or before.
    fn has_unread(&self, at: Time) -> bool;

    /// Takes what happened at `at` or before into the books alone, one event at a time: the network is gone.
    ///
    /// # Errors
    /// What the connector says.
    fn absorb(&mut self, at: Time) -> Result<(), ConnectorError>;

    /// Nothing more is asked of its producer.
    fn silence(&mut self);

    /// Its connector cannot go on: the link is down, and no order passes any more.
    fn lose(&mut self, at: Time);

    /// Whether its connector cannot go on, or had nothing to do with a market.
    fn is_lost(&self) -> bool;

    /// How far its connector has come.
    fn state_of_connector(&self) -> ConnectorState;

    /// What was said last of its link.
    fn link(&self) -> Option<Link>;

    /// How many actions wait before its gate.
    fn queued(&self) -> u64;

    /// Orders and positions, to be saved.
    fn state(&self) -> Option<MarketState>;

    /// Adds what the report is to say of it.
    fn facts(&self, port: Port, kept: Kept<'_>, facts: &mut Facts);
}

/// What a lane has to know for its part of the report.
#[derive(Clone, Copy)]
pub struct Kept<'a> {
    /// What became of the orders that lived when the gates were sealed.
    pub fate: &'a dyn Fn(OrderKey) -> Option<Fate>,
    /// What was to become of orders.
    pub orders: OnOrders,
    /// What was to become of positions.
    pub positions: OnPositions,
}

impl std::fmt::Debug for Kept<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").field("positions", &self.positions).finish_non_exhaustive()
    }
}
