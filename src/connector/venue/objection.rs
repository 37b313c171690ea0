//! What the venue has against an order: zeros, and sizes below its terms.

use crate::connector::Terms;
use crate::market::Action;
use crate::money::{Market, Price};
use std::borrow::Cow;

/// A rule, what it saw, and what it allows.
pub(super) type Objection = (&'static str, Cow<'static, str>, Cow<'static, str>);

/// The first rule that an order breaks. A limit order is worth what its limit says, a market order what the
/// last trade says; before any trade it is worth enough.
pub(super) fn objection<M: Market>(
    terms: &Terms<M>,
    action: &Action<M>,
    last: Option<Price<M>>,
) -> Option<Objection> {
    let (quantity, limit) = (action.quantity()?, action.limit());
    if quantity.is_zero() {
        return Some(("quantity", "0".into(), "more than zero".into()));
    }
    if limit.is_some_and(|limit| limit.units() == 0) {
        return Some(("price", "0".into(), "more than zero".into()));
    }
    let said = |least: &dyn std::fmt::Display| -> Cow<'static, str> { format!("at least {least}").into() };
    if quantity.units().checked_rem(terms.lot.units()).is_some_and(|over| over != 0) {
        return Some(("lot", quantity.to_string().into(), format!("a multiple of {}", terms.lot).into()));
    }
    if quantity < terms.min_quantity {
        return Some(("least quantity", quantity.to_string().into(), said(&terms.min_quantity)));
    }
    let notional = limit.or(last).map(|price| price.notional(quantity))?;
    (notional < terms.min_notional)
        .then(|| ("least notional", notional.to_string().into(), said(&terms.min_notional)))
}
