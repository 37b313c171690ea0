//! Made up rows of a market, and how they end.

use std::collections::VecDeque;

use tidegate::connector::{ConnectorError, MarketData, Quote};
use tidegate::market::TradeId;
use tidegate::prelude::*;

use crate::chance::Chance;

/// A venue with many instruments.
#[derive(Debug)]
pub(crate) struct Many;

impl Market for Many {
    type Base = Btc;
    type Quote = Usdt;
    type Instrument = InstrumentId;
    const NAME: &'static str = "test:many";
}

/// What comes after the last row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    Nothing,
    Failure,
    Panic,
}

/// Rows of a market.
pub(crate) struct Rows<M: Market> {
    rows: VecDeque<(Time, Quote<M>)>,
    after: After,
}

/// A whole number of units of a price or a quantity.
pub(crate) const UNIT: i64 = 100_000_000;

pub(crate) fn price<M: Market>(units: i64) -> Price<M> {
    Price::from_units(units.max(1)).expect("a price")
}

pub(crate) fn quantity<M: Market>(units: i64) -> Quantity<M> {
    Quantity::from_units(units.max(1)).expect("a quantity")
}

impl<M: Market> Rows<M> {
    /// Trades and books around 100, on tenths of a second, several at once now and then, with gaps for alarms.
    pub(crate) fn new(chance: &mut Chance, after: After, instruments: &[M::Instrument]) -> Self {
        let (mut at, mut mid) = (Time::EPOCH, 100 * UNIT);
        let mut rows = VecDeque::new();
        for id in 0..20 + chance.below(60) {
            let step = [0, 0, 1, 2, 5, 10, 37][chance.below(7) as usize];
            at = at.after(Span::from_millis(step * 100));
            mid += (chance.below(5) as i64 - 2) * UNIT / 10;
            let instrument = instruments[chance.below(instruments.len() as u64) as usize];
            rows.push_back((at, row(chance, instrument, (id, mid))));
        }
        Self { rows, after }
    }
}

fn row<M: Market>(chance: &mut Chance, instrument: M::Instrument, (id, mid): (u64, i64)) -> Quote<M> {
    let size = quantity(UNIT * (1 + chance.below(5) as i64));
    if chance.once_in(4) {
        let levels = |sign: i64| (1..=3).map(move |step| (price(mid + sign * step * UNIT / 10), size));
        return Quote::Book(Book::new(instrument, levels(-1), levels(1)).expect("bids below asks"));
    }
    let aggressor = if chance.once_in(2) { Side::Buy } else { Side::Sell };
    Quote::Trade(Trade { instrument, id: TradeId(id), price: price(mid), quantity: size, aggressor })
}

impl<M: Market> MarketData<M> for Rows<M> {
    fn next_quote(&mut self) -> Result<Option<(Time, Quote<M>)>, ConnectorError> {
        match (self.rows.pop_front(), self.after) {
            (Some(row), _) => Ok(Some(row)),
            (None, After::Nothing) => Ok(None),
            (None, After::Failure) => Err(ConnectorError::failed(M::NAME, "the line is dead")),
            (None, After::Panic) => panic!("the data panics"),
        }
    }
}
