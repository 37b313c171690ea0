//! The life of an order as types: each state is one, each step consumes the state before.
//!
//! ```text
//!             place            last fill           done
//!  Requested -------> Working ----------> Filled -------> Done
//!      |  \            |   \                 ^
//!      |   \ refuse    |    \ cancel         | last fill
//!      |    \          |     \               |
//!      |     Refused   |      Cancelled <--- Unknown ---> Working (place), Refused (refuse)
//!      |               |  lose                 ^
//!      +---------------+-----------------------+
//! ```
//!
//! `expire` goes wherever `cancel` goes, to `Expired`: the venue ended the order by its own rule.
//!
//! *Unknown* is the state after a broken link, or a request without an answer: perhaps it was placed,
//! perhaps filled. Every answer of the venue resolves it. `Done`, `Cancelled`, `Expired` and `Refused` have
//! no way out; `Filled` has no exposure left and waits for the venue to say so (O6).
//!
//! A step that is illegal at compile time:
//!
//! ```compile_fail,E0277
//! use tidegate::{market::{Order, Requested}, money::BtcUsdt};
//! fn fill_before_place(order: Order<BtcUsdt, Requested>, fill: tidegate::market::Fill<BtcUsdt>) {
//!     let _ = order.fill(&fill); // O4: a requested order has no fills
//! }
//! ```

mod error;
mod life;
mod state;

pub use error::{Misfit, OrderError};
pub use life::Life;
pub use state::{
    Cancelled, Done, Existing, Expired, Filled, Losable, OrderState, Pending, Refused, Requested, State,
    Unknown, Working,
};

use super::{Action, Fill, OrderId, Side, plain_struct};
use crate::money::{Market, Price, Quantity};
use serde::{Deserialize, Serialize};
use std::{fmt, marker::PhantomData};

/// What an order is, whatever its state.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
struct Facts<M: Market> {
    id: OrderId<M>,
    instrument: M::Instrument,
    side: Side,
    limit: Option<Price<M>>,
    quantity: Quantity<M>,
    left: Quantity<M>,
}

plain_struct!(clone Facts { id, instrument, side, limit, quantity, left });

/// An order on market `M` in state `S`. Not `Clone`: one order has one state.
///
/// ```
/// use tidegate::{market::{Action, Order, OrderId, Side}, money::{BtcUsdt, Only}};
/// let ask = Action::<BtcUsdt>::Market {
///     id: OrderId::new(1),
///     instrument: Only,
///     side: Side::Sell,
///     quantity: "2".parse()?,
/// };
/// let order = Order::request(&ask).expect("not a cancel");
/// let cancelled = order.place().cancel();
/// assert_eq!(cancelled.left(), "2".parse()?);
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Serialize, Deserialize)]
#[serde(bound = "", transparent)]
pub struct Order<M: Market, S: State> {
    facts: Facts<M>,
    #[serde(skip)]
    state: PhantomData<fn() -> S>,
}

/// What a fill makes of an order.
#[derive(Debug, PartialEq, Eq)]
pub enum Progress<M: Market> {
    /// Some of it is left.
    Working(Order<M, Working>),
    /// Nothing is left.
    Filled(Order<M, Filled>),
}

impl<M: Market> Order<M, Requested> {
    /// The order an action asks for; `None` if it is a cancel.
    #[must_use]
    pub fn request(action: &Action<M>) -> Option<Order<M, Requested>> {
        let (side, quantity) = (action.side()?, action.quantity()?);
        let (id, instrument, limit) = (action.id(), action.instrument(), action.limit());
        let facts = Facts { id, instrument, side, limit, quantity, left: quantity };
        Some(Order { facts, state: PhantomData })
    }
}

impl<M: Market, S: State> Order<M, S> {
    /// Our name of the order.
    #[must_use]
    pub const fn id(&self) -> OrderId<M> {
        self.facts.id
    }

    /// What it trades.
    #[must_use]
    pub const fn instrument(&self) -> M::Instrument {
        self.facts.instrument
    }

    /// Whether it buys or sells.
    #[must_use]
    pub const fn side(&self) -> Side {
        self.facts.side
    }

    /// The worst price it accepts; `None` for a market order.
    #[must_use]
    pub const fn limit(&self) -> Option<Price<M>> {
        self.facts.limit
    }

