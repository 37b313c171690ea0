//! What the protocol is told.

use super::closing::CloseNews;
use super::hooks::{HookEnd, HookId};
use super::order::{LiveOrder, OrderKey, OrderNews, Port, PositionKey};
use super::parting::PartNews;
use super::{Cause, DoneCode};

/// What lives when the gates are sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Inventory {
    /// Every order that has not ended.
    pub orders: Vec<LiveOrder>,
    /// Submissions under way: the gates' count.
    pub in_flight: u64,
}

/// What the protocol is told, by the runtime that performs its outputs.
///
/// What does not belong to the state is ignored: a second inventory, an answer of a hook that was abandoned, anything
/// after the report.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// Something asks for a stop; the words say what exactly.
    Cause(Cause, String),
    /// Something asks for a stop from inside a hook: recorded and ignored.
    CauseInHook(Cause),
    /// The strategy is done.
    Done(DoneCode),
    /// The gates are sealed, and this is what lives.
    Inventory(Inventory),
    /// How many submissions are under way has changed.
    InFlight(u64),
    /// Something was learnt about an order.
    Order(OrderKey, OrderNews),
    /// These positions are not flat.
    Positions(Vec<PositionKey>),
    /// What was made of [`Output::Close`](super::Output::Close).
    Close(PositionKey, CloseNews),
    /// The state was saved, with words on where, or was not, and why.
    Saved(Result<String, String>),
    /// Something that belongs to the state happened after it was taken to be saved.
    Changed,
    /// A connector is about to end, or has.
    Part(Port, PartNews),
    /// A hook has ended.
    Hook(HookId, HookEnd),
    /// An operator should learn something, by this code and in these words.
    Alert(String, String),
    /// All that happened up to now was told.
    Time,
}
