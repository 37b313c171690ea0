//! The phases of a shutdown as people see them.
//!
//! | phase | what is done | the state it ends with |
//! |---|---|---|
//! | Running | the strategy trades | [`Winding`](super::Winding) |
//! | StopNewOrders | the strategy winds down | [`Sealed`](super::Sealed) |
//! | CancelPending | submissions under way end, working orders are cancelled | [`Swept`](super::Swept) |
//! | ClosePositions | positions are closed, if the policy says so | [`Flat`](super::Flat) |
//! | SaveState | the state is saved | [`Saved`](super::Saved) |
//! | Disconnect | connectors end | [`Disconnected`](super::Disconnected) |
//! | Complete | there is a report | |

use serde::{Deserialize, Serialize};

/// A phase of a run, in their only order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// The strategy trades; the gates are open.
    Running,
    /// The strategy winds down; what adds exposure is refused.
    StopNewOrders,
    /// The gates are sealed; working orders are cancelled, and the answers awaited.
    CancelPending,
    /// Positions are closed, if the policy says so.
    ClosePositions,
    /// The state is saved.
    SaveState,
    /// The connectors end.
    Disconnect,
    /// There is a report.
    Complete,
}

impl Phase {
    /// Those that take time on the way down, in order.
    pub const TIMED: [Phase; 5] = [
        Phase::StopNewOrders,
        Phase::CancelPending,
        Phase::ClosePositions,
        Phase::SaveState,
        Phase::Disconnect,
    ];

    /// The name as reports show it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Phase::Running => "Running",
            Phase::StopNewOrders => "StopNewOrders",
            Phase::CancelPending => "CancelPending",
            Phase::ClosePositions => "ClosePositions",
            Phase::SaveState => "SaveState",
            Phase::Disconnect => "Disconnect",
            Phase::Complete => "Complete",
        }
    }
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}
