//! The rules of the venue for one instrument.
//!
//! Invariants: an order waits or rests, never both; nothing that rests or waits is empty; under
//! `Same`, nothing waits once there was a trade.

use super::FillRule;
use super::fees::Fees;
use super::ladder::Ladder;
use super::outcome::Outcome;
use crate::market::{Book, Fill, Liquidity, OrderId, Side, Trade};
use crate::money::{Market, MoneyError, Price, Quantity};

/// An order that was accepted.
#[derive(Debug)]
pub(super) struct Order<M: Market> {
    pub(super) id: OrderId<M>,
    pub(super) side: Side,
    /// `None` for a market order.
    pub(super) limit: Option<Price<M>>,
    pub(super) quantity: Quantity<M>,
}

impl<M: Market> Order<M> {
    fn accepts(&self, price: Price<M>) -> bool {
        match (self.limit, self.side) {
            (None, _) => true,
            (Some(limit), Side::Buy) => price <= limit,
            (Some(limit), Side::Sell) => price >= limit,
        }
    }
}

/// The best prices of a book.
#[derive(Debug)]
struct Best<M: Market> {
    bid: Option<Price<M>>,
    ask: Option<Price<M>>,
}

/// One instrument: what the market shows and what we have there.
#[derive(Debug)]
pub(super) struct Desk<M: Market> {
    pub(super) instrument: M::Instrument,
    last: Option<Price<M>>,
    best: Option<Best<M>>,
    /// Takers, in their order of arrival.
    waiting: Vec<Order<M>>,
    bids: Ladder<M>,
    asks: Ladder<M>,
}

impl<M: Market> Desk<M> {
    pub(super) const fn new(instrument: M::Instrument) -> Self {
        Self {
            instrument,
            last: None,
            best: None,
            waiting: Vec::new(),
            bids: Ladder::new(Side::Buy),
            asks: Ladder::new(Side::Sell),
        }
    }

    /// Orders that take at the next trade.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Orders that the market has to come to.
    pub(super) fn resting(&self) -> usize {
        self.bids.len() + self.asks.len()
    }

    pub(super) fn working(&self) -> impl Iterator<Item = OrderId<M>> {
        self.waiting.iter().map(|order| order.id).chain(self.bids.ids()).chain(self.asks.ids())
    }

    /// How much of an order was executed; `None` if it is not here.
    pub(super) fn filled(&self, id: OrderId<M>) -> Option<Quantity<M>> {
        let is_waiting = self.waiting.iter().any(|order| order.id == id);
        // What waits is filled as a whole.
        is_waiting.then_some(Quantity::ZERO).or_else(|| self.bids.filled(id)).or_else(|| self.asks.filled(id))
    }

    /// The price of the last trade.
    pub(super) const fn last(&self) -> Option<Price<M>> {
        self.last
    }

    /// All orders are gone.
    pub(super) fn clear(&mut self) {
        self.waiting.clear();
        self.bids.clear();
        self.asks.clear();
    }

    /// Takes an order in.
    pub(super) fn accept(
        &mut self,
        order: Order<M>,
        (fees, rule): (Fees, FillRule),
        outcome: &mut Outcome<M>,
    ) -> Result<(), MoneyError> {
        let met = match order.limit {
            None => self.last,
            Some(_) => self.offered(order.side).filter(|&price| order.accepts(price)),
        };
        match (met, order.limit, rule) {
            (Some(price), _, FillRule::Same) => self.take(&order, price, fees, outcome)?,
            (None, Some(limit), _) => self.rest(&order, limit),
            _ => self.waiting.push(order),
        }
        Ok(())
    }

    /// The price at which the market would meet an order of this side.
    fn offered(&self, side: Side) -> Option<Price<M>> {
        match (&self.best, side) {
            (Some(best), Side::Buy) => best.ask,
            (Some(best), Side::Sell) => best.bid,
            (None, _) => self.last,
        }
    }

    /// Takes an order out; whether it was there.
    pub(super) fn cancel(&mut self, id: OrderId<M>) -> bool {
        match self.waiting.iter().position(|order| order.id == id) {
            Some(at) => {
                self.waiting.remove(at);
                true
            }
            None => self.bids.cancel(id) || self.asks.cancel(id),
        }
    }

    pub(super) fn book(&mut self, book: &Book<M>) {
        let price = |level: Option<crate::market::Level<M>>| level.map(|level| level.price);
        self.best = Some(Best { bid: price(book.best_bid()), ask: price(book.best_ask()) });
    }

    /// Whether a trade can change nothing of ours, which is nearly always so.
    #[inline]
    pub(super) fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.bids.is_empty() && self.asks.is_empty()
    }

    /// Others traded at this price.
    #[inline]
    pub(super) const fn see(&mut self, price: Price<M>) {
        self.last = Some(price);
    }

    /// Fills what a trade fills.
    pub(super) fn trade(
        &mut self,
        trade: &Trade<M>,
        fees: Fees,
        outcome: &mut Outcome<M>,
    ) -> Result<(), MoneyError> {
        self.take_waiting(trade.price, fees, outcome)?;
        self.meet_resting(trade, fees, outcome)
    }

    fn take_waiting(
        &mut self,
        price: Price<M>,
        fees: Fees,
        outcome: &mut Outcome<M>,
    ) -> Result<(), MoneyError> {
        for order in std::mem::take(&mut self.waiting) {
            match order.limit {
                Some(limit) if !order.accepts(price) => self.rest(&order, limit),
                _ => self.take(&order, price, fees, outcome)?,
            }
        }
        Ok(())
    }

    fn meet_resting(
        &mut self,
        trade: &Trade<M>,
        fees: Fees,
        outcome: &mut Outcome<M>,
    ) -> Result<(), MoneyError> {
        let side = trade.aggressor.opposite();
        let ladder = match side {
            Side::Buy => &mut self.bids,
            Side::Sell => &mut self.asks,
        };
        let mut quantity = trade.quantity;
        while let Some(met) = ladder.met(trade.price, quantity) {
            let fee = fees.of(met.price, met.part, Liquidity::Maker)?;
            ladder.take(&met);
            quantity = quantity.checked_sub(met.part).unwrap_or(Quantity::ZERO);
            outcome.fill(
                Fill {
                    id: met.id,
                    trade: outcome.next(),
                    instrument: self.instrument,
                    side,
                    price: met.price,
                    quantity: met.part,
                    fee,
                    liquidity: Liquidity::Maker,
                },
                met.is_all,
            );
        }
        Ok(())
    }

    fn rest(&mut self, order: &Order<M>, limit: Price<M>) {
        match order.side {
            Side::Buy => self.bids.rest(order.id, limit, order.quantity),
            Side::Sell => self.asks.rest(order.id, limit, order.quantity),
        }
    }

    fn take(
        &self,
        order: &Order<M>,
        price: Price<M>,
        fees: Fees,
        outcome: &mut Outcome<M>,
    ) -> Result<(), MoneyError> {
        let fill = Fill {
            id: order.id,
            trade: outcome.next(),
            instrument: self.instrument,
            side: order.side,
            price,
            quantity: order.quantity,
            fee: fees.of(price, order.quantity, Liquidity::Taker)?,
            liquidity: Liquidity::Taker,
        };
        outcome.fill(fill, true);
        Ok(())
    }
}
