//! The probe: a market that the suite brings along. It does what it is told to, and puts on record what it is asked.
//!
//! Its events are trades, numbered from 1 and a millisecond apart. Something may be done just before one of them, which
//! may fail or panic. Orders at market fill at once, limit orders rest until they are cancelled. Where a law wants
//! it, its executor, its terminator and its start do something else.

mod executor;
mod feed;
mod producer;
mod record;
mod terminator;

pub(super) use self::feed::{Tick, Ticks};
pub(super) use self::producer::{one, price};
pub(super) use self::record::{Asked, Line, Record};

use std::collections::VecDeque;

use self::executor::ProbeExecutor;
use self::producer::{ProbeProducer, Tape};
use self::terminator::ProbeTerminator;
use crate::connector::{Connector, ConnectorError, Ending, Parts};
use crate::money::{Market, Only};
use crate::time::Time;

/// Something that is done once, and may fail.
type Deed = Box<dyn FnOnce() -> Result<(), ConnectorError> + Send>;
/// What is done at each order, before it is taken.
type OnOrder = Box<dyn FnMut(u64) -> Result<(), ConnectorError> + Send>;
/// What a terminator answers when it is asked for the n-th time, from 1 on.
type Ends = Box<dyn FnMut(u32, Time) -> Result<Ending, ConnectorError> + Send>;

/// A market that does what it is told to.
pub(super) struct Probe {
    record: Record,
    tape: Tape,
    on_start: Option<Deed>,
    on_order: Option<OnOrder>,
    ends: Option<Ends>,
}

impl Probe {
    pub(super) fn new(record: &Record) -> Self {
        let tape = Tape { steps: VecDeque::new(), trades: 0, last: 0, is_endless: false, is_open: false };
        Self { record: record.clone(), tape, on_start: None, on_order: None, ends: None }
    }

    /// So many trades more.
    pub(super) fn trades(mut self, count: u64) -> Self {
        (0..count).for_each(|_| self.tape.step(None));
        self
    }

    /// Does this once the strategy has heard the trades before, wherever that goes on meanwhile. Then there is one trade
    /// more.
    pub(super) fn trade_after(
        mut self,
        deed: impl FnOnce() -> Result<(), ConnectorError> + Send + 'static,
    ) -> Self {
        self.tape.step(Some(Box::new(deed)));
        self
    }

    /// Trades without end.
    pub(super) fn endless(mut self) -> Self {
        self.tape.is_endless = true;
        self
    }

    /// After its trades there is one more, an hour later; where time passes by itself, the market may have more at any
    /// time.
    pub(super) fn stays_open(mut self) -> Self {
        self.tape.step(None);
        self.tape.is_open = true;
        if let Some((at, _)) = self.tape.steps.back_mut() {
            *at += 3_600_000;
        }
        self
    }

    pub(super) fn on_start(
        mut self,
        deed: impl FnOnce() -> Result<(), ConnectorError> + Send + 'static,
    ) -> Self {
        self.on_start = Some(Box::new(deed));
        self
    }

    pub(super) fn on_order(
        mut self,
        whim: impl FnMut(u64) -> Result<(), ConnectorError> + Send + 'static,
    ) -> Self {
        self.on_order = Some(Box::new(whim));
        self
    }

    pub(super) fn ends(
        mut self,
        ends: impl FnMut(u32, Time) -> Result<Ending, ConnectorError> + Send + 'static,
    ) -> Self {
        self.ends = Some(Box::new(ends));
        self
    }
}

impl<M: Market<Instrument = Only>> Connector<M> for Probe {
    type Producer = ProbeProducer<M>;
    type Executor = ProbeExecutor<M>;
    type Terminator = ProbeTerminator<M>;

    fn start(self) -> Result<Parts<ProbeProducer<M>, ProbeExecutor<M>, ProbeTerminator<M>>, ConnectorError> {
        let Self { record, tape, on_start, on_order, ends } = self;
        record.note(Line::Started(M::NAME));
        on_start.map_or(Ok(()), |deed| deed())?;
        Ok(Parts {
            producer: ProbeProducer::new(record.clone(), tape),
            executor: ProbeExecutor::new(record.clone(), on_order),
            terminator: ProbeTerminator::new(record, ends),
        })
    }
}

/// Panics without the message on the standard error that nobody wants to read of a panic that was planned.
pub(super) fn panics() -> ! {
    std::panic::resume_unwind(Box::new("a panic that was planned"))
}

/// The failure of a part that was planned.
pub(super) fn fails() -> ConnectorError {
    ConnectorError::failed("probe", "a failure that was planned")
}
