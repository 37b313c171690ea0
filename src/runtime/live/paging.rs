//! A pager at work elsewhere: one that hangs holds its own worker.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::PoisonError;
use std::task::Waker;
use std::time::Duration;

use super::LiveCrew;
use crate::control::Alert;
use crate::runtime::worker::{Arc, Bell, Mailbox, Next, TimeLeft, Worker, Workers};
use crate::runtime::{AlertSink, Setup};

type Sink = Arc<std::sync::Mutex<dyn AlertSink>>;

/// Alerts that may wait for a pager; more are counted as not delivered.
const WAITING: usize = 1_000;

/// How long a report waits for alerts that are on their way: a network's round trip, and no more for a pager that hangs.
const MOMENT: Duration = Duration::from_millis(250);

/// What a pager's stand-in and its worker share.
#[derive(Default)]
struct Desk {
    waiting: VecDeque<Alert>,
    /// It was given one and has not come back.
    is_busy: bool,
    refused: u64,
    is_closed: bool,
}

impl Desk {
    /// Those that it was given and has not come back from.
    fn under_way(&self) -> u64 {
        self.waiting.len() as u64 + u64::from(self.is_busy)
    }
}

/// Lets a worker call the pager, if there is one.
pub(super) fn equip<W: Workers>(crew: &LiveCrew<W>, setup: &mut Setup) {
    let Some(sink) = setup.edges.sink.take() else { return };
    let (desk, is_idle) = (Arc::default(), Arc::default());
    let paging = Paging { sink, desk: Arc::clone(&desk), is_idle: Arc::clone(&is_idle) };
    let hired = crew.workers.hire("pager", Box::new(paging));
    let stand_in = PagerStandIn { desk, is_idle, failure: hired.err().map(|error| error.to_string()) };
    setup.edges.sink = Some(Arc::new(std::sync::Mutex::new(stand_in)));
}

/// The stand-in.
struct PagerStandIn {
    desk: Arc<Mailbox<Desk>>,
    /// Rung when nothing is under way any more.
    is_idle: Arc<Bell>,
    /// Why there is nobody to call it.
    failure: Option<String>,
}

impl AlertSink for PagerStandIn {
    fn alert(&mut self, alert: &Alert) -> Result<(), String> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        self.desk.put(|desk| {
            if desk.waiting.len() >= WAITING {
                return Err("the pager has not come back".to_owned());
            }
            desk.waiting.push_back(alert.clone());
            Ok(())
        })
    }

    /// Asked at the end of a run, the last alerts of which have just been handed over: they are given a moment.
    fn undelivered(&mut self) -> u64 {
        let until = TimeLeft::from(MOMENT);
        while self.desk.look(|desk| desk.under_way()) > 0 && self.is_idle.wait_until(until) {}
        self.desk.look(|desk| desk.refused + desk.under_way())
    }
}

impl Drop for PagerStandIn {
    fn drop(&mut self) {
        self.desk.put(|desk| desk.is_closed = true);
    }
}

/// The worker.
struct Paging {
    sink: Sink,
    desk: Arc<Mailbox<Desk>>,
    is_idle: Arc<Bell>,
}

impl Worker for Paging {
    fn step(&mut self, waker: &Waker) -> Next {
        let (alert, is_closed) = self.desk.turn(waker, |desk| {
            let alert = desk.waiting.pop_front();
            desk.is_busy = alert.is_some();
            (alert, desk.is_closed)
        });
        // What still waits when the run is over is delivered all the same.
        let Some(alert) = alert else {
            return if is_closed { Next::Never } else { Next::Woken };
        };
        let sink = &self.sink;
        let taken = catch_unwind(AssertUnwindSafe(|| {
            sink.lock().unwrap_or_else(PoisonError::into_inner).alert(&alert)
        }));
        let is_idle = self.desk.look(|desk| {
            desk.is_busy = false;
            desk.refused += u64::from(!matches!(taken, Ok(Ok(()))));
            desk.waiting.is_empty()
        });
        if is_idle {
            self.is_idle.ring();
        }
        Next::Now
    }
}
