//! A feed at the end of a wire.

use std::panic::resume_unwind;
use std::task::{Poll, Waker};

use super::latency::{Channel, Latency};
use super::queue::Queue;
use super::rules::Rules;
use super::{Boundary, Fault, Injected, When, rules};
use crate::connector::{ConnectorError, FeedSource};
use crate::rng::Rng;
use crate::time::Time;

/// A feed at the end of a wire: its events take time and go wrong as [market data](Boundary::MarketData) does. Where it
/// hangs, what it says meanwhile comes late; where its link breaks, that is lost.
///
/// ```
/// use tidegate::connector::FeedSource;
/// use tidegate::connector::wire::{Fault, Latency, When, WireFeed};
/// use tidegate::time::{Span, Time};
///
/// let secs = Time::from_secs;
/// let rates = [(secs(1), 108), (secs(2), 109), (secs(3), 110)].into_iter();
/// let mut wire = WireFeed::new(rates, 7)
///     .latency(Latency::of(Span::from_secs(1)))
///     .fault(Fault::Loss, When::Nth(2));
/// let injected = wire.injected();
/// assert_eq!((wire.next_event()?, wire.next_event()?), (Some((secs(2), 108)), Some((secs(4), 110))));
/// assert_eq!(injected.to_string(), "seed 7\n  1970-01-01T00:00:02Z feed market data: lost: event 2");
/// # Ok::<(), tidegate::connector::ConnectorError>(())
/// ```
#[derive(Debug)]
#[must_use = "a feed does nothing before it is asked"]
pub struct WireFeed<T, S> {
    source: S,
    seed: u64,
    latency: Latency,
    faults: Vec<(Fault, When)>,
    injected: Injected,
    /// From the first question on.
    way: Option<Way<T>>,
}

#[derive(Debug)]
struct Way<T> {
    channel: Channel,
    rules: Rules,
    queue: Queue<T>,
    /// No event that comes is earlier than this.
    least: Time,
    /// What is said until then is lost.
    down_until: Time,
    said: u64,
    is_over: bool,
}

impl<T, S: FeedSource<T>> WireFeed<T, S> {
    /// A wire on which nothing takes time or goes wrong so far; whatever is asked for, this seed decides.
    pub fn new(source: S, seed: u64) -> Self {
        let (latency, faults, injected) = (Latency::default(), Vec::new(), Injected::new(seed));
        Self { source, seed, latency, faults, injected, way: None }
    }

    /// How long an event is on its way.
    pub const fn latency(mut self, latency: Latency) -> Self {
        self.latency = latency;
        self
    }

    /// Also goes wrong in this way.
    pub fn fault(mut self, fault: Fault, when: When) -> Self {
        self.faults.push((fault, when));
        self
    }

    /// The faults that strike, as they do.
    #[must_use]
    pub fn injected(&self) -> Injected {
        self.injected.clone()
    }
}

impl<T> Way<T> {
    fn new(seed: u64, latency: Latency, faults: &[(Fault, When)], injected: Injected) -> Self {
        let mut rng = Rng::new(seed);
        let channel = Channel::new(latency, rng.split());
        let faults: Vec<_> =
            faults.iter().map(|(fault, when)| (Boundary::MarketData, *fault, *when)).collect();
        let rules = rules("feed", &faults, injected, &mut rng);
        let (queue, least) = (Queue::new(), Time::MIN);
        Self { channel, rules, queue, least, down_until: Time::MIN, said: 0, is_over: false }
    }

    /// The first event, if nothing can come before it any more.
    fn first(&mut self) -> Option<(Time, T)> {
        let bound = self.least.after(self.channel.peek());
        let is_first = |first: Time| first < Time::MAX && (self.is_over || first <= bound);
        self.queue.first_at().filter(|first| is_first(*first)).and_then(|_| self.queue.pop())
    }
}

impl<T: Clone> Way<T> {
    /// The source says something.
    fn hear(&mut self, at: Time, event: T) -> Result<(), ConnectorError> {
        self.said += 1;
        self.least = at;
        let said = self.said;
        let fault = self.rules.strike(Boundary::MarketData, at, || format!("event {said}"));
        if at < self.down_until {
            return Ok(());
        }
        match fault {
            Some(Fault::Loss) => {}
            Some(Fault::Duplication) => {
                self.carry(at, event.clone());
                self.carry(at, event);
            }
            Some(Fault::Delay(span) | Fault::Hang(span)) => self.carry(at.after(span), event),
            Some(Fault::Reorder(span)) => {
                let arrives = self.channel.overtaken(at.after(span));
                self.queue.push(arrives, event);
            }
            Some(Fault::Disconnect(span)) => self.down_until = at.after(span),
            Some(Fault::Failure) => return Err(ConnectorError::failed("feed", "an injected failure")),
            Some(Fault::Panic) => resume_unwind(Box::new("an injected panic")),
            Some(Fault::Refusal) | None => self.carry(at, event),
        }
        Ok(())
    }

    fn carry(&mut self, at: Time, event: T) {
        let arrives = self.channel.arrives(at);
        self.queue.push(arrives, event);
    }
}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + 'static, S: FeedSource<T>> FeedSource<T> for WireFeed<T, S> {
    fn next_event(&mut self) -> Result<Option<(Time, T)>, ConnectorError> {
        self.next(|source| source.next_event().map(Poll::Ready)).map(|polled| match polled {
            Poll::Ready(event) => event,
            Poll::Pending => None,
        })
    }

    fn poll_event(&mut self) -> Result<Poll<Option<(Time, T)>>, ConnectorError> {
        self.next(FeedSource::poll_event)
    }

    fn listen(&mut self, waker: &Waker) -> bool {
        self.source.listen(waker)
    }
}

/// What a source says when it is asked.
type Said<T> = Result<Poll<Option<(Time, T)>>, ConnectorError>;

impl<T: Clone, S: FeedSource<T>> WireFeed<T, S> {
    fn next(&mut self, ask: impl Fn(&mut S) -> Said<T>) -> Said<T> {
        let make = || Way::new(self.seed, self.latency, &self.faults, self.injected.clone());
        let way = self.way.get_or_insert_with(make);
        loop {
            if let Some(first) = way.first() {
                return Ok(Poll::Ready(Some(first)));
            }
            // What comes at the end of time never comes, and nothing behind it.
            if way.is_over || way.queue.first_at() == Some(Time::MAX) {
                return Ok(Poll::Ready(None));
            }
            match ask(&mut self.source)? {
                Poll::Ready(Some((at, event))) => way.hear(at, event)?,
                Poll::Ready(None) => way.is_over = true,
                Poll::Pending => return Ok(Poll::Pending),
            }
        }
    }
}
