//! Settings that are read again when somebody asks for it.

use std::fmt;
use std::sync::Arc;
use std::task::{Poll, Waker};

use super::Stop;
use super::listening::Listening;
use super::worker::Bell;
use crate::connector::{ConnectorError, FeedSource};
use crate::time::Time;

/// A feed of settings: what `read` gives at the start, and once more after each reload (SIGHUP, or
/// [`Stop::reload`]). Reloads that come while it is read are one.
///
/// Let `read` give a `Result` where settings can be wrong: a strategy goes on with the old ones and complains.
///
/// The feed lasts as long as the system: live, the end of market data does not stop a run that has it. In virtual time
/// there is nobody to ask but the program's own hooks: what has not been asked for does not come.
///
/// Give the runtime the same handle, by [`stop_on(stop)`](super::Runtime::stop_on). Otherwise requests reach nobody: what is
/// asked of `stop` the run does not hear, and what is asked of the run's own handle this feed does not.
///
#[cfg_attr(feature = "testing", doc = "```")]
#[cfg_attr(not(feature = "testing"), doc = "```ignore")]
/// use tidegate::prelude::*;
/// use tidegate::runtime::{Reloads, Runtime, Sim, Stop};
/// # use tidegate::testing::Script;
///
/// /// Complains of what cannot be read.
/// fn settled(
///     market: MarketPort<BtcUsdt>,
///     settings: Feed<Result<u32, String>>,
///     control: Control,
/// ) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
///     let wrong = settings.events().filter_map(Result::err).map(|why| Complaint::new(1, why));
///     (market.trades().filter_map(|_| None), control.done_at_once().reporting(wrong))
/// }
/// let stop = Stop::new();
/// let settings = Reloads::new(&stop, || "ten".parse::<u32>().map_err(|error| format!("distance: {error}")));
/// let script = Script::<BtcUsdt>::new().trade(1, "100", "1");
/// let outcome = Sim::new().stop_on(stop).run(&settled, (script, settings))?;
/// assert_eq!(outcome.report.complaints[0].text, "distance: invalid digit found in string");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Reloads<F> {
    stop: Stop,
    read: F,
    /// Reloads that it has read for; `None` before the first time.
    heard: Option<u64>,
    listening: Option<Listening>,
}

impl<F> Reloads<F> {
    /// Reads now, and at every reload of that system: `stop` is the handle that its runtime has, or a clone of it.
    pub fn new(stop: &Stop, read: F) -> Self {
        Self { stop: stop.clone(), read, heard: None, listening: None }
    }
}

#[diagnostic::do_not_recommend]
impl<T, F: FnMut() -> T + Send + 'static> FeedSource<T> for Reloads<F> {
    fn next_event(&mut self) -> Result<Option<(Time, T)>, ConnectorError> {
        let bell = Arc::new(Bell::default());
        let _listening = self.stop.listen(&Waker::from(Arc::clone(&bell)));
        loop {
            match self.poll_event()? {
                Poll::Ready(event) => return Ok(event),
                Poll::Pending => bell.wait(),
            }
        }
    }

    fn poll_event(&mut self) -> Result<Poll<Option<(Time, T)>>, ConnectorError> {
        // Counted before it is read: what is asked for meanwhile is read for once more.
        let asked = Some(self.stop.reloads());
        if self.heard == asked {
            return Ok(Poll::Pending);
        }
        self.heard = asked;
        // It happens when it is heard.
        Ok(Poll::Ready(Some((Time::MIN, (self.read)()))))
    }

    fn listen(&mut self, waker: &Waker) -> bool {
        self.listening = Some(self.stop.listen(waker));
        true
    }
}

impl<F> fmt::Debug for Reloads<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reloads").field("heard", &self.heard).finish_non_exhaustive()
    }
}
