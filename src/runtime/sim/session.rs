//! One run: instants until something says stop.

use crate::connector::ConnectorError;
use crate::control::{Complaint, DoneCode, Notice};
use crate::network::Network;
use crate::runtime::lanes::{Lanes, earlier};
use crate::runtime::step_error::StepError;
use crate::runtime::trace::Trace;
use crate::strategy::ControlTerminal;
use crate::time::Time;

/// Complaints beyond this many are counted, not kept.
const KEPT_COMPLAINTS: usize = 1_000;

pub(crate) struct Session<L> {
    pub(crate) network: Network,
    pub(crate) lanes: L,
    control: ControlTerminal,
    pub(crate) trace: Trace,
    pub(crate) instants: u64,
    pub(crate) events: u64,
    pub(crate) first: Time,
    pub(crate) done: Option<DoneCode>,
    pub(crate) complaints: Vec<Complaint>,
    pub(crate) more_complaints: u64,
}

impl<L: Lanes> Session<L> {
    pub(crate) fn new(network: Network, lanes: L, control: ControlTerminal) -> Self {
        let first = network.now();
        Self {
            network,
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
        self.lanes.next_at()
    }

    /// Whether the timestamp of the last instant has no event left, but alarms.
    pub(crate) fn is_incomplete(&self, event: Option<Time>) -> bool {
        let now = self.network.now();
        event.is_none_or(|event| event > now) && self.network.next_deadline().is_some_and(|due| due <= now)
    }

    /// Runs the instant at `event`, or the one of an alarm that comes before.
    ///
    /// All that is stamped as early as an alarm of phase `Last` is fed, round by round, before that alarm
    /// has its instant; one of phase `First` is in the first round.
    #[inline(always)]
    pub(crate) fn step(&mut self, event: Option<Time>) -> Result<(), StepError> {
        let alarm = self.network.next_deadline();
        let Some(at) = earlier(event, alarm) else { return Ok(()) };
        // A venue that answers for an earlier time is heard now.
        let at = at.max(self.network.now());
        self.trace.instant(at);
        let mut instant = self.network.instant(at)?;
        let due = self.lanes.feed(at, &mut instant, &mut self.trace)?;
        // A connector may have been asked and have said nothing: that is a round still, and others may follow.
        if due > 0 {
            instant = instant.into_round();
        }
        instant.run()?;
        self.events += due;
        self.instants += 1;
        self.collect(at)
    }

    /// Gives the shutdown notice, in an instant of its own.
    pub(crate) fn tell(&mut self, notice: Notice) -> Result<(), StepError> {
        let at = self.network.now();
        self.trace.instant(at);
        self.trace.value(L::COUNT, &notice);
        self.network.instant(at)?.feed(&self.control.notice, notice)?.run()?;
        self.instants += 1;
        self.collect(at)
    }

    /// Carries out what the network wants.
    #[inline(always)]
    fn collect(&mut self, at: Time) -> Result<(), StepError> {
        self.lanes.act(at, &mut self.network, &mut self.trace)?;
        if let Some(code) = self.network.get(&self.control.done) {
            self.trace.value(L::COUNT, code);
            self.done.get_or_insert(*code);
        }
        for source in &self.control.complaints {
            if let Some(complaint) = self.network.get(source) {
                self.trace.value(L::COUNT, complaint);
                match self.complaints.len() < KEPT_COMPLAINTS {
                    true => self.complaints.push(complaint.clone()),
                    false => self.more_complaints += 1,
                }
            }
        }
        Ok(())
    }
}
