//! An order in whichever state it is, for storage and for events that arrive at run time.

use super::{
    Cancelled, Done, Expired, Filled, Misfit, Order, OrderError, OrderState, Progress, Refused, Requested,
    Unknown, Working,
};
use crate::{
    market::{Action, Fill, OrderEvent, OrderId, Side},
    money::{Market, Price, Quantity},
};
use serde::{Deserialize, Serialize};

/// One order, in one of its states.
///
/// ```
/// use tidegate::{
///     market::{Action, Life, OrderEvent, OrderId, OrderState, Side},
///     money::{BtcUsdt, Only},
/// };
/// let (id, instrument) = (OrderId::<BtcUsdt>::new(1), Only);
/// let ask = Action::Market { id, instrument, side: Side::Sell, quantity: "2".parse()? };
/// let life = Life::request(&ask).expect("not a cancel");
/// let early = life.event(&OrderEvent::Done { id, instrument }).unwrap_err();
/// assert_eq!(early.order.state(), OrderState::Requested);
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub enum Life<M: Market> {
    /// Asked for; the venue has not answered.
    Requested(Order<M, Requested>),
    /// The venue has it; some of it is left.
    Working(Order<M, Working>),
    /// The link broke, or the request got no answer, before its fate was known.
    Unknown(Order<M, Unknown>),
    /// Executed in full; the venue's done is awaited.
    Filled(Order<M, Filled>),
    /// Executed in full, and the venue said so.
    Done(Order<M, Done>),
    /// Gone with what was left of it.
    Cancelled(Order<M, Cancelled>),
    /// It never came to exist.
    Refused(Order<M, Refused>),
    /// Ended by a rule of the venue, with what was left of it.
    Expired(Order<M, Expired>),
}

/// The same expression for the order in any state.
macro_rules! each {
    ($life:expr, $order:ident => $what:expr) => {
        match $life {
            Life::Requested($order) => $what,
            Life::Working($order) => $what,
            Life::Unknown($order) => $what,
            Life::Filled($order) => $what,
            Life::Done($order) => $what,
            Life::Cancelled($order) => $what,
            Life::Refused($order) => $what,
            Life::Expired($order) => $what,
        }
    };
}

impl<M: Market> Life<M> {
    /// The order an action asks for; `None` if it is a cancel.
    #[must_use]
    pub fn request(action: &Action<M>) -> Option<Life<M>> {
        Order::request(action).map(Life::Requested)
    }

    /// The state as a value.
    #[must_use]
    pub const fn state(&self) -> OrderState {
        each!(self, order => order.state())
    }

    /// Our name of the order.
    #[must_use]
    pub const fn id(&self) -> OrderId<M> {
        each!(self, order => order.id())
    }

    /// What it trades.
    #[must_use]
    pub const fn instrument(&self) -> M::Instrument {
        each!(self, order => order.instrument())
    }

    /// Whether it buys or sells.
    #[must_use]
    pub const fn side(&self) -> Side {
        each!(self, order => order.side())
    }

    /// The worst price it accepts; `None` for a market order.
    #[must_use]
    pub const fn limit(&self) -> Option<Price<M>> {
        each!(self, order => order.limit())
    }

    /// How much was ordered.
    #[must_use]
    pub const fn quantity(&self) -> Quantity<M> {
        each!(self, order => order.quantity())
    }

    /// How much was not executed so far.
    #[must_use]
    pub const fn left(&self) -> Quantity<M> {
        each!(self, order => order.left())
    }

    /// Takes a fill.
    ///
    /// # Errors
    /// Those of [`Order::fill`], and [`OrderError::WrongState`] where the state has no fills.
    pub fn fill(self, fill: &Fill<M>) -> Result<Life<M>, Misfit<Life<M>>> {
        match self {
            Life::Working(order) => order.fill(fill).map(Life::from).map_err(back(Life::Working)),
            Life::Unknown(order) => order.fill(fill).map(Life::from).map_err(back(Life::Unknown)),
            other => Err(other.refuse_step("a fill")),
        }
    }

