//! A market at a pace: so many trades a second from now on, whatever times they had.

use tidegate::connector::{ConnectorError, MarketData, Quote};
use tidegate::prelude::*;

/// Quotes of `data`, `gap` apart, the first at `next`.
pub(crate) struct Paced<D> {
    pub(crate) data: D,
    pub(crate) next: Time,
    pub(crate) gap: Span,
    /// None from here on.
    pub(crate) until: Time,
}

impl<D: MarketData<BtcUsdt>> MarketData<BtcUsdt> for Paced<D> {
    fn next_quote(&mut self) -> Result<Option<(Time, Quote<BtcUsdt>)>, ConnectorError> {
        if self.next > self.until {
            return Ok(None);
        }
        let Some((_, quote)) = self.data.next_quote()? else { return Ok(None) };
        let at = self.next;
        if let Quote::Trade(_) = quote {
            self.next = at.after(self.gap);
        }
        Ok(Some((at, quote)))
    }
}
