//! Money and batches as others use them.

use crate::say::*;
use proptest::prelude::*;
use std::str::FromStr;
use tidegate::{
    market::{
        Account, Actions, Advice, Book, Contract, Fill, Ledger, MarketEvent, OrderId, OrderStatus, Position,
        Repeats, Standing, Trade,
    },
    money::{Amount, Only, Price, Quantity, Rate, Usdt},
    time::{Span, Time},
};

proptest! {
    #[test]
    fn a_notional_is_the_exact_product(at in 0..=i64::MAX, units in 0..=i64::MAX) {
        let amount = price(at).notional(quantity(units));
        prop_assert_eq!(amount.units(), i128::from(at) * i128::from(units));
        prop_assert_eq!(Amount::<Usdt>::from_str(&amount.to_string()), Ok(amount));
    }

    #[test]
    fn what_is_stored_is_read_back(at in 0..=i64::MAX, money in any::<i128>()) {
        let stored = (price(at), quantity(at), Amount::<Usdt>::from_units(money), Rate::from_units(at), id(7));
        let text = serde_json::to_string(&stored).unwrap();
        prop_assert_eq!(serde_json::from_str(&text).ok(), Some(stored));
        let bytes = postcard::to_stdvec(&stored).unwrap();
        prop_assert_eq!(postcard::from_bytes(&bytes).ok(), Some(stored));
    }

    #[test]
    fn later_is_never_earlier(nanos in any::<i64>(), span in any::<u64>()) {
        let (at, span) = (Time::from_nanos(nanos), Span::from_nanos(span));
        prop_assert!(at.after(span) >= at);
        prop_assert!(at.after(span) == Time::MAX || at.after(span).since(at) == span);
        prop_assert_eq!(at.checked_add(span).unwrap_or(Time::MAX), at.after(span));
    }
}

#[test]
fn actions_keep_their_order_and_reasons_when_stored() {
    let actions: Actions<M> = [
        limit(1, BUY, 5, 1).because("cheap"),
        cancel(1).into(),
        market(2, SELL, 3).because(format!("spread {}", 4)).protecting(),
    ]
    .into_iter()
    .collect();
    let bytes = postcard::to_stdvec(&actions).unwrap();
    assert_eq!(postcard::from_bytes::<Actions<M>>(&bytes).unwrap(), actions);
    assert!(actions.iter().map(|advice| advice.protects).eq([false, false, true]));
    let reasons: Vec<_> = actions.into_iter().map(|advice| advice.reason).collect();
    assert_eq!(reasons, ["cheap", "", "spread 4"]);
    assert!(Actions::<M>::from(None::<Advice<M>>).is_empty());
}

#[test]
fn events_are_stored_and_read_back() {
    let status = |standing| MarketEvent::from(OrderStatus { id: id(5), instrument: Only, standing });
    let events: [MarketEvent<M>; 10] = [
        placed(1).into(),
        refused(2).into(),
        expired(3).into(),
        lost(4).into(),
        cancel_refused(5).into(),
        tidegate::market::Link::Resynced.into(),
        status(Standing::Working { filled: quantity(3) }),
        status(Standing::Ended),
        status(Standing::NotFound),
        status(Standing::Unanswered { why: "503".into() }),
    ];
    let bytes = postcard::to_stdvec(&events).unwrap();
    assert_eq!(postcard::from_bytes::<[MarketEvent<M>; 10]>(&bytes).unwrap(), events);
    let fills: MarketEvent<M> = tidegate::market::Fills::from(fill(1, BUY, 2, 3)).into();
    let text = serde_json::to_string(&fills).unwrap();
    assert_eq!(serde_json::from_str::<MarketEvent<M>>(&text).unwrap(), fills);
}

#[test]
fn all_values_may_change_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<(Price<M>, Quantity<M>, Amount<Usdt>, OrderId<M>)>();
    check::<(Actions<M>, MarketEvent<M>, Book<M>)>();
    check::<(Position<M>, Account<M>, Ledger<M>, Contract<M>, Repeats<M>)>();
}

/// What a backtest moves millions of times a second does not grow by accident. A fill is a cache line: its fee is
/// aligned to 16 bytes.
#[test]
fn events_are_as_small_as_they_were() {
    assert_eq!((size_of::<Trade<M>>(), size_of::<Fill<M>>()), (32, 64));
    assert_eq!(size_of::<MarketEvent<M>>(), 96);
}
