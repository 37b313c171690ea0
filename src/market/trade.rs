//! A public trade, as the venue prints it.

use super::{Side, TradeId, plain_struct};
use crate::money::{Market, Price, Quantity, copies};
use serde::{Deserialize, Serialize};

/// Two others traded.
///
/// ```
/// use tidegate::{market::{Side, Trade, TradeId}, money::{BtcUsdt, Only}};
/// let trade = Trade::<BtcUsdt> {
///     instrument: Only,
///     id: TradeId(7),
///     price: "61837.63".parse()?,
///     quantity: "0.002".parse()?,
///     aggressor: Side::Sell,
/// };
/// assert!(trade.buyer_is_maker());
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Trade<M: Market> {
    /// What was traded.
    pub instrument: M::Instrument,
    /// The venue's number of the trade.
    pub id: TradeId,
    /// At which price.
    pub price: Price<M>,
    /// How much.
    pub quantity: Quantity<M>,
    /// The side of the party that took the resting order.
    pub aggressor: Side,
}

copies!(Trade<M: Market>);
plain_struct!(Trade { instrument, id, price, quantity, aggressor });

impl<M: Market> Trade<M> {
    /// Whether the buyer's order was the resting one, which some venues print instead of a side.
    #[inline]
    #[must_use]
    pub const fn buyer_is_maker(&self) -> bool {
        matches!(self.aggressor, Side::Sell)
    }
}
