//! From the first instant through the typed phases to the report.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Sim;
use super::session::Session;
use crate::connector::ConnectorError;
use crate::control::{
    Cause, Disconnected, Flat, Notice, Running, Saved, Sealed, ShutdownReport, Swept, Verdict, Winding,
};
use crate::network::Snapshot;
use crate::runtime::lanes::Lanes;
use crate::runtime::{Outcome, StepError};
use crate::time::Time;

/// Why the strategy's part is over, with what broke if something did.
struct End {
    cause: Cause,
    verdict: Verdict,
    failure: Option<ConnectorError>,
    crash: Option<String>,
}

/// Runs a session to its end.
pub(super) fn run<L: Lanes>(sim: Sim, mut session: Session<L>) -> Outcome {
    let running = Running::since(session.first);
    let (cause, broken) = match guarded(|| work(&sim, &mut session)) {
        Ok(cause) => (cause, None),
        Err(end) => (end.cause, Some(end)),
    };
    let notice = Notice { cause, within: sim.strategy_budget };
    let winding = running.wind(session.network.now(), notice);
    session.lanes.wind();
    let end = match broken {
        None => wind_down(notice, &mut session),
        Some(end) if end.cause == Cause::Crash => end,
        // Without its data the strategy has one instant to answer.
        Some(end) => End { verdict: tell(notice, &mut session), ..end },
    };
    finish(winding, end, session)
}

/// Instants until there is a reason to stop.
fn work<L: Lanes>(sim: &Sim, session: &mut Session<L>) -> Result<Cause, StepError> {
    loop {
        let next = session.next_event()?;
        match sim.reason_to_stop(next) {
            // Without further events at it, the last timestamp is still to be completed: somebody samples as of it.
            Some(_) if sim.stop.requested().is_none() && session.is_incomplete(next) => {}
            Some(cause) => return Ok(cause),
            None => {}
        }
        session.step(next)?;
        if session.done.is_some() {
            return Ok(Cause::Done);
        }
    }
}

/// Instants that a strategy may take for its wind-down at one timestamp. Far above any sensible number: it is
/// for one that answers every refusal with another order, for which virtual time would never pass.
const ROUNDS: u32 = 100_000;

/// Tells the strategy and goes on until it is done or its time is over.
fn wind_down<L: Lanes>(notice: Notice, session: &mut Session<L>) -> End {
    let deadline = session.network.now().after(notice.within);
    let mut patience = ROUNDS;
    let waited = guarded(|| {
        if session.done.is_none() {
            session.tell(notice)?;
        }
        while session.done.is_none() {
            let next = session.next_event()?;
            let due = [next, session.network.next_deadline()].into_iter().flatten().min();
            if due.is_none_or(|due| due > deadline) || patience == 0 {
                break;
            }
            let before = session.network.now();
            session.step(next)?;
            patience = if session.network.now() > before { ROUNDS } else { patience - 1 };
        }
        Ok(())
    });
    match waited {
        Ok(()) => End {
            cause: notice.cause,
            verdict: session.done.map_or(Verdict::TimedOut, Verdict::Done),
            failure: None,
            crash: None,
        },
        Err(end) => end,
    }
}

/// Tells the strategy, and takes what it answers at once.
fn tell<L: Lanes>(notice: Notice, session: &mut Session<L>) -> Verdict {
    match guarded(|| session.tell(notice)) {
        Ok(()) => session.done.map_or(Verdict::TimedOut, Verdict::Done),
        Err(end) => end.verdict,
    }
}

/// Runs a part of the strategy; whatever breaks becomes the end of it.
fn guarded<R>(part: impl FnOnce() -> Result<R, StepError>) -> Result<R, End> {
    // A panic in a function of the network comes as an error that names it; this one is for connectors.
    match catch_unwind(AssertUnwindSafe(part)) {
        Ok(Ok(result)) => Ok(result),
        Ok(Err(StepError::Connector(error))) => {
            let (cause, verdict) = (Cause::Connector, Verdict::TimedOut);
            Err(End { cause, verdict, failure: Some(error), crash: None })
        }
        Ok(Err(StepError::Instant(error))) => Err(crashed(Some(error.to_string()))),
        Err(_) => Err(crashed(None)),
    }
}

fn crashed(crash: Option<String>) -> End {
    End { cause: Cause::Crash, verdict: Verdict::Crashed, failure: None, crash }
}

fn finish<L: Lanes>(winding: Winding, end: End, mut session: Session<L>) -> Outcome {
    let at = session.network.now();
    let mut failures: Vec<String> = end.failure.iter().map(ToString::to_string).collect();
    let sealed = winding.seal(at, end.cause, end.verdict);
    let swept = sweep(sealed, at, &mut session, &mut failures);
    let flat = swept.keep_positions(at);
    let (saved, snapshot) = save(flat, at, &session);
    let description = session.network.describe();
    let Session { lanes, trace, instants, events, first, complaints, more_complaints, .. } = session;
    failures.extend(lanes.terminate());
    let disconnected: Disconnected = saved.disconnect(at, failures);
    let report = ShutdownReport { more_complaints, crash: end.crash, ..disconnected.report(complaints) };
    Outcome {
        report,
        trace_hash: trace.hash(),
        instants,
        events,
        first,
        last: at,
        snapshot,
        network: description,
        failure: end.failure,
    }
}

/// Seals every gate and cancels what still works.
fn sweep<L: Lanes>(sealed: Sealed, at: Time, session: &mut Session<L>, failures: &mut Vec<String>) -> Swept {
    failures.extend(session.lanes.seal_and_sweep(at).iter().map(ToString::to_string));
    sealed.sweep(at, session.lanes.orders())
}

fn save<L>(flat: Flat, at: Time, session: &Session<L>) -> (Saved, Option<Snapshot>) {
    match session.network.save() {
        Ok(snapshot) => (flat.save(at, Ok(())), Some(snapshot)),
        Err(error) => (flat.save(at, Err(error.to_string())), None),
    }
}