    /// How much was ordered.
    #[must_use]
    pub const fn quantity(&self) -> Quantity<M> {
        self.facts.quantity
    }

    /// How much was not executed so far.
    #[must_use]
    pub const fn left(&self) -> Quantity<M> {
        self.facts.left
    }

    /// The state as a value.
    #[must_use]
    pub const fn state(&self) -> OrderState {
        S::STATE
    }

    fn become_<T: State>(self) -> Order<M, T> {
        Order { facts: self.facts, state: PhantomData }
    }
}

impl<M: Market, S: State> Order<M, S> {
    /// The venue has it.
    #[must_use]
    pub fn place(self, // an order has one state: go on with what this gives
    ) -> Order<M, Working>
    where
        S: Pending,
    {
        self.become_()
    }

    /// It never came to exist.
    #[must_use]
    pub fn refuse(self, // an order has one state: go on with what this gives
    ) -> Order<M, Refused>
    where
        S: Pending,
    {
        self.become_()
    }

    /// The link broke, or no answer came: nobody here knows what became of it.
    #[must_use]
    pub fn lose(self, // an order has one state: go on with what this gives
    ) -> Order<M, Unknown>
    where
        S: Losable,
    {
        self.become_()
    }

    /// A part of it was executed, or all that was left.
    ///
    /// # Errors
    /// Each variant of [`OrderError`] but `WrongState`; the order comes back as it was.
    pub fn fill(
        mut self, // an order has one state: go on with what this gives
        fill: &Fill<M>,
    ) -> Result<Progress<M>, Misfit<Order<M, S>>>
    where
        S: Existing,
    {
        match self.facts.after(fill) {
            Err(error) => Err(Misfit { order: self, error }),
            Ok(left) => {
                self.facts.left = left;
                Ok(if left.is_zero() {
                    Progress::Filled(self.become_())
                } else {
                    Progress::Working(self.become_())
                })
            }
        }
    }

    /// The venue took it from the book.
    #[must_use]
    pub fn cancel(self, // an order has one state: go on with what this gives
    ) -> Order<M, Cancelled>
    where
        S: Existing,
    {
        self.become_()
    }

    /// The venue ended it by its own rule.
    #[must_use]
    pub fn expire(self, // an order has one state: go on with what this gives
    ) -> Order<M, Expired>
    where
        S: Existing,
    {
        self.become_()
    }
}

impl<M: Market> Order<M, Filled> {
    /// The venue says that it is complete.
    #[must_use]
    pub fn done(self, // an order has one state: go on with what this gives
    ) -> Order<M, Done> {
        self.become_()
    }
}

impl<M: Market> Facts<M> {
    /// What a fill leaves, or why it cannot belong to this order.
    fn after(&self, fill: &Fill<M>) -> Result<Quantity<M>, OrderError> {
        let order = self.id.number();
        if fill.id != self.id {
            return Err(OrderError::WrongOrder { order, found: fill.id.number() });
        }
        if fill.instrument != self.instrument {
            return Err(OrderError::WrongInstrument { order });
        }
        if fill.side != self.side {
            return Err(OrderError::WrongSide { order, expected: self.side, found: fill.side });
        }
        if fill.quantity.is_zero() {
            return Err(OrderError::EmptyFill { order });
        }
        if let Some(limit) = self.limit.filter(|&limit| worse(fill.price, limit, self.side)) {
            return Err(OrderError::BeyondLimit { order, limit: limit.units(), found: fill.price.units() });
        }
        let overfill = OrderError::Overfill { order, left: self.left.units(), found: fill.quantity.units() };
        self.left.checked_sub(fill.quantity).ok_or(overfill)
    }
}

fn worse<M: Market>(price: Price<M>, limit: Price<M>, side: Side) -> bool {
    match side {
        Side::Buy => price > limit,
        Side::Sell => price < limit,
    }
}

impl<M: Market, S: State> PartialEq for Order<M, S> {
    fn eq(&self, other: &Self) -> bool {
        self.facts == other.facts
    }
}

impl<M: Market, S: State> Eq for Order<M, S> {}

impl<M: Market, S: State> fmt::Debug for Order<M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}{:?}", S::STATE, self.facts)
    }
}
