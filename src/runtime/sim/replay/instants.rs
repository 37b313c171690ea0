//! The records of a journal, instant by instant.

use super::error::ReplayError;
use crate::control::{Complaint, DoneCode};
use crate::journal::{JournalError, Payload, PortNote, Record, Stream};
use crate::network::Phase;
use crate::time::Time;

/// An instant as it was written down.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) at: Time,
    pub(super) inputs: Vec<(u8, Stream, Payload<'static>)>,
    /// Whether it was a round, and of which phase its alarms were; `None` if it was never run.
    pub(super) run: Option<(bool, Option<Phase>)>,
    pub(super) actions: Vec<(u8, Payload<'static>)>,
    pub(super) done: Option<DoneCode>,
    pub(super) complaints: Vec<Complaint>,
    pub(super) broken: Option<String>,
}

impl Kept {
    fn new(at: Time) -> Self {
        let (inputs, actions, complaints) = (Vec::new(), Vec::new(), Vec::new());
        Self { at, inputs, run: None, actions, done: None, complaints, broken: None }
    }
}

/// How a journal ends.
#[derive(Debug)]
pub enum ReplayEnd {
    /// With the end of the run.
    Whole,
    /// Earlier: whoever wrote it was cut off, between two records. Its last instant, which may be incomplete, is
    /// left out.
    Unfinished,
    /// Earlier, and in the middle of a record. The last instant is left out.
    Torn(JournalError),
}

/// What the last record says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sum {
    pub(super) trace_hash: u64,
    pub(super) instants: u64,
}

/// What comes next in a journal.
pub(super) enum Next {
    Instant(Kept),
    End(Sum),
    Cut(ReplayEnd),
}

/// Takes the records of a journal together.
pub(super) struct Instants<I> {
    records: I,
    read: u64,
    open: Option<Kept>,
    sum: Option<Sum>,
}

impl<I: Iterator<Item = Result<Record<'static>, JournalError>>> Instants<I> {
    /// A journal from its first record on: from when the run was, and with which ports.
    pub(super) fn of(mut records: I) -> Result<(Self, Time, Vec<PortNote>), ReplayError> {
        let misplaced = |found| ReplayError::OutOfPlace { record: 1, expected: "Start", found };
        match records.next().transpose()? {
            Some(Record::Start { at, ports }) => {
                Ok((Self { records, read: 1, open: None, sum: None }, at, ports))
            }
            Some(other) => Err(misplaced(other.kind())),
            None => Err(misplaced("no record")),
        }
    }

    /// The next instant that is complete, or how the journal ends.
    pub(super) fn next(&mut self) -> Result<Next, ReplayError> {
        loop {
            let record = match self.records.next() {
                Some(Ok(record)) => record,
                Some(Err(torn)) if torn.is_torn() => return Ok(Next::Cut(ReplayEnd::Torn(torn))),
                Some(Err(error)) => return Err(error.into()),
                None => return Ok(self.sum.map_or(Next::Cut(ReplayEnd::Unfinished), Next::End)),
            };
            self.read += 1;
            if let Some(complete) = self.take(record)? {
                return Ok(Next::Instant(complete));
            }
        }
    }

    /// Takes one record; gives the instant before it, if it is that which ends it.
    fn take(&mut self, record: Record<'static>) -> Result<Option<Kept>, ReplayError> {
        let (number, kind) = (self.read, record.kind());
        let misplaced = |expected| ReplayError::OutOfPlace { record: number, expected, found: kind };
        if self.sum.is_some() {
            return Err(misplaced("the end"));
        }
        match (record, &mut self.open) {
            (Record::Instant { at }, open) => return Ok(open.replace(Kept::new(at))),
            (Record::End { trace_hash, instants, .. }, open) => {
                self.sum = Some(Sum { trace_hash, instants });
                return Ok(open.take());
            }
            // What a gate decides follows from its connector, and nothing in the network from it but by inputs.
            (Record::Gate { .. }, _) => {}
            (Record::Input { port, stream, value }, Some(Kept { inputs, run: None, broken: None, .. })) => {
                inputs.push((port, stream, value));
            }
            (Record::Run { is_round, alarms }, Some(Kept { run: run @ None, broken: None, .. })) => {
                *run = Some((is_round, alarms));
            }
            (Record::Broken { why }, Some(Kept { broken: broken @ None, .. })) => *broken = Some(why),
            (Record::Actions { port, actions }, Some(open)) if open.run.is_some() => {
                open.actions.push((port, actions));
            }
            (Record::Done(code), Some(open)) if open.run.is_some() => open.done = Some(code),
            (Record::Complaint(complaint), Some(open)) if open.run.is_some() => {
                open.complaints.push(complaint);
            }
            (Record::Start { .. }, _) => return Err(misplaced("an instant or the end")),
            _ => return Err(misplaced("another record of the instant")),
        }
        Ok(None)
    }
}
