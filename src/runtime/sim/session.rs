//! One run: instants until something says stop.

use crate::connector::ConnectorError;
use crate::control::{Complaint, DoneCode, Notice};
use crate::network::{InstantError, Network};
use crate::runtime::lane::Lane;
use crate::runtime::trace::Trace;
use crate::strategy::ControlTerminal;
use crate::time::Time;

/// Why an instant could not be run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StepError {
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    #[error(transparent)]
    Instant(#[from] InstantError),
}

/// Complaints beyond this many are counted, not kept.
const KEPT_COMPLAINTS: usize = 1_000;

pub(crate) struct Session {
    pub(crate) network: Network,
    pub(crate) lanes: Vec<Box<dyn Lane>>,
    control: ControlTerminal,
    next: Vec<Option<Time>>,
    pub(crate) trace: Trace,
    pub(crate) instants: u64,
    pub(crate) events: u64,
    pub(crate) first: Time,
    pub(crate) done: Option<DoneCode>,
    pub(crate) complaints: Vec<Complaint>,
    pub(crate) more_complaints: u64,
}

impl Session {
    pub(crate) fn new(network: Network, lanes: Vec<Box<dyn Lane>>, control: ControlTerminal) -> Self {
        let first = network.now();
        Self {
            network,
            next: vec![None; lanes.len()],
            lanes,
            control,
            trace: Trace::default(),
            instants: 0,
            events: 0,
            first,
            done: None,
            complaints: Vec::new(),
            more_complaints: 0,
        }
    }

    /// The time of the next event of any connector.
    #[inline]
    pub(crate) fn next_event(&mut self) -> Result<Option<Time>, ConnectorError> {
        let mut earliest: Option<Time> = None;
        for (next, lane) in self.next.iter_mut().zip(&mut self.lanes) {
            *next = lane.next_at()?;
            earliest = match (earliest, *next) {
                (Some(known), Some(next)) => Some(known.min(next)),
                (known, next) => known.or(next),
            };
        }
        Ok(earliest)
    }

    /// Whether the timestamp of the last instant has no event left, but alarms.
    pub(crate) fn is_incomplete(&self, event: Option<Time>) -> bool {
        let now = self.network.now();
        event.is_none_or(|event| event > now) && self.network.next_deadline().is_some_and(|due| due <= now)
    }

    /// Runs the instant at `event`, or the one of an alarm that comes before.
    ///
    /// All that is stamped as early as an alarm of phase `Last` is fetched, round by round, before that alarm
    /// has its instant; one of phase `First` is in the first round.
    pub(crate) fn step(&mut self, event: Option<Time>) -> Result<(), StepError> {
        let alarm = self.network.next_deadline();
        let at = match (event, alarm) {
            (Some(event), Some(alarm)) => event.min(alarm),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return Ok(()),
        };
        // A venue that answers for an earlier time is heard now.
        let at = at.max(self.network.now());
        self.fetch(at)?;
        self.run(at, None)
    }

    /// Gives the shutdown notice, in an instant of its own.
    pub(crate) fn tell(&mut self, notice: Notice) -> Result<(), StepError> {
        self.next.fill(None);
        self.run(self.network.now(), Some(notice))
    }

    fn fetch(&mut self, at: Time) -> Result<(), ConnectorError> {
        for (next, lane) in self.next.iter_mut().zip(&mut self.lanes) {
            match *next {
                Some(due) if due <= at => lane.fetch()?,
                _ => *next = None,
            }
        }
        Ok(())
    }

    /// One instant: everything that was fetched, and perhaps the notice.
    fn run(&mut self, at: Time, notice: Option<Notice>) -> Result<(), StepError> {
        self.trace.instant(at);
        // A connector may have been asked and have said nothing: that is a round still, and others may follow.
        let mut instant = match self.next.iter().any(Option::is_some) {
            true => self.network.round(at)?,
            false => self.network.instant(at)?,
        };
        if let Some(notice) = notice {
            self.trace.value(self.lanes.len(), &notice);
            instant = instant.feed(&self.control.notice, notice)?;
        }
        for (port, (next, lane)) in self.next.iter().zip(&mut self.lanes).enumerate() {
            if next.is_some() {
                instant = lane.feed(port, instant, &mut self.trace)?;
                self.events += 1;
            }
        }
        instant.run()?;
        self.instants += 1;
        self.collect(at)
    }

    /// Carries out what the network wants.
    fn collect(&mut self, at: Time) -> Result<(), StepError> {
        for (port, lane) in self.lanes.iter_mut().enumerate() {
            lane.act(port, at, &self.network, &mut self.trace)?;
        }
        if let Some(code) = self.network.get(&self.control.done) {
            self.trace.value(self.lanes.len(), code);
            self.done.get_or_insert(*code);
        }
        for source in &self.control.complaints {
            if let Some(complaint) = self.network.get(source) {
                self.trace.value(self.lanes.len(), complaint);
                match self.complaints.len() < KEPT_COMPLAINTS {
                    true => self.complaints.push(complaint.clone()),
                    false => self.more_complaints += 1,
                }
            }
        }
        Ok(())
    }
}
