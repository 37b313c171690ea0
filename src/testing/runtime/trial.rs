//! Trying laws, each on a thread of its own, with a limit on its time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::finding::Finding;
use super::law::{Law, Laws};

/// Makes a runtime for each run.
pub(super) type Make<R> = dyn Fn() -> R + Send + Sync;

/// A law that has not been tried.
pub(super) struct Demand<R> {
    pub(super) name: &'static str,
    pub(super) demands: &'static str,
    pub(super) keeps: fn(&Make<R>) -> Finding,
}

/// Tries all laws in turn.
pub(super) fn try_all<R: 'static>(longest: Duration, make: Arc<Make<R>>, all: Vec<Demand<R>>) -> Laws {
    let mut hangs = None;
    let tried = all.into_iter().map(|Demand { name, demands, keeps }| {
        let result = match hangs {
            Some(earlier) => Err(format!("it was not tried: a run still goes on, of: {earlier}")),
            None => within(longest, Arc::clone(&make), keeps).unwrap_or_else(|| {
                hangs = Some(name);
                Err(format!("expected that every run ends, found one that had not after {longest:?}"))
            }),
        };
        Law { name, demands, result }
    });
    Laws(tried.collect())
}

/// Tries one; `None` if it did not come to an end.
fn within<R: 'static>(
    longest: Duration,
    make: Arc<Make<R>>,
    keeps: fn(&Make<R>) -> Finding,
) -> Option<Finding> {
    let (tell, told) = channel();
    let trial = thread::Builder::new().name("a law".to_owned()).spawn(move || {
        let found = catch_unwind(AssertUnwindSafe(|| keeps(&*make)));
        drop(make);
        // Whoever has given up does not listen any more.
        let _ = tell.send(found);
    });
    if let Err(error) = trial {
        return Some(Err(format!("expected a thread for the trial, found none: {error}")));
    }
    match told.recv_timeout(longest) {
        Ok(Ok(found)) => Some(found),
        Ok(Err(panic)) => {
            let said = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
            Some(Err(format!("expected that no panic leaves a run, found one: {said}")))
        }
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
    }
}
