//! One run: instants until something says stop.

use std::hash::Hash;

use serde::Serialize;

use super::alerts::Alerts;
use crate::control::{Alert, Complaint, ControlEvent, DoneCode, Notice};
use crate::journal::Stream;
use crate::network::{Input, InstantError, Network};
use crate::runtime::scribe::Scribe;
use crate::runtime::{Breakdown, Host, Lanes};
use crate::strategy::ControlTerminal;
use crate::time::{Time, earlier};

/// Complaints beyond this many are counted, not kept.
const KEPT_COMPLAINTS: usize = 1_000;

pub(crate) struct Session<L> {
    pub(crate) network: Network,
    pub(crate) lanes: L,
    control: ControlTerminal,
    pub(crate) scribe: Scribe,
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
    /// The place of the control port for the scribe: behind all others.
    const CONTROL: usize = L::COUNT as usize;

    pub(crate) fn new(network: Network, mut lanes: L, control: ControlTerminal, mut scribe: Scribe) -> Self {
        let first = network.now();
        scribe.start(first, || lanes.notes());
        Self {
            network,
            lanes,
            control,
            scribe,
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

    /// The time of the next event of any connector. What comes for a time that is over happens now.
    #[inline]
    pub(crate) fn next_event(&mut self) -> Result<Option<Time>, Breakdown> {
        let now = self.network.now();
        Ok(self.lanes.next_at()?.map(|at| at.max(now)))
    }

    /// Whether the timestamp of the last instant has no event left, but alarms.
    pub(crate) fn is_incomplete(&self, event: Option<Time>) -> bool {
        let now = self.network.now();
        event.is_none_or(|event| event > now) && self.network.next_deadline().is_some_and(|due| due <= now)
    }

    /// The time of an instant at `at`: time does not go back, and no alarm is passed over. Where time passes by itself, one
    /// may be due that has not had its instant.
    pub(crate) fn time_for(&self, at: Time) -> Time {
        let at = at.max(self.network.now());
        self.network.next_deadline().map_or(at, |due| due.min(at))
    }

    /// Runs the instant at `event`, or the one of an alarm that comes before.
    ///
    /// What comes for a time before `now` is heard now.
    ///
    /// All that is stamped as early as an alarm of phase `Last` is fed, round by round, before that alarm
    /// has its instant; one of phase `First` is in the first round.
    #[inline(always)]
    pub(crate) fn step<const J: bool, H: Host>(
        &mut self,
        now: Time,
        event: Option<Time>,
        host: &mut H,
    ) -> Result<(), Breakdown> {
        let alarm = self.network.next_deadline();
        let Some(at) = earlier(event, alarm) else { return Ok(()) };
        let at = at.max(now);
        self.scribe.instant::<J>(at);
        let ran = self.run_instant::<J, H>(at, host);
        if J && let Err(Breakdown::Network(error)) = &ran {
            self.scribe.broken(error);
        }
        ran?;
        self.collect::<J, H>(at, host)
    }

    #[inline(always)]
    fn run_instant<const J: bool, H: Host>(&mut self, at: Time, host: &mut H) -> Result<(), Breakdown> {
        let mut instant = self.network.instant(at)?;
        let due = match self.lanes.feed::<J, H>(at, &mut instant, &mut self.scribe, host) {
            Ok(due) => due,
            Err(Breakdown::Connectors) => {
                // What others had to say is not lost.
                let instant = instant.into_round();
                self.scribe.runs::<J>(true, || instant.alarms());
                instant.run()?;
                self.instants += 1;
                self.collect::<J, H>(at, host)?;
                return Err(Breakdown::Connectors);
            }
            Err(error) => return Err(error),
        };
        // A connector may have been asked and have said nothing: that is a round still, and others may follow.
        if due > 0 {
            instant = instant.into_round();
        }
        self.scribe.runs::<J>(due > 0, || instant.alarms());
        instant.run()?;
        self.events += due;
        self.instants += 1;
        Ok(())
    }

    /// Gives the shutdown notice.
    pub(crate) fn tell<H: Host>(&mut self, at: Time, notice: Notice, host: &mut H) -> Result<(), Breakdown> {
        self.say(at, (Stream::Notice, |control| &control.notice), notice, host)
    }

    /// Tells the strategy what the runtime knows.
    pub(crate) fn inform<H: Host>(
        &mut self,
        at: Time,
        event: ControlEvent,
        host: &mut H,
    ) -> Result<(), Breakdown> {
        self.say(at, (Stream::Control, |control| &control.events), event, host)
    }

    /// Feeds an input of the control port, in an instant of its own.
    fn say<T, H: Host>(
        &mut self,
        at: Time,
        (stream, input): (Stream, impl FnOnce(&ControlTerminal) -> &Input<T>),
        value: T,
        host: &mut H,
    ) -> Result<(), Breakdown>
    where
        T: Hash + Serialize + Send + Sync + 'static,
    {
        let at = self.time_for(at);
        self.scribe.instant::<true>(at);
        if let Err(error) = self.hear(at, (stream, input), value) {
            self.scribe.broken(&error);
            return Err(error.into());
        }
        self.instants += 1;
        self.collect::<true, H>(at, host)
    }

    fn hear<T>(
        &mut self,
        at: Time,
        (stream, input): (Stream, impl FnOnce(&ControlTerminal) -> &Input<T>),
        value: T,
    ) -> Result<(), InstantError>
    where
        T: Hash + Serialize + Send + Sync + 'static,
    {
        let instant = self.network.instant(at)?;
        self.scribe.told(Self::CONTROL, stream, &value);
        let instant = instant.feed(input(&self.control), value)?;
        self.scribe.runs::<true>(false, || instant.alarms());
        instant.run()
    }

    /// Carries out what the network wants.
    #[inline(always)]
    fn collect<const J: bool, H: Host>(&mut self, at: Time, host: &mut H) -> Result<(), Breakdown> {
        let acted = self.lanes.act::<J, H>(at, &mut self.network, &mut self.scribe, host);
        if let Some(code) = self.network.get(&self.control.done) {
            self.scribe.done(Self::CONTROL, *code);
            self.done.get_or_insert(*code);
        }
        for source in &self.control.complaints {
            if let Some(complaint) = self.network.get(source) {
                self.scribe.complaint(Self::CONTROL, complaint);
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
        acted
    }
}
