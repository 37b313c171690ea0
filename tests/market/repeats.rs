//! Fault 106: a fill that is told twice counts once.

use crate::say::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use tidegate::market::{Fill, Fills, Position, Repeats, TradeId};

fn told(number: u64, trade: u64) -> Fill<M> {
    Fill { trade: TradeId(trade), ..fill(number, BUY, 100, 1) }
}

proptest! {
    /// Orders 1 to 4 were sent, order 5 never.
    #[test]
    fn fault_106_a_fill_counts_once_however_often_and_whenever_it_is_told(
        steps in prop::collection::vec((0..6_usize, 1..6_u64, 1..5_u64), 0..200),
    ) {
        let (mut repeats, mut seen) = (Repeats::new(), BTreeSet::new());
        let (mut position, mut expected) = (Position::<M>::new(), 0);
        (1..5).for_each(|number| repeats.sent(id(number)));
        for (step, number, trade) in steps {
            match step {
                0 => repeats.ended(id(number)),
                _ => {
                    let is_new = seen.insert((number, trade));
                    expected += i64::from(is_new);
                    let left = repeats.leave_out(Fills::from(told(number, trade)));
                    prop_assert_eq!(left.is_some(), is_new);
                    left.iter().flatten().for_each(|fill| assert!(position.apply(fill).is_ok()));
                }
            }
        }
        prop_assert_eq!(position.signed_units(), expected);
    }
}

#[test]
fn a_list_loses_its_repeats_and_nothing_is_left_of_one_that_has_no_other() {
    let mut repeats = Repeats::new();
    let list = |trades: &[u64]| trades.iter().map(|trade| told(1, *trade)).collect::<Fills<M>>();
    assert_eq!(repeats.leave_out(list(&[7, 8, 7])), Some(list(&[7, 8])));
    assert_eq!(repeats.leave_out(list(&[8, 9])), Some(list(&[9])));
    assert_eq!(repeats.leave_out(list(&[7, 8, 9])), None);
    assert_eq!(repeats.leave_out(list(&[])), Some(list(&[])), "O8: an empty list is an event");
}

#[test]
fn one_number_of_two_orders_is_two_fills() {
    let mut repeats = Repeats::new();
    assert!(!repeats.is_repeated(&told(1, 7)));
    assert!(!repeats.is_repeated(&told(2, 7)));
}

#[test]
fn an_order_under_way_is_remembered_however_many_end_meanwhile_and_an_ended_one_is_not() {
    let mut repeats = Repeats::new();
    for number in 1..=3_000 {
        repeats.sent(id(number));
        assert!(!repeats.is_repeated(&told(number, 1)));
        if number > 1 {
            repeats.ended(id(number));
        }
    }
    assert!(repeats.is_repeated(&told(1, 1)), "it is under way");
    assert!(repeats.is_repeated(&told(3_000, 1)), "it ended last");
    assert!(repeats.is_repeated(&told(1_977, 1)), "1023 ended after it");
    assert!(!repeats.is_repeated(&told(1_976, 1)), "1024 did");
}
