//! A market lane without its connector: the way of an event into the books and the instant that waits for it.

use std::hash::Hash;
use std::marker::PhantomData;

use serde::Serialize;

use super::books::Books;
use super::fired::{Fired, Speaker};
use crate::connector::Handler;
use crate::control::OrderNews;
use crate::journal::Stream;
use crate::market::{Link, MarketEvent, OrderEvent, OrderId, Trade};
use crate::money::Market;
use crate::network::{Input, Instant, InstantError};
use crate::runtime::Host;
use crate::runtime::scribe::Scribe;
use crate::strategy::MarketTerminal;
use crate::time::Time;

/// The lane without its connector: what an event passes on its way in.
pub(super) struct Desk<M: Market> {
    pub(super) terminal: MarketTerminal<M>,
    pub(super) books: Books<M>,
    pub(super) fired: Fired<M>,
    pub(super) now: Time,
    /// What was said last of the link.
    pub(super) link: Option<Link>,
    /// Whether somebody wants to know all that is learnt about orders; until then, it is losses alone.
    pub(super) is_watched: bool,
    pub(super) learnt: Vec<(OrderId<M>, OrderNews)>,
}

impl<M: Market> Desk<M> {
    pub(super) fn new(terminal: MarketTerminal<M>) -> Self {
        let (books, fired) = (Books::new(), Fired::new());
        Self { terminal, books, fired, now: Time::MIN, link: None, is_watched: false, learnt: Vec::new() }
    }

    /// Takes what is new in an event into the books and gives it back.
    #[inline]
    pub(super) fn note(&mut self, speaker: Speaker, event: MarketEvent<M>) -> Option<MarketEvent<M>> {
        match speaker {
            Speaker::Venue => {
                let event = self.books.news(event)?;
                self.books.received(&event);
                if self.is_watched || matches!(event, MarketEvent::Order(OrderEvent::Lost { .. })) {
                    self.learn(&event);
                }
                Some(event)
            }
            Speaker::Gate => Some(event),
        }
    }

    #[cold]
    fn learn(&mut self, event: &MarketEvent<M>) {
        let learnt = &mut self.learnt;
        self.books.learnt(event, &mut |id, news| learnt.push((id, news)));
    }

    /// An event becomes part of an instant: in the books, in the trace, in the network.
    #[inline(never)]
    fn take<const J: bool>(
        &mut self,
        (at, speaker, event): (Time, Speaker, MarketEvent<M>),
        entry: &mut Entry<'_, '_, J>,
    ) -> Result<(), InstantError> {
        self.now = at;
        // An event without news has its instant, and nobody hears of it.
        let Some(event) = self.note(speaker, event) else { return Ok(()) };
        match event {
            MarketEvent::Trade(trade) => self.take_trade(at, trade, entry),
            MarketEvent::Book(book) => entry.put(Stream::Book, &self.terminal.book, book),
            MarketEvent::Fills(fills) => entry.put(Stream::Fills, &self.terminal.fills, fills),
            MarketEvent::Order(turn) => entry.put(Stream::Orders, &self.terminal.orders, turn),
            MarketEvent::Link(link) => {
                self.link = Some(link);
                entry.put(Stream::Link, &self.terminal.link, link)
            }
            // For the books alone: no port shows it.
            MarketEvent::Status(_) => Ok(()),
        }
    }

    /// The same for a trade, which the books have no part in.
    #[inline(always)]
    fn take_trade<const J: bool>(
        &mut self,
        at: Time,
        trade: Trade<M>,
        entry: &mut Entry<'_, '_, J>,
    ) -> Result<(), InstantError> {
        self.now = at;
        entry.put(Stream::Trades, &self.terminal.trades, trade)
    }

    #[inline(never)]
    pub(super) fn take_fired<const J: bool>(
        &mut self,
        entry: &mut Entry<'_, '_, J>,
    ) -> Result<(), InstantError> {
        match self.fired.pop() {
            Some(fired) => self.take(fired, entry),
            None => Ok(()),
        }
    }
}

/// An event on its way into an instant: from which port, and who takes it down.
pub(super) struct Entry<'l, 'n, const J: bool> {
    pub(super) port: usize,
    pub(super) scribe: &'l mut Scribe,
    pub(super) instant: &'l mut Instant<'n>,
}

impl<const J: bool> Entry<'_, '_, J> {
    /// Adds an occurrence of one stream of the port.
    #[inline(always)]
    pub(super) fn put<T>(&mut self, stream: Stream, input: &Input<T>, value: T) -> Result<(), InstantError>
    where
        T: Hash + Serialize + Send + Sync + 'static,
    {
        self.scribe.occurs::<J, _>(self.port, stream, &value);
        self.instant.put(input, value)
    }
}

/// Takes what a producer fires: the first event into the instant that waits for it, further ones behind what was
/// fired before.
///
/// All is reached through references: a value that was written by fields a moment ago and is moved as a whole makes
/// the load wait for the stores, some 10 ns each time.
pub(super) struct Inlet<'l, 'e, 'n, M: Market, H, const J: bool> {
    pub(super) desk: &'l mut Desk<M>,
    pub(super) entry: &'l mut Entry<'e, 'n, J>,
    pub(super) is_fed: bool,
    /// Whether a trade or a book comes before what was fired for the same time. Nothing else may: what is told of our
    /// orders has an order.
    pub(super) overtakes: bool,
    /// Whose choice that is, known to the compiler: where nobody chooses, nothing is left of it.
    pub(super) host: PhantomData<fn(H)>,
    pub(super) failure: Option<Box<InstantError>>,
}

impl<M: Market, H: Host, const J: bool> Inlet<'_, '_, '_, M, H, J> {
    /// Whether an event at `at` is the one that the instant waits for.
    #[inline(always)]
    fn is_awaited(&self, at: Time, is_data: impl FnOnce() -> bool) -> bool {
        let before = |first| at < first || H::CHOOSES && self.overtakes && at == first && is_data();
        !self.is_fed && self.desk.fired.first_at().is_none_or(before)
    }

    #[inline(always)]
    fn fed(&mut self, fed: Result<(), InstantError>) {
        self.is_fed = true;
        if let Err(error) = fed {
            self.failure = Some(Box::new(error));
        }
    }
}

impl<M: Market, H: Host, const J: bool> Handler<M> for Inlet<'_, '_, '_, M, H, J> {
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        let is_data = || matches!(event, MarketEvent::Trade(_) | MarketEvent::Book(_));
        match self.is_awaited(at, is_data) {
            true => {
                let fed = self.desk.take((at, Speaker::Venue, event), self.entry);
                self.fed(fed);
            }
            false => self.desk.fired.push(at, Speaker::Venue, event),
        }
    }

    #[inline(always)]
    fn fire_trade(&mut self, at: Time, trade: Trade<M>) {
        match self.is_awaited(at, || true) {
            true => {
                let fed = self.desk.take_trade(at, trade, self.entry);
                self.fed(fed);
            }
            false => self.desk.fired.push(at, Speaker::Venue, MarketEvent::Trade(trade)),
        }
    }
}
