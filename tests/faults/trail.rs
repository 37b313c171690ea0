//! The trail: everything that a run did to the outside, in one order.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tidegate::control::{Alert, Phase};
use tidegate::market::Action;
use tidegate::money::Market;
use tidegate::runtime::AlertSink;
use tidegate::safety::{Admitted, Origin};
use tidegate::time::Time;

/// Something that was seen from outside of the system.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Line {
    /// A connector was started.
    Started(&'static str),
    /// A market was asked for something.
    Asked(Asked),
    /// A market said something about our orders.
    Told { at: Time, market: &'static str, what: String },
    /// What a market was told to do breaks the contract, or what it says does (i8).
    Breach { market: &'static str, what: String },
    /// A phase began.
    Phase { phase: Phase, until: Time },
    /// An operator was told something.
    Alert(Alert),
    /// A connector has ended.
    Ended { at: Time, market: &'static str },
    /// A submission was still under way when the market was gone.
    Unfinished { market: &'static str, id: u64 },
}

/// What a market was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    pub(crate) at: Time,
    pub(crate) market: &'static str,
    pub(crate) origin: Origin,
    pub(crate) id: u64,
    pub(crate) is_cancel: bool,
    pub(crate) what: String,
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = match self.origin {
            Origin::Advised => "strategy",
            Origin::SweepCancel => "sweep",
            Origin::ClosingOrder => "closing",
        };
        write!(f, "{} {who}: {}", secs(self.at), self.what)
    }
}

/// A time in seconds, as tests write it.
pub(crate) fn secs(at: Time) -> f64 {
    at.nanos() as f64 / 1e9
}

/// The lines of one run; clones are the same trail.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail(Arc<Mutex<Book>>);

#[derive(Debug, Default)]
struct Book {
    now: Option<Time>,
    lines: Vec<Line>,
}

impl Trail {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn push(&self, line: Line) {
        self.book().lines.push(line);
    }

    pub(crate) fn asked<M: Market>(&self, at: Time, admitted: &Admitted<M>) {
        let action = admitted.action();
        self.push(Line::Asked(Asked {
            at,
            market: M::NAME,
            origin: admitted.origin(),
            id: action.id().number(),
            is_cancel: matches!(action, Action::Cancel { .. }),
            what: action.to_string(),
        }));
    }

    pub(crate) fn lines(&self) -> Vec<Line> {
        self.book().lines.clone()
    }

    /// The time of the last public trade: what somebody outside takes for the time.
    pub(crate) fn now(&self) -> Option<Time> {
        self.book().now
    }

    pub(crate) fn set_now(&self, at: Time) {
        self.book().now = Some(at);
    }

    /// How many hold it: one, once a run has left nothing behind (i24).
    pub(crate) fn holders(&self) -> usize {
        Arc::strong_count(&self.0)
    }
}

impl AlertSink for Trail {
    fn alert(&mut self, alert: &Alert) -> Result<(), String> {
        self.push(Line::Alert(alert.clone()));
        Ok(())
    }
}
