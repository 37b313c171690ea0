//! Real time for the driver.

use std::task::Waker;
use std::time::Duration;

use super::{LiveCrew, Shared};
use crate::connector::ConnectorError;
use crate::runtime::worker::{Arc, Workers};
use crate::runtime::{Host, Reached};
use crate::time::{Span, Time, earlier};

/// The longest wait without a look around: a kill file, for one, does not ring.
const LONGEST: Duration = Duration::from_millis(250);

/// How much what is due may be late for events that came before it: however many there are, they hold no deadline up.
const GRACE: Span = Span::from_millis(1);

/// How long connectors that were started in vain may take to end.
const PAUSES: u32 = 1_000;
const PAUSE: Duration = Duration::from_millis(5);

/// Real time, which passes by itself.
pub(in crate::runtime) struct RealTime<W> {
    shared: Arc<Shared>,
    crew: LiveCrew<W>,
    pauses: u32,
}

impl<W: Workers> RealTime<W> {
    pub(in crate::runtime) fn new(shared: Arc<Shared>, workers: W) -> Self {
        let crew = LiveCrew::new(Arc::clone(&shared), workers);
        Self { shared, crew, pauses: PAUSES }
    }
}

impl<W: Workers> Host for RealTime<W> {
    type Crew = LiveCrew<W>;

    fn crew(&self) -> &LiveCrew<W> {
        &self.crew
    }

    fn begin(
        &self,
        _first: &mut dyn FnMut() -> Result<Option<Time>, ConnectorError>,
    ) -> Result<Time, ConnectorError> {
        Ok(self.shared.clock.now())
    }

    fn reach(&mut self, event: Option<Time>, due: Option<Time>) -> Reached {
        let now = self.shared.clock.now();
        match (event, due) {
            (Some(event), Some(due)) if event <= due && event <= now && now < due.after(GRACE) => {
                Reached::Next(event)
            }
            (Some(event), None) if event <= now => Reached::Next(event),
            (_, Some(due)) if due <= now => Reached::Due(due),
            (event, due) => {
                let first = earlier(event, due);
                let longest = first.map_or(LONGEST, |at| self.shared.clock.until(at).min(LONGEST));
                self.shared.bell.wait_for(longest);
                Reached::Nothing
            }
        }
    }

    fn waker(&self) -> Option<Waker> {
        Some(Waker::from(Arc::clone(&self.shared.bell)))
    }

    fn now(&self) -> Option<Time> {
        Some(self.shared.clock.now())
    }

    fn pause(&mut self) -> bool {
        self.pauses = self.pauses.saturating_sub(1);
        self.shared.bell.wait_for(PAUSE);
        self.pauses > 0
    }

    fn has_ended(&self, event: Option<Time>) -> bool {
        event.is_none() && self.shared.is_over()
    }
}
