//! Positions and accounts against a slow recomputation.

use crate::say::*;
use proptest::prelude::*;
use tidegate::{
    market::{Account, Fill, Position, Side},
    money::{Amount, MoneyError},
};

/// One unit at a time, oldest first: the meaning of FIFO.
fn profit_one_by_one(fills: &[Fill<M>]) -> (i128, i64) {
    let (mut held, mut profit): (std::collections::VecDeque<(i64, i64)>, i128) = Default::default();
    for fill in fills {
        for _ in 0..fill.quantity.units() {
            match held.front() {
                Some(&(sign, at)) if sign != fill.side.sign() => {
                    profit += i128::from((fill.price.units() - at) * sign);
                    held.pop_front();
                }
                _ => held.push_back((fill.side.sign(), fill.price.units())),
            }
        }
    }
    (profit, held.iter().map(|(sign, _)| sign).sum())
}

fn fills() -> impl Strategy<Value = Vec<Fill<M>>> {
    let one = (any::<bool>(), 1..40_i64, 1..20_i64, -5..9_i128);
    prop::collection::vec(one, 0..40).prop_map(|list| {
        let made = |(buy, at, units, fee)| {
            let side = if buy { Side::Buy } else { Side::Sell };
            Fill { fee: Amount::from_units(fee), ..fill(1, side, at, units) }
        };
        list.into_iter().map(made).collect()
    })
}

proptest! {
    #[test]
    fn profit_is_first_in_first_out(fills in fills()) {
        let mut position = Position::<M>::new();
        let mut profit = 0;
        for fill in &fills {
            let realized = position.apply(fill).unwrap();
            prop_assert_eq!(realized.closed.checked_add(realized.opened), Some(fill.quantity));
            profit += realized.profit.units();
            position.check_invariants();
        }
        prop_assert_eq!((profit, position.signed_units()), profit_one_by_one(&fills));
    }

    #[test]
    fn pnl_is_realized_plus_unrealized_minus_fees(fills in fills(), last in 0..50_i64) {
        let mut account = Account::<M>::new();
        for fill in &fills {
            account.apply(fill).unwrap();
        }
        let last = price(last);
        let parts = account.realized().checked_add(account.position().unrealized(last)).unwrap();
        prop_assert_eq!(account.pnl(last), parts.checked_sub(account.fees()).unwrap());
        let bytes = postcard::to_stdvec(&account).unwrap();
        prop_assert_eq!(postcard::from_bytes::<Account<M>>(&bytes).unwrap(), account);
    }

    #[test]
    fn the_drawdown_is_the_deepest_fall_below_the_peak(
        fills in fills(),
        marks in prop::collection::vec(prop::collection::vec(0..6_i64, 0..4), 40),
    ) {
        let mut account = Account::<M>::new();
        let (mut peak, mut deepest) = (0, 0);
        for (fill, marks) in fills.iter().zip(marks) {
            account.apply(fill).unwrap();
            for last in marks {
                account.mark(price(last));
                let worth = account.pnl(price(last)).units();
                peak = worth.max(peak);
                deepest = (peak - worth).max(deepest);
            }
        }
        prop_assert_eq!((account.peak().units(), account.max_drawdown().units()), (peak, deepest));
    }
}

#[test]
fn a_position_beyond_the_range_is_an_error_and_changes_nothing() {
    let mut account = Account::<M>::new();
    account.apply(&fill(1, BUY, 1, i64::MAX)).unwrap();
    let before = account.clone();
    assert!(matches!(account.apply(&fill(2, BUY, 1, 1)), Err(MoneyError::OutOfRange { .. })));
    assert_eq!(account, before);
}

#[test]
fn the_worth_of_the_largest_account_fits() {
    let mut account = Account::<M>::new();
    account.apply(&fill(1, BUY, 1 << 61, i64::MAX)).unwrap();
    account.mark(price(i64::MAX));
    account.mark(price(0));
    assert_eq!(account.max_drawdown().units(), i128::from(i64::MAX) * i128::from(i64::MAX));
    assert!(account.apply(&fill(2, SELL, i64::MAX, i64::MAX)).is_err(), "cash stays within 2^125");
}
