//! What a probe tells of others' trades.

use std::collections::VecDeque;
use std::marker::PhantomData;
use std::task::Waker;
use std::time::Duration;

use super::Deed;
use super::record::{Life, Line, Record};
use crate::connector::{ConnectorError, Handler, Producer};
use crate::market::{Side, Trade, TradeId};
use crate::money::{Market, Only, Price, Quantity};
use crate::time::Time;

/// The trades of a probe: when, in milliseconds, and what is done just before.
pub(super) struct Tape {
    pub(super) steps: VecDeque<(i64, Option<Deed>)>,
    /// How many trades were told.
    pub(super) trades: u64,
    /// When the last step is.
    pub(super) last: i64,
    pub(super) is_endless: bool,
    pub(super) is_open: bool,
}

impl Tape {
    pub(super) fn step(&mut self, deed: Option<Deed>) {
        self.last += 1;
        self.steps.push_back((self.last, deed));
    }
}

/// The producer of a probe.
pub(crate) struct ProbeProducer<M> {
    tape: Tape,
    record: Record,
    market: PhantomData<M>,
    _life: Life,
}

/// How long is waited for the strategy: where it works on the same thread, it has heard all that it will.
const LONGEST: Duration = Duration::from_millis(500);

impl<M: Market> ProbeProducer<M> {
    pub(super) fn new(record: Record, tape: Tape) -> Self {
        let life = record.life();
        Self { tape, record, market: PhantomData, _life: life }
    }

    /// Waits until the strategy has heard all trades so far.
    fn wait(&self) {
        let (from, number) = (M::NAME, self.tape.trades);
        if number > 0 {
            self.record.wait(LONGEST, |line| *line == Line::Heard { from, number });
        }
    }
}

impl<M: Market<Instrument = Only>> Producer<M> for ProbeProducer<M> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        if self.tape.steps.is_empty() && self.tape.is_endless {
            self.tape.step(None);
        }
        Ok(self.tape.steps.front().map(|(at, _)| millis(*at)))
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        let Some((at, deed)) = self.tape.steps.pop_front() else { return Ok(()) };
        if let Some(deed) = deed {
            self.wait();
            deed()?;
        }
        self.tape.trades += 1;
        let (id, price, quantity) = (TradeId(self.tape.trades), price(), one());
        events.fire(millis(at), Trade { instrument: Only, id, price, quantity, aggressor: Side::Buy }.into());
        Ok(())
    }

    fn listen(&mut self, _waker: &Waker) -> bool {
        self.tape.is_open
    }
}

/// Times of a probe are small.
pub(super) fn millis(millis: i64) -> Time {
    Time::from_millis(millis).unwrap_or(Time::MAX)
}

pub(crate) fn price<M: Market>() -> Price<M> {
    Price::from_units(100_000_000).unwrap_or(Price::MAX)
}

pub(crate) fn one<M: Market>() -> Quantity<M> {
    Quantity::from_units(100_000_000).unwrap_or(Quantity::MAX)
}
