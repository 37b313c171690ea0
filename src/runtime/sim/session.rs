//! One run: instants until something says stop.

use std::hash::Hash;

use crate::connector::ConnectorError;
use crate::control::{Alert, Complaint, ControlEvent, DoneCode, Notice};
use crate::network::{Input, Network};
use crate::runtime::alerts::Alerts;
use crate::runtime::lanes::Lanes;
use crate::runtime::step_error::StepError;
use crate::runtime::trace::Trace;
use crate::strategy::ControlTerminal;
use crate::time::{Time, earlier};

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
    done: Option<DoneCode>,
    /// Whether the strategy has said so: nothing is expected of it any more (B5).
    is_done: bool,
    /// What it said all the same, the first of it.
    pub(crate) late: Vec<String>,
    pub(crate) more_late: u64,
    pub(crate) complaints: Vec<Complaint>,
    pub(crate) more_complaints: u64,
    pub(crate) alerts: Alerts,
    /// What went wrong with connectors.
    pub(crate) failures: Vec<String>,
}

impl<L: Lanes> Session<L> {
    /// The place of the control port in the trace: behind all others.
    const CONTROL: usize = L::COUNT as usize;

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
            is_done: false,
            late: Vec::new(),
            more_late: 0,
            complaints: Vec::new(),
            more_complaints: 0,
            alerts: Alerts::new(None),
            failures: Vec::new(),
        }
    }

    /// The strategy's answer, if it came in the last instant.
    #[inline]
    pub(crate) fn take_done(&mut self) -> Option<DoneCode> {
        let done = self.done.take();
        self.is_done |= done.is_some();
        done
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
    /// What comes for a time before `now` is heard now.
    ///
    /// All that is stamped as early as an alarm of phase `Last` is fed, round by round, before that alarm
    /// has its instant; one of phase `First` is in the first round.
    #[inline(always)]
    pub(crate) fn step(&mut self, now: Time, event: Option<Time>) -> Result<(), StepError> {
        let alarm = self.network.next_deadline();
        let Some(at) = earlier(event, alarm) else { return Ok(()) };
        let at = at.max(now);
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

    /// Gives the shutdown notice.
    pub(crate) fn tell(&mut self, at: Time, notice: Notice) -> Result<(), StepError> {
        self.say(at, |control| &control.notice, notice)
    }

    /// Tells the strategy what the runtime knows.
    pub(crate) fn inform(&mut self, at: Time, event: ControlEvent) -> Result<(), StepError> {
        self.say(at, |control| &control.events, event)
    }

    /// Feeds an input of the control port, in an instant of its own.
    fn say<T>(
        &mut self,
        at: Time,
        input: impl FnOnce(&ControlTerminal) -> &Input<T>,
        value: T,
    ) -> Result<(), StepError>
    where
        T: Hash + Send + Sync + 'static,
    {
        let at = at.max(self.network.now());
        self.trace.instant(at);
        self.trace.value(Self::CONTROL, &value);
        self.network.instant(at)?.feed(input(&self.control), value)?.run()?;
        self.instants += 1;
        self.collect(at)
    }

    /// Carries out what the network wants.
    #[inline(always)]
    fn collect(&mut self, at: Time) -> Result<(), StepError> {
        let acted = self.lanes.act(at, &mut self.network, &mut self.trace);
        if let Some(code) = self.network.get(&self.control.done) {
            self.trace.value(Self::CONTROL, code);
            self.done.get_or_insert(*code);
        }
        for source in &self.control.complaints {
            if let Some(complaint) = self.network.get(source) {
                self.trace.value(Self::CONTROL, complaint);
                if self.is_done {
                    match self.late.len() < KEPT_COMPLAINTS {
                        true => self.late.push(format!("complaint {}: {}", complaint.code, complaint.text)),
                        false => self.more_late += 1,
                    }
                    continue;
                }
                let (code, text) = (format!("strategy.{}", complaint.code), complaint.text.to_string());
                self.alerts.send(&Alert { at, code, text });
                match self.complaints.len() < KEPT_COMPLAINTS {
                    true => self.complaints.push(complaint.clone()),
                    false => self.more_complaints += 1,
                }
            }
        }
        Ok(acted?)
    }
}
