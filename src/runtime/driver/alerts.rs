//! Telling an operator, without ever waiting for one.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::control::Alert;
use crate::time::{Span, Time};

/// Where alerts go: a pager, a chat, a log. A closure is one.
///
#[cfg_attr(feature = "testing", doc = "```")]
#[cfg_attr(not(feature = "testing"), doc = "```ignore")]
/// use std::sync::mpsc::channel;
/// use tidegate::control::Alert;
/// use tidegate::prelude::*;
/// use tidegate::runtime::{Runtime, Sim};
/// use tidegate::testing::Script;
///
/// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
///     (market.trades().filter_map(|_| None),)
/// }
/// let (pager, alerts) = channel();
/// let page = move |alert: &Alert| pager.send(alert.code.clone()).map_err(|error| error.to_string());
/// let sim = Sim::new().alert_to(page).cause_at(Time::from_secs(1), Cause::Kill, "a drill");
/// let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "101", "1");
/// let _report = sim.run(&uncontrolled(watch), (script,))?.report;
/// assert_eq!(alerts.recv()?, "execution.halted");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait AlertSink: Send {
    /// Takes one. It must not block. One that panics did not take it.
    ///
    /// # Errors
    /// Why it cannot: the alert is kept in the report, and shutdown goes on.
    fn alert(&mut self, alert: &Alert) -> Result<(), String>;

    /// How many of those that it took it has not delivered. Unless implemented, what it takes is delivered.
    fn undelivered(&mut self) -> u64 {
        0
    }
}

impl<F: FnMut(&Alert) -> Result<(), String> + Send> AlertSink for F {
    fn alert(&mut self, alert: &Alert) -> Result<(), String> {
        self(alert)
    }
}

/// Alerts on their way to a sink, at a rate that a person can read.
pub(crate) struct Alerts {
    sink: Option<Box<dyn AlertSink>>,
    window: Time,
    sent: u32,
    /// Those that were held back by the rate, or refused by the sink.
    refused: u64,
}

/// So many in each second; more tell nobody anything.
const RATE: u32 = 20;

impl Alerts {
    pub(crate) fn new(sink: Option<Box<dyn AlertSink>>) -> Self {
        Self { sink, window: Time::MIN, sent: 0, refused: 0 }
    }

    pub(crate) fn send(&mut self, alert: &Alert) {
        if alert.at >= self.window.after(Span::from_secs(1)) || self.window == Time::MIN {
            (self.window, self.sent) = (alert.at, 0);
        }
        self.sent = self.sent.saturating_add(1);
        let delivered = match &mut self.sink {
            None => true,
            Some(_) if self.sent > RATE => false,
            Some(sink) => matches!(catch_unwind(AssertUnwindSafe(|| sink.alert(alert))), Ok(Ok(()))),
        };
        self.refused += u64::from(!delivered);
    }

    /// How many were not delivered so far.
    pub(crate) fn undelivered(&mut self) -> u64 {
        let taken = |sink: &mut Box<dyn AlertSink>| {
            catch_unwind(AssertUnwindSafe(|| sink.undelivered())).unwrap_or_default()
        };
        self.refused + self.sink.as_mut().map_or(0, taken)
    }
}
