//! The market as it goes on, and what it does to our orders.

use super::floor::Shared;
use crate::connector::{ConnectorError, Handler, MarketData, Producer, Quote};
use crate::market::MarketEvent;
use crate::money::Market;
use crate::time::Time;

/// Brings the quotes of a simulated venue, and the fills they cause.
#[derive(Debug)]
pub struct VenueProducer<M: Market, D> {
    data: D,
    /// The quote that was looked at and not produced so far; outside `None` before the look.
    next: Option<Option<(Time, Quote<M>)>>,
    last: Time,
    shared: Shared<M>,
}

impl<M: Market, D: MarketData<M>> VenueProducer<M, D> {
    pub(super) const fn new(data: D, shared: Shared<M>) -> Self {
        Self { data, next: None, last: Time::MIN, shared }
    }

    #[inline]
    fn look(&mut self) -> Result<&mut Option<(Time, Quote<M>)>, ConnectorError> {
        if self.next.is_none() {
            let quote = self.data.next_quote()?;
            if let Some((found, _)) = &quote {
                if *found < self.last {
                    return Err(backwards::<M>(self.last, *found));
                }
                self.last = *found;
            }
            self.next = Some(quote);
        }
        Ok(self.next.get_or_insert(None))
    }
}

#[cold]
fn backwards<M: Market>(last: Time, found: Time) -> ConnectorError {
    ConnectorError::Backwards { connector: format!("simulated venue {}", M::NAME), last, found }
}

impl<M: Market, D: MarketData<M>> Producer<M> for VenueProducer<M, D> {
    #[inline]
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        Ok(self.look()?.as_ref().map(|(at, _)| *at))
    }

    #[inline]
    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        let Some((at, quote)) = self.look()?.take() else { return Ok(()) };
        self.next = None;
        let mut floor = self.shared.lock();
        let at = floor.advance(at);
        let outcome = floor.quote(&quote).map_err(|error| ConnectorError::failed(M::NAME, error))?;
        let event = match quote {
            Quote::Trade(trade) => MarketEvent::Trade(trade),
            Quote::Book(book) => MarketEvent::Book(book),
        };
        if outcome.is_none() {
            drop(floor);
            events.fire(at, event);
        } else {
            // The lock stays until all is told: a cancel of another thread must not overtake a fill.
            events.fire(at, event);
            outcome.tell(at, events);
        }
        Ok(())
    }
}
