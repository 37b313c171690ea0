//! What one strategy has earned on one instrument: exact cash, fees, position, drawdown.
//!
//! Every number is a sum of exact products, so two runs, or a run and its replay, agree to the last
//! digit. Fills change the account ([`apply`](Account::apply)); prices only look at it
//! ([`mark`](Account::mark)), which happens for each trade and costs a product and two comparisons.
//!
//! Law: `pnl(p) = cash + position · p − fees`, and equals the realised profit of all fills plus the
//! unrealised profit at `p` minus fees.

use super::{Fill, Position, Realized, Side, plain_struct};
use crate::money::{Amount, Market, MoneyError, Price};
use serde::{Deserialize, Serialize};

/// Cash and fees each stay within ±2^125, the worth of a position within ±2^126, so that their sum
/// fits 127 bits and needs no check per trade. 2^125 of 1e-16 are 4.2e21 of the quote currency.
const LIMIT: i128 = 1 << 125;

/// Cash, fees, position and the worst fall of their worth.
///
/// ```
/// use tidegate::{
///     market::{Account, Fill, Liquidity, OrderId, Side, TradeId},
///     money::{BtcUsdt, Only},
/// };
/// let mut account = Account::<BtcUsdt>::new();
/// account.apply(&Fill {
///     id: OrderId::new(1),
///     trade: TradeId(1),
///     instrument: Only,
///     side: Side::Buy,
///     price: "100".parse()?,
///     quantity: "2".parse()?,
///     fee: "0.2".parse()?,
///     liquidity: Liquidity::Taker,
/// })?;
/// account.mark("110".parse()?);
/// account.mark("103".parse()?);
/// assert_eq!(account.pnl("103".parse()?), "5.8".parse()?);
/// assert_eq!(account.max_drawdown(), "14".parse()?);
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Account<M: Market> {
    position: Position<M>,
    cash: Amount<M::Quote>,
    fees: Amount<M::Quote>,
    realized: Amount<M::Quote>,
    peak: Amount<M::Quote>,
    drawdown: Amount<M::Quote>,
    /// The price of the last mark, if no fill came after it.
    marked: Option<Price<M>>,
}

plain_struct!(clone Account { position, cash, fees, realized, peak, drawdown, marked });

impl<M: Market> Account<M> {
    /// An account without money, position or history.
    #[must_use]
    pub const fn new() -> Account<M> {
        Account {
            position: Position::new(),
            cash: Amount::ZERO,
            fees: Amount::ZERO,
            realized: Amount::ZERO,
            peak: Amount::ZERO,
            drawdown: Amount::ZERO,
            marked: None,
        }
    }

    /// What is held.
    #[must_use]
    pub const fn position(&self) -> &Position<M> {
        &self.position
    }

    /// What sales brought minus what purchases cost, without fees.
    #[must_use]
    pub const fn cash(&self) -> Amount<M::Quote> {
        self.cash
    }

    /// The fees of all fills, rebates subtracted.
    #[must_use]
    pub const fn fees(&self) -> Amount<M::Quote> {
        self.fees
    }

    /// The profit of what was closed, first in first out, before fees.
    #[must_use]
    pub const fn realized(&self) -> Amount<M::Quote> {
        self.realized
    }

    /// What the account is worth at this price: cash, plus the position at that price, minus fees.
    #[inline]
    #[must_use]
    pub const fn pnl(&self, last: Price<M>) -> Amount<M::Quote> {
        let worth = self.position.signed_units() as i128 * last.units() as i128;
        Amount::from_units(self.cash.units() + worth - self.fees.units())
    }

    /// The highest worth seen by [`mark`](Account::mark); zero at the start.
    #[must_use]
    pub const fn peak(&self) -> Amount<M::Quote> {
        self.peak
    }

    /// The deepest fall of the worth below its peak so far, as seen by [`mark`](Account::mark).
    #[must_use]
    pub const fn max_drawdown(&self) -> Amount<M::Quote> {
        self.drawdown
    }

    /// Takes a fill into cash, fees and position.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] if a sum leaves its range; the account is unchanged then.
    pub fn apply(&mut self, fill: &Fill<M>) -> Result<Realized<M>, MoneyError> {
        let worth = fill.price.notional(fill.quantity);
        let paid = match fill.side {
            Side::Buy => self.cash.checked_sub(worth),
            Side::Sell => self.cash.checked_add(worth),
        };
        let cash = within(paid, "cash")?;
        let fees = within(self.fees.checked_add(fill.fee), "fees")?;
        let realized = self.position.apply(fill)?;
        self.cash = cash;
        self.fees = fees;
        // Cash and what is held differ from the profit by sums that were checked just now.
        self.realized = Amount::from_units(self.realized.units().saturating_add(realized.profit.units()));
        self.marked = None;
        Ok(realized)
    }

    /// Looks at the account at the price of a trade, and remembers peak and deepest fall.
    #[inline]
    pub fn mark(&mut self, last: Price<M>) {
        let seen = match self.marked {
            Some(before) => before == last || self.position.is_flat(),
            None => false,
        };
        if !seen {
            self.marked = Some(last);
            self.look(self.pnl(last));
        }
    }

    #[inline]
    fn look(&mut self, worth: Amount<M::Quote>) {
        if worth > self.peak {
            self.peak = worth;
            return;
        }
        // Both ends are within ±2^127, their distance may be just above it.
        let fall = Amount::from_units(self.peak.units().saturating_sub(worth.units()));
        if fall > self.drawdown {
            self.drawdown = fall;
        }
    }
}

fn within<C: crate::money::Currency>(
    sum: Option<Amount<C>>,
    what: &'static str,
) -> Result<Amount<C>, MoneyError> {
    sum.filter(|sum| (-LIMIT..=LIMIT).contains(&sum.units())).ok_or(MoneyError::amount(what))
}

impl<M: Market> Default for Account<M> {
    fn default() -> Self {
        Account::new()
    }
}
