//! How connectors are: what waits before their gates and in their inboxes, and who hears of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Driver;
use crate::control::Input;
use crate::runtime::{ConnectorHealth, ConnectorState, Crew, Host, Lanes, StandIns};
use crate::time::{Span, Time};

/// The time between two looks.
const BETWEEN: Span = Span::from_millis(100);

impl<L: Lanes, H: Host> Driver<L, H> {
    /// Looks, if the last look is some time ago.
    pub(super) fn look_now_and_then(&mut self, now: Time) {
        if now >= self.next_look {
            self.next_look = now.after(BETWEEN);
            self.look_at_connectors();
        }
    }

    /// Looks how every connector is; the operator hears of a queue that has grown long.
    pub(super) fn look_at_connectors(&mut self) -> Vec<ConnectorHealth> {
        let health = self.health();
        let mut alerts = Vec::new();
        for (port, health) in health.iter().enumerate() {
            let (bit, mark) = (1_u64 << (port % 64), self.setup.high_water);
            if health.queued >= mark && self.high & bit == 0 {
                self.high |= bit;
                let text = format!("{}: {} actions wait before the gate", health.name, health.queued);
                alerts.push(Input::Alert("queue.high".to_owned(), text));
            } else if health.queued < mark / 2 {
                self.high &= !bit;
            }
            if health.left_out > 0 && self.shed & bit == 0 {
                self.shed |= bit;
                let text = format!("{}: trades and books are left out", health.name);
                alerts.push(Input::Alert("intake.full".to_owned(), text));
            }
        }
        if let Some(board) = &self.setup.board {
            // Whoever only watches cannot stop anything, not by a panic either.
            let _ = catch_unwind(AssertUnwindSafe(|| board.show(&health)));
        }
        self.tell_all(alerts.into());
        health
    }

    fn health(&mut self) -> Vec<ConnectorHealth> {
        let crew = self.host.crew().clone();
        let ports = L::ports().filter_map(|port| {
            let lane = self.session.lanes.end(port)?;
            let StandIns { is_connecting, waiting, left_out } = crew.stand_ins(port);
            let state = match lane.state_of_connector() {
                ConnectorState::Connected if is_connecting => ConnectorState::Connecting,
                state => state,
            };
            let (link, queued, in_flight) = (lane.link(), lane.queued(), lane.in_flight());
            let (name, capability) = (lane.name(), lane.capability());
            Some(ConnectorHealth { name, state, link, capability, waiting, left_out, queued, in_flight })
        });
        ports.collect()
    }
}
