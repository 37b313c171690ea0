//! The market as it goes on, and what it does to our orders.

use std::sync::MutexGuard;

use super::floor::{Floor, Shared};
use crate::connector::{ConnectorError, Handler, MarketData, Producer, Quote};
use crate::market::{MarketEvent, Trade};
use crate::money::Market;
use crate::time::Time;

/// Brings the quotes of a simulated venue, and the fills they cause.
#[derive(Debug)]
pub struct VenueProducer<M: Market, D> {
    data: D,
    /// The quote that was looked at and not produced so far.
    next: Option<Quote<M>>,
    /// Its time, or that of the last one.
    at: Time,
    is_over: bool,
    shared: Shared<M>,
}

impl<M: Market, D: MarketData<M>> VenueProducer<M, D> {
    pub(super) const fn new(data: D, shared: Shared<M>) -> Self {
        Self { data, next: None, at: Time::MIN, is_over: false, shared }
    }

    /// Makes sure that `next` is the next quote, if there is one.
    #[inline(always)]
    fn look(&mut self) -> Result<(), ConnectorError> {
        if self.next.is_some() || self.is_over {
            return Ok(());
        }
        match self.data.next_quote()? {
            Some((found, _)) if found < self.at => return Err(backwards::<M>(self.at, found)),
            Some((at, quote)) => {
                self.at = at;
                self.next = Some(match quote {
                    Quote::Trade(trade) => Quote::Trade(by_field(&trade)),
                    book @ Quote::Book(_) => book,
                });
            }
            None => self.is_over = true,
        }
        Ok(())
    }
}

/// Copies a trade that was written a moment ago. As a whole it would be read in words of 16 bytes, and a
/// load over two fresh stores of 8 waits until both have left the store buffer: some 10 ns each time.
#[inline(always)]
fn by_field<M: Market>(trade: &Trade<M>) -> Trade<M> {
    let Trade { instrument, id, price, quantity, aggressor } = *trade;
    Trade { instrument, id, price, quantity, aggressor }
}

#[cold]
fn backwards<M: Market>(last: Time, found: Time) -> ConnectorError {
    ConnectorError::Backwards { connector: format!("simulated venue {}", M::NAME), last, found }
}

impl<M: Market, D: MarketData<M>> Producer<M> for VenueProducer<M, D> {
    #[inline]
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        self.look()?;
        Ok(self.next.is_some().then_some(self.at))
    }

    fn produce(&mut self, mut events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        self.produce_to(&mut events)
    }

    #[inline]
    fn produce_to<H: Handler<M>>(&mut self, events: &mut H) -> Result<(), ConnectorError> {
        self.look()?;
        match &self.next {
            Some(Quote::Trade(trade)) => {
                let trade = by_field(trade);
                self.next = None;
                self.trade(trade, events)
            }
            Some(Quote::Book(_)) => self.book(events),
            None => Ok(()),
        }
    }
}

impl<M: Market, D> VenueProducer<M, D> {
    #[inline]
    fn trade<H: Handler<M>>(&self, trade: Trade<M>, events: &mut H) -> Result<(), ConnectorError> {
        let mut floor = self.shared.lock();
        let at = floor.advance(self.at);
        if floor.see(&trade) {
            drop(floor);
            events.fire_trade(at, trade);
            return Ok(());
        }
        fill(floor, at, by_field(&trade), events)
    }

    #[inline(never)]
    fn book<H: Handler<M>>(&mut self, events: &mut H) -> Result<(), ConnectorError> {
        if let Some(Quote::Book(book)) = self.next.take() {
            let mut floor = self.shared.lock();
            let at = floor.advance(self.at);
            floor.book(&book);
            drop(floor);
            events.fire(at, MarketEvent::Book(book));
        }
        Ok(())
    }
}

/// Tells a trade and what it fills. It is given the trade as a value: one that somebody refers to would be laid out
/// in memory for every quote.
#[inline(never)]
fn fill<M: Market>(
    mut floor: MutexGuard<'_, Floor<M>>,
    at: Time,
    trade: Trade<M>,
    events: &mut dyn Handler<M>,
) -> Result<(), ConnectorError> {
    let outcome = floor.fill(&trade).map_err(|error| ConnectorError::failed(M::NAME, error))?;
    // The lock stays until all is told: a cancel of another thread must not overtake a fill.
    events.fire_trade(at, trade);
    outcome.tell(at, events);
    Ok(())
}
