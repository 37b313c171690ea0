//! The end of the connectors: all at once, each with its own limit, none waited for beyond it.

use std::collections::BTreeMap;

use super::order::Port;
use super::output::Output;
use crate::time::Time;

/// What a connector does while it ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PartNews {
    /// It has come to this stage of its end.
    Stage(String),
    /// It has ended.
    Ended,
    /// It has ended, badly.
    Failed(String),
    /// It never was connected: there is nothing to end.
    NeverConnected,
}

/// Connectors that have not ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Parting {
    busy: BTreeMap<Port, Time>,
}

impl Parting {
    /// All connectors are told to end.
    pub(super) fn begin(ports: u8, until: Time, out: &mut Vec<Output>) -> Self {
        let busy: BTreeMap<Port, Time> = (0..ports).map(|port| (Port(port), until)).collect();
        out.extend(busy.keys().map(|port| Output::Disconnect(*port)));
        Self { busy }
    }

    /// A connector has ended, one way or another. Whether it was still waited for.
    pub(super) fn ended(&mut self, port: Port) -> bool {
        self.busy.remove(&port).is_some()
    }

    /// Those whose limit is over are not waited for any more.
    pub(super) fn pass(&mut self, at: Time) -> Vec<Port> {
        let stuck: Vec<Port> =
            self.busy.iter().filter(|(_, until)| **until <= at).map(|(port, _)| *port).collect();
        self.busy.retain(|_, until| *until > at);
        stuck
    }

    /// None of those that are left is waited for any more.
    pub(super) fn abandon(&mut self) -> Vec<Port> {
        std::mem::take(&mut self.busy).into_keys().collect()
    }

    /// Limits are not above this.
    pub(super) fn hurry(&mut self, until: Time) {
        self.busy.values_mut().for_each(|limit| *limit = until.min(*limit));
    }

    pub(super) fn is_over(&self) -> bool {
        self.busy.is_empty()
    }

    pub(super) fn due(&self) -> Option<Time> {
        self.busy.values().min().copied()
    }
}
