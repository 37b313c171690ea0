//! The report of a protocol that is over.

use super::ending::Haste;
use super::hooks::{HookEnd, HookRecord};
use super::log::{PartEnd, PartLine};
use super::order::Port;
use super::report::{ConnectorRecord, Facts, ShutdownReport, StageRecord};
use super::{Cause, Protocol, Verdict};

impl Protocol {
    /// The report, with what the runtime knows beside.
    ///
    /// # Errors
    /// The system itself, while it is not over.
    pub fn report(
        self, // there is one report
        facts: Facts,
    ) -> Result<ShutdownReport, Box<Protocol>> {
        if self.is_over() { Ok(self.into_report(facts)) } else { Err(Box::new(self)) }
    }

    /// The same for a runtime that has seen that it is over.
    pub(crate) fn into_report(
        self, // there is one report
        facts: Facts,
    ) -> ShutdownReport {
        let forced = self.is_aborted() || self.ending().is_some_and(|ending| ending.haste() == Haste::Forced);
        let (aborted, verdict) = (self.is_aborted(), self.verdict().unwrap_or(Verdict::Cut));
        let (connectors, hooks) = (connectors(&self), hooks(&self));
        let log = self.log;
        let cause = log.strictest().unwrap_or(Cause::Request);
        let (saved, save_failure) = match log.saved {
            Some(Ok(place)) => (Some(place), None),
            Some(Err(why)) => (None, Some(why)),
            None => (None, Some("it was not come to".to_owned())),
        };
        ShutdownReport {
            cause,
            causes: log.causes,
            more_causes: log.more_causes,
            ignored: log.ignored,
            more_ignored: log.more_ignored,
            verdict,
            forced,
            aborted,
            live_at_done: log.live_at_done,
            crash: facts.crash,
            phases: log.phases,
            hooks,
            orders: facts.orders,
            open_orders: facts.open_orders,
            positions: facts.positions,
            complaints: facts.complaints,
            more_complaints: facts.more_complaints,
            late_actions: facts.late_actions,
            more_late_actions: facts.more_late_actions,
            discarded: facts.discarded,
            alerts: log.alerts,
            more_alerts: log.more_alerts,
            undelivered_alerts: facts.undelivered_alerts,
            saved,
            save_failure,
            connectors,
            connector_failures: facts.connector_failures,
        }
    }
}

/// The hooks that ran, and those whose phase was not come to.
fn hooks(protocol: &Protocol) -> Vec<HookRecord> {
    let ran = &protocol.log.hooks;
    let at = protocol.log.entered;
    let not_started =
        protocol.plan.hooks.iter().filter(|plan| ran.iter().all(|record| record.name != plan.name));
    let records = not_started.map(|plan| plan.record((at, at), HookEnd::NotStarted));
    ran.iter().cloned().chain(records).collect()
}

/// How each connector ended.
fn connectors(protocol: &Protocol) -> Vec<ConnectorRecord> {
    let lines = |port: Port| protocol.log.parts.iter().filter(move |line| line.port == port);
    let record = |(place, name): (usize, &String)| {
        let port = Port(u8::try_from(place).unwrap_or(u8::MAX));
        let end = lines(port).find_map(|line| line.what.as_ref().ok());
        ConnectorRecord {
            name: name.clone(),
            end: end.cloned().unwrap_or(PartEnd::Abandoned),
            stages: lines(port).filter_map(stage).collect(),
        }
    };
    protocol.plan.ports.iter().enumerate().map(record).collect()
}

fn stage(line: &PartLine) -> Option<StageRecord> {
    let stage = line.what.as_ref().err()?;
    Some(StageRecord { at: line.at, stage: stage.clone() })
}
