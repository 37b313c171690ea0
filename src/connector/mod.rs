//! The edges of the crate: where events come in and actions go out.
//!
//! A [`Connector`] is an initializer: started, it gives a [`Producer`], an [`Executor`] and a
//! [`Terminator`]. The first two fire events through the [`Handler`] that the runtime hands them, so that
//! the runtime alone decides when the network sees an event. What they share is the connector's own
//! business, behind an `Arc<Mutex<_>>` or a channel; the terminator runs where the executor ran and ends
//! what they hold. A connector decides nothing about trading and knows no runtime.
//!
//! What a connector fires keeps the contract at the head of [`market`](crate::market); the parts of it that
//! make a program safe to stop are these: a submission without an answer is told as lost, a cancel that the
//! venue did not take as refused, and the answer to a query comes after the events it tells of.

mod capability;
mod ending;
mod error;
mod feed;
mod followed_file;
mod market_data;
mod recorded;
#[cfg(feature = "replay")]
pub mod replay;
pub mod synthetic;
mod terms;
pub mod venue;
pub mod wire;

pub use self::capability::{CancelScope, Capability, Countdown};
pub use self::ending::Ending;
pub use self::error::ConnectorError;
pub use self::feed::FeedSource;
pub use self::followed_file::FollowedFile;
pub use self::market_data::{MarketData, Quote};
pub use self::recorded::{Observer, Recorded, RecordedExecutor, RecordedProducer, Recorder};
pub use self::terms::{Closable, Terms};

use crate::market::{MarketEvent, OrderId, OrderStatus, Standing, Trade};
use crate::money::Market;
use crate::safety::Admitted;
use crate::time::Time;
use std::task::Waker;

/// Receives the events that a connector fires.
///
/// Events of one connector reach the strategy in the order in which they are fired; their times must
/// not decrease.
pub trait Handler<M: Market> {
    /// Something happened in the market at `at`.
    fn fire(&mut self, at: Time, event: MarketEvent<M>);

    /// The same for a trade. A market tells hardly anything else, and a trade is half as large as what any event
    /// may be.
    #[inline(always)]
    fn fire_trade(&mut self, at: Time, trade: Trade<M>) {
        self.fire(at, MarketEvent::Trade(trade));
    }
}

impl<M: Market, H: Handler<M> + ?Sized> Handler<M> for &mut H {
    #[inline(always)]
    fn fire(&mut self, at: Time, event: MarketEvent<M>) {
        (**self).fire(at, event);
    }

    #[inline(always)]
    fn fire_trade(&mut self, at: Time, trade: Trade<M>) {
        (**self).fire_trade(at, trade);
    }
}

/// The three parts of a started connector.
#[derive(Debug)]
pub struct Parts<P, E, T> {
    /// Brings events in.
    pub producer: P,
    /// Carries actions out.
    pub executor: E,
    /// Ends both.
    pub terminator: T,
}

/// The parts of a connector of type `C`.
pub type Started<C, M> =
    Parts<<C as Connector<M>>::Producer, <C as Connector<M>>::Executor, <C as Connector<M>>::Terminator>;

/// Something that can be connected to market `M`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a connector for the market `{M}`",
    label = "this connector is for another market",
    note = "connectors stand in the same order as the strategy's ports, and each is for its port's market type"
)]
pub trait Connector<M: Market>: Sized + Send + 'static {
    /// Brings events in.
    type Producer: Producer<M>;
    /// Carries actions out.
    type Executor: Executor<M>;
    /// Ends both.
    type Terminator: Terminator;

    /// Connects.
    ///
    /// # Errors
    /// [`ConnectorError`] if the market cannot be reached; nothing is left behind then.
    fn start(self) -> Result<Started<Self, M>, ConnectorError>;
}

/// The long-running side of a connector, one step at a time.
pub trait Producer<M: Market>: Send + 'static {
    /// When the next event of its own happens; `None` after the last.
    ///
    /// # Errors
    /// [`ConnectorError`] if there is no way to go on.
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError>;

    /// Fires what happens at [`next_at`](Producer::next_at).
    ///
    /// # Errors
    /// [`ConnectorError`] if there is no way to go on.
    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError>;

    /// The same for a handler whose type is known.
    ///
    /// A producer of millions of events a second implements this one, and [`produce`](Producer::produce) with it:
    /// then the way of an event from its source into the network is compiled as one.
    ///
    /// # Errors
    /// As [`produce`](Producer::produce).
    #[inline]
    fn produce_to<H: Handler<M>>(&mut self, events: &mut H) -> Result<(), ConnectorError>
    where
        Self: Sized,
    {
        self.produce(events)
    }

    /// Who is to be woken when something has come in by itself: [`next_at`](Producer::next_at) is asked again then.
    /// Gives whether it will ever be woken.
    ///
    /// Unless implemented, nothing comes in by itself: what [`next_at`](Producer::next_at) says stands, but for what an
    /// action brings about. A run that has nothing but such producers ends with the last event.
    fn listen(&mut self, waker: &Waker) -> bool {
        let _ = waker; // What is written down beforehand wakes nobody.
        false
    }
}

/// The acting side of a connector.
pub trait Executor<M: Market>: Send + 'static {
    /// Makes a request. Its outcome is an event, now or later; the permit lives until it is submitted.
    ///
    /// # Errors
    /// [`ConnectorError`] if nothing can be submitted any more. That the market refuses an order is an
    /// event, not an error.
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError>;

    /// Asks where an order stands. The answer is a [`MarketEvent::Status`], now or later, and comes after the
    /// events that it tells of: missed fills, then perhaps an end.
    ///
    /// Unless implemented, the answer is that there is none.
    ///
    /// # Errors
    /// [`ConnectorError`] if nothing can be asked any more. That the venue does not answer is a
    /// [`Standing::Unanswered`], not an error.
    fn query(
        &mut self,
        at: Time,
        id: OrderId<M>,
        instrument: M::Instrument,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let standing = Standing::Unanswered { why: "this connector cannot ask".into() };
        events.fire(at, OrderStatus { id, instrument, standing }.into());
        Ok(())
    }

    /// Whether it takes an action now. Until it does, actions wait before the gate, and are discarded if that is sealed.
    /// Unless implemented, it always does.
    ///
    /// # Errors
    /// [`ConnectorError`] if nothing can be submitted any more; it is told once.
    #[inline]
    fn is_ready(&mut self) -> Result<bool, ConnectorError> {
        Ok(true)
    }

    /// What the venue takes; unless implemented, anything.
    fn terms(&self, instrument: M::Instrument) -> Terms<M> {
        let _ = instrument; // Who takes anything does so for each instrument.
        Terms::new()
    }

    /// What the venue does with our orders when we are not there; unless implemented, they stay.
    ///
    /// Orders that are to be kept cannot be kept at a venue that cancels them when we leave. Its connector tells of the
    /// cancels before its terminator is over, or the report calls orders kept that are gone.
    fn capability(&self) -> Capability {
        Capability::default()
    }
}

/// The end of a connector.
pub trait Terminator: Send + 'static {
    /// Frees what the connector holds, one step at a time: does what can be done at once and says how far it
    /// came. It is asked again until it is over, fails, or its time is up; it does not block.
    ///
    /// # Errors
    /// [`ConnectorError`] if something could not be freed; it is reported, and nobody asks again.
    fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError>;
}
