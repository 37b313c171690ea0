//! Three short markets: one trade a second.

use tidegate::connector::{ConnectorError, MarketData, Quote};
use tidegate::prelude::*;

use crate::strategy::BREAKS_AT;

/// Prices, one a second from second 1 on.
#[derive(Clone, Debug)]
pub(crate) struct Tape {
    prices: Vec<u32>,
    first: TradeId,
    next: usize,
}

impl Tape {
    const fn new(prices: Vec<u32>, first: TradeId) -> Self {
        Self { prices, first, next: 0 }
    }

    /// Falls and comes back above the offer, after the run was asked to stop.
    pub(crate) fn recovers() -> Self {
        Self::new(vec![100, 99, 98, 98, 99, 100, 101, 102, 103], TradeId(100))
    }

    /// Falls and stays there.
    pub(crate) fn falls() -> Self {
        Self::new((0..40).map(|n| 100 - n.min(20)).collect(), TradeId(100))
    }

    /// Has the trade at which the strategy breaks.
    pub(crate) fn breaks() -> Self {
        Self::new(vec![100, 99, 98, 97], TradeId(BREAKS_AT.0 - 3))
    }
}

impl MarketData<BtcUsdt> for Tape {
    fn next_quote(&mut self) -> Result<Option<(Time, Quote<BtcUsdt>)>, ConnectorError> {
        let Some(price) = self.prices.get(self.next) else { return Ok(None) };
        let id = TradeId(self.first.0 + self.next as u64);
        self.next += 1;
        let wrong = |error| ConnectorError::input("tape", error);
        let price = Price::from_units(i64::from(*price) * 100_000_000).map_err(wrong)?;
        let quantity = Quantity::from_units(500_000_000).map_err(wrong)?;
        let trade = Trade { instrument: Only, id, price, quantity, aggressor: Side::Buy };
        let second = i32::try_from(self.next).unwrap_or(i32::MAX);
        Ok(Some((Time::from_secs(second), Quote::Trade(trade))))
    }
}