    /// Takes any other event. A refused cancel changes no state; an order that is unknown already can be lost
    /// again.
    ///
    /// # Errors
    /// [`OrderError::WrongOrder`], [`OrderError::WrongInstrument`], and [`OrderError::WrongState`]
    /// where the state has no such step.
    pub fn event(self, event: &OrderEvent<M>) -> Result<Life<M>, Misfit<Life<M>>> {
        let order = self.id().number();
        if event.id() != self.id() {
            let error = OrderError::WrongOrder { order, found: event.id().number() };
            return Err(Misfit { order: self, error });
        }
        if event.instrument() != self.instrument() {
            return Err(Misfit { order: self, error: OrderError::WrongInstrument { order } });
        }
        Ok(match (self, event) {
            (Life::Requested(order), OrderEvent::Placed { .. }) => Life::Working(order.place()),
            (Life::Unknown(order), OrderEvent::Placed { .. }) => Life::Working(order.place()),
            (Life::Requested(order), OrderEvent::Refused { .. }) => Life::Refused(order.refuse()),
            (Life::Unknown(order), OrderEvent::Refused { .. }) => Life::Refused(order.refuse()),
            (Life::Working(order), OrderEvent::Cancelled { .. }) => Life::Cancelled(order.cancel()),
            (Life::Unknown(order), OrderEvent::Cancelled { .. }) => Life::Cancelled(order.cancel()),
            (Life::Working(order), OrderEvent::Expired { .. }) => Life::Expired(order.expire()),
            (Life::Unknown(order), OrderEvent::Expired { .. }) => Life::Expired(order.expire()),
            (Life::Filled(order), OrderEvent::Done { .. }) => Life::Done(order.done()),
            (Life::Requested(order), OrderEvent::Lost { .. }) => Life::Unknown(order.lose()),
            (Life::Working(order), OrderEvent::Lost { .. }) => Life::Unknown(order.lose()),
            (unknown @ Life::Unknown(_), OrderEvent::Lost { .. }) => unknown,
            (as_it_was, OrderEvent::CancelRefused { .. }) => as_it_was,
            (other, event) => return Err(other.refuse_step(name(event))),
        })
    }

    /// The link broke.
    ///
    /// # Errors
    /// [`OrderError::WrongState`] if the outcome is known already, or known to be unknown.
    pub fn lose(self) -> Result<Life<M>, Misfit<Life<M>>> {
        match self {
            Life::Requested(order) => Ok(Life::Unknown(order.lose())),
            Life::Working(order) => Ok(Life::Unknown(order.lose())),
            other => Err(other.refuse_step("the loss of its link")),
        }
    }

    /// The venue was asked and has it: an unknown order works again, any other is as it was.
    #[must_use]
    pub fn found(self) -> Life<M> {
        match self {
            Life::Unknown(order) => Life::Working(order.place()),
            other => other,
        }
    }

    fn refuse_step(self, found: &'static str) -> Misfit<Life<M>> {
        let error = OrderError::WrongState { order: self.id().number(), state: self.state(), found };
        Misfit { order: self, error }
    }
}

impl<M: Market> From<Progress<M>> for Life<M> {
    fn from(progress: Progress<M>) -> Life<M> {
        match progress {
            Progress::Working(order) => Life::Working(order),
            Progress::Filled(order) => Life::Filled(order),
        }
    }
}

fn back<O, M: Market>(wrap: impl Fn(O) -> Life<M>) -> impl Fn(Misfit<O>) -> Misfit<Life<M>> {
    move |misfit| Misfit { order: wrap(misfit.order), error: misfit.error }
}

fn name<M: Market>(event: &OrderEvent<M>) -> &'static str {
    match event {
        OrderEvent::Placed { .. } => "placed",
        OrderEvent::Cancelled { .. } => "cancelled",
        OrderEvent::Done { .. } => "done",
        OrderEvent::Refused { .. } => "refused",
        OrderEvent::Expired { .. } => "expired",
        OrderEvent::Lost { .. } => "lost",
        OrderEvent::CancelRefused { .. } => "a refused cancel",
    }
}
