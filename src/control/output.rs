//! What the protocol asks for.

use serde::{Deserialize, Serialize};

use super::hooks::HookId;
use super::order::{Move, OrderKey, Port, PositionKey};
use super::{Notice, Phase};
use crate::time::Time;

/// What a runtime is to do, in the order in which it is asked. It decides nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Output {
    /// A phase begins; it is over at `until` at the latest. For those who watch.
    Phase {
        /// Which.
        phase: Phase,
        /// Its deadline.
        until: Time,
    },
    /// Close the gates to what adds exposure.
    Wind,
    /// Give the strategy the notice.
    Tell(Notice),
    /// Seal the gates, discard what waits before them, and answer with an [`Input::Inventory`](super::Input).
    Seal,
    /// Cancel an order.
    Cancel(OrderKey),
    /// Ask the venue where an order stands.
    Query(OrderKey),
    /// Answer with [`Input::Positions`](super::Input).
    CountPositions,
    /// Close what is left of a position, and answer with [`Input::Close`](super::Input).
    Close(PositionKey),
    /// Closing is over: from now on cancels alone may leave.
    EndClosing,
    /// Save the state, and answer with [`Input::Saved`](super::Input).
    Save,
    /// Do not wait for the save any more: what its store says later is not heard.
    AbandonSave,
    /// Tell a connector to end.
    Disconnect(Port),
    /// Leave a connector behind.
    Abandon(Port),
    /// Start a hook.
    StartHook(HookId),
    /// Leave a hook behind.
    AbandonHook(HookId),
    /// Tell an operator.
    Alert(Alert),
    /// Write the crash record now: the process ends without what is left.
    WriteCrash,
    /// The report can be read.
    Over,
}

impl Output {
    pub(super) const fn about(key: OrderKey, step: Move) -> Output {
        match step {
            Move::Cancel => Output::Cancel(key),
            Move::Query => Output::Query(key),
        }
    }
}

/// Something an operator should learn now. Codes are stable; texts are for people.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Alert {
    /// When.
    pub at: Time,
    /// What kind of thing. Of the protocol: `breaker.tripped`, `budgets.clipped`, `connector.abandoned`, `connector.failed`,
    /// `connector.lost`, `execution.halted`, `execution.resumed`, `hook.abandoned`, `hook.failed`, `order.left`,
    /// `position.left`, `shutdown.aborted`, `shutdown.forced`, `state.not_saved`, `strategy.crashed`,
    /// `strategy.timed_out`. Of the strategy: `strategy.` with the code of its complaint.
    pub code: String,
    /// What happened.
    pub text: String,
}
