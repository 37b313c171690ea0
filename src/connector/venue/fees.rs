//! What a fill costs.

use crate::market::Liquidity;
use crate::money::{Amount, Market, MoneyError, Price, Quantity, Rate};

/// The rates of both parts in a fill.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fees {
    pub(super) maker: Rate,
    pub(super) taker: Rate,
}

impl Fees {
    /// The exact fee of a fill.
    pub(super) fn of<M: Market>(
        self,
        price: Price<M>,
        quantity: Quantity<M>,
        part: Liquidity,
    ) -> Result<Amount<M::Quote>, MoneyError> {
        let rate = match part {
            Liquidity::Maker => self.maker,
            Liquidity::Taker => self.taker,
        };
        rate.of(price.notional(quantity))
    }
}
