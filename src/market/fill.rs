//! Executions of one's own orders.

use super::{OrderId, Side, TradeId, batch, plain_struct};
use crate::money::{Amount, Market, Price, Quantity, copies};
use serde::{Deserialize, Serialize};

/// Which part an order took in its execution; fees depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Liquidity {
    /// It was resting in the book.
    Maker,
    /// It met an order that was resting.
    Taker,
}

/// A part of one of our orders, or the whole, was executed.
///
/// ```
/// use tidegate::{market::{Fill, Liquidity, OrderId, Side, TradeId}, money::{BtcUsdt, Only}};
/// let fill = Fill::<BtcUsdt> {
///     id: OrderId::new(1),
///     trade: TradeId(7),
///     instrument: Only,
///     side: Side::Sell,
///     price: "100".parse()?,
///     quantity: "0.5".parse()?,
///     fee: "0.05".parse()?,
///     liquidity: Liquidity::Taker,
/// };
/// assert_eq!(fill.signed_units(), -50_000_000);
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Fill<M: Market> {
    /// The order that was executed.
    pub id: OrderId<M>,
    /// The venue's number of this execution. Two fills of one order with one number are one fill that was
    /// told twice: see [`Repeats`](super::Repeats). A connector to a venue without numbers gives its own.
    pub trade: TradeId,
    /// What was traded.
    pub instrument: M::Instrument,
    /// The side of our order.
    pub side: Side,
    /// The price of this execution.
    pub price: Price<M>,
    /// How much of the order.
    pub quantity: Quantity<M>,
    /// What it cost, in the quote currency; negative for a rebate.
    pub fee: Amount<M::Quote>,
    /// Our part in it.
    pub liquidity: Liquidity,
}

copies!(Fill<M: Market>);
plain_struct!(Fill { id, trade, instrument, side, price, quantity, fee, liquidity });

impl<M: Market> Fill<M> {
    /// What the fill does to the position, in 1e-8 of the base currency.
    #[inline]
    #[must_use]
    pub const fn signed_units(&self) -> i64 {
        self.side.sign() * self.quantity.units()
    }
}

batch! {
    /// The fills of one event, perhaps none (O8), of several orders perhaps.
    ///
    /// One needs no allocation.
    ///
    /// ```
    /// use tidegate::{market::Fills, money::BtcUsdt};
    /// assert!(Fills::<BtcUsdt>::new().is_empty());
    /// ```
    Fills of Fill, inline 1
}
