//! What a venue takes: steps and least sizes of orders, and whether they can be told to reduce only.
//!
//! A position can be closed by orders the venue takes, and by no others. What is left below its least sizes
//! is *dust*: nothing can be done about it, and it is not a position that somebody forgot.

use crate::market::{plain_enum, plain_struct};
use crate::money::{Amount, Market, Price, Quantity, copies};

/// The terms of a venue for one instrument.
///
/// ```
/// use tidegate::connector::{Closable, Terms};
/// use tidegate::money::{BtcUsdt, Quantity};
///
/// let lot: Quantity<BtcUsdt> = "0.001".parse()?;
/// let terms = Terms { lot, min_notional: "10".parse()?, ..Terms::new() };
/// let held: Quantity<BtcUsdt> = "0.0125".parse()?;
/// let (quantity, rest) = ("0.012".parse()?, "0.0005".parse()?);
/// assert_eq!(terms.closable(-held.units(), Some("60000".parse()?)), Closable::Order { quantity, rest });
/// assert_eq!(terms.closable(-held.units(), Some("800".parse()?)), Closable::Dust(held), "worth 9.6");
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
pub struct Terms<M: Market> {
    /// Quantities are multiples of this; zero if any is taken.
    pub lot: Quantity<M>,
    /// The least quantity of an order.
    pub min_quantity: Quantity<M>,
    /// The least price times quantity of an order.
    pub min_notional: Amount<M::Quote>,
    /// Whether an order can be marked so that it never turns a position round. The connector marks those that
    /// [reduce only](crate::safety::Admitted::reduces_only).
    pub reduce_only: bool,
}

copies!(Terms<M: Market>);
plain_struct!(Terms { lot, min_quantity, min_notional, reduce_only });

/// How much of a position an order can close.
pub enum Closable<M: Market> {
    /// Nothing is held.
    Nothing,
    /// All of this is too small for any order.
    Dust(Quantity<M>),
    /// One order does it.
    Order {
        /// How much it is for, in whole lots.
        quantity: Quantity<M>,
        /// What is left after it, less than a lot.
        rest: Quantity<M>,
    },
}

copies!(Closable<M: Market>);
plain_enum!(Closable { Nothing {}, Dust { 0: quantity }, Order { quantity: quantity, rest: rest } });

impl<M: Market> Terms<M> {
    /// No limits, and no orders that only reduce.
    #[must_use]
    pub const fn new() -> Terms<M> {
        Terms {
            lot: Quantity::ZERO,
            min_quantity: Quantity::ZERO,
            min_notional: Amount::ZERO,
            reduce_only: false,
        }
    }

    /// The order that closes as much of a position, in 1e-8 of the base currency, as the venue takes.
    ///
    /// `last` is what the instrument is worth. While nobody knows, a least notional counts as met: an order
    /// that is refused costs nothing, a position that is taken for dust stays.
    ///
    /// Laws: `quantity + rest` is the position, and `quantity` is above zero.
    #[must_use]
    pub fn closable(&self, position_units: i64, last: Option<Price<M>>) -> Closable<M> {
        // The one position whose opposite does not fit is closed but for its last unit.
        let held = position_units.saturating_abs();
        if held == 0 {
            return Closable::Nothing;
        }
        let over = held.checked_rem(self.lot.units()).unwrap_or(0);
        let (quantity, rest, all) = (Self::of(held - over), Self::of(over), Self::of(held));
        let is_worth_it = last.is_none_or(|last| last.notional(quantity) >= self.min_notional);
        match !quantity.is_zero() && quantity >= self.min_quantity && is_worth_it {
            true => Closable::Order { quantity, rest },
            false => Closable::Dust(all),
        }
    }

    /// A quantity from a number that is zero or more.
    fn of(units: i64) -> Quantity<M> {
        Quantity::from_units(units).unwrap_or(Quantity::ZERO)
    }
}

impl<M: Market> Default for Terms<M> {
    fn default() -> Self {
        Terms::new()
    }
}
