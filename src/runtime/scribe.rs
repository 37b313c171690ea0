//! Taking down what a run does: in its trace hash always, in its journal if it has one.
//!
//! What is on the way of every event is generic over `J`, whether there may be a journal: the loop of a run without one
//! is compiled without any of it. With `J` there may be none all the same.

use std::hash::Hash;

use serde::Serialize;

use super::pen::{Field, Pen};
use super::trace::Trace;
use crate::control::{Complaint, DoneCode};
use crate::journal::{Asked, Journal, JournalError, PortNote, Record, Ruling, Stream};
use crate::market::{Actions, Advice};
use crate::money::Market;
use crate::network::{InstantError, Phase};
use crate::time::Time;

/// Takes down what a run does.
#[derive(Debug, Default)]
pub struct Scribe {
    trace: Trace,
    pen: Option<Box<Pen>>,
}

impl Scribe {
    /// One that also writes a journal.
    pub(super) fn of(journal: Option<Box<dyn Journal>>) -> Self {
        Self { trace: Trace::default(), pen: journal.map(|journal| Box::new(Pen::new(journal))) }
    }

    /// The hash of all so far.
    pub(super) fn hash(&self) -> u64 {
        self.trace.hash()
    }

    /// Whether there is a journal.
    pub(super) const fn has_journal(&self) -> bool {
        self.pen.is_some()
    }

    /// Why the journal has ended early, once.
    pub(super) fn take_failure(&mut self) -> Option<JournalError> {
        self.pen.as_mut()?.take_failure()
    }

    /// The run begins.
    pub(super) fn start(&mut self, at: Time, ports: impl FnOnce() -> Vec<PortNote>) {
        self.write::<true>(|pen| pen.record(Record::Start { at, ports: ports() }));
    }

    /// A new instant.
    #[inline(always)]
    pub(super) fn instant<const J: bool>(&mut self, at: Time) {
        self.trace.instant(at);
        self.write::<J>(|pen| pen.record(Record::Instant { at }));
    }

    /// Something occurs in one of the streams of a market.
    #[inline(always)]
    pub(super) fn occurs<const J: bool, T: Hash + Serialize>(
        &mut self,
        port: usize,
        stream: Stream,
        value: &T,
    ) {
        self.trace.streamed(port, stream as u32, value);
        self.write::<J>(|pen| pen.value(Field::Input(port as u8, stream), value));
    }

    /// Something arrives through a feed.
    pub(super) fn arrives<const J: bool, T: Serialize>(&mut self, port: usize, value: &T) {
        self.trace.serialised(port, value);
        self.write::<J>(|pen| pen.value(Field::Input(port as u8, Stream::Feed), value));
    }

    /// The strategy is told something.
    pub(super) fn told<T: Hash + Serialize>(&mut self, port: usize, stream: Stream, value: &T) {
        self.trace.value(port, value);
        self.write::<true>(|pen| pen.value(Field::Input(port as u8, stream), value));
    }

    /// The instant is fed.
    #[inline(always)]
    pub(super) fn runs<const J: bool>(&mut self, is_round: bool, alarms: impl FnOnce() -> Option<Phase>) {
        self.write::<J>(|pen| pen.record(Record::Run { is_round, alarms: alarms() }));
    }

    /// What the strategy wants of a market.
    #[inline(always)]
    pub(super) fn wants<const J: bool, M: Market>(&mut self, port: usize, actions: &Actions<M>) {
        self.trace.value(port, actions);
        self.write::<J>(|pen| pen.value(Field::Actions(port as u8), actions));
    }

    /// The strategy is done.
    pub(super) fn done(&mut self, port: usize, code: DoneCode) {
        self.trace.value(port, &code);
        self.write::<true>(|pen| pen.record(Record::Done(code)));
    }

    /// The strategy complains.
    pub(super) fn complaint(&mut self, port: usize, complaint: &Complaint) {
        self.trace.value(port, complaint);
        self.write::<true>(|pen| pen.record(Record::Complaint(complaint.clone())));
    }

    /// The network could not run the instant.
    #[cold]
    pub(super) fn broken(&mut self, error: &InstantError) {
        self.write::<true>(|pen| pen.record(Record::Broken { why: error.to_string() }));
    }

    /// What becomes of an action of the strategy.
    #[inline(always)]
    pub(super) fn ruled<'r, const J: bool, M: Market>(
        &mut self,
        port: usize,
        advice: &Advice<M>,
        ruling: impl FnOnce() -> Ruling<'r>,
    ) {
        let (order, asked) = (advice.action.id().number(), || Asked::from(&advice.action));
        self.write::<J>(|pen| {
            pen.record(Record::Gate { port: port as u8, order, asked: asked(), ruling: ruling() });
        });
    }

    /// What becomes of an action that no strategy is asked about any more.
    pub(super) fn ruled_on(&mut self, port: u8, (order, asked): (u64, Asked), ruling: Ruling<'_>) {
        self.write::<true>(|pen| pen.record(Record::Gate { port, order, asked, ruling }));
    }

    /// The run is over.
    pub(super) fn end(&mut self, instants: u64, events: u64) {
        let trace_hash = self.trace.hash();
        self.write::<true>(|pen| pen.record(Record::End { trace_hash, instants, events }));
    }

    #[inline(always)]
    fn write<const J: bool>(&mut self, write: impl FnOnce(&mut Pen)) {
        if J && let Some(pen) = &mut self.pen {
            write(pen);
        }
    }
}
