//! Conservation: each order is in exactly one class, whatever happens.

use crate::say::*;
use proptest::prelude::*;
use tidegate::market::{Ledger, LedgerError, OrderState};

proptest! {
    #[test]
    fn every_order_is_in_exactly_one_class(
        steps in prop::collection::vec((0..8_usize, 1..8_u64, 1..6_i64), 0..200),
    ) {
        let mut ledger = Ledger::new();
        let mut submitted = 0;
        for (step, number, units) in steps {
            let before = ledger.counts();
            let result = match step {
                0 => ledger.submit(&limit(submitted + 1, BUY, 100, 5)).inspect(|()| submitted += 1),
                1 => ledger.event(&placed(number)),
                2 => ledger.event(&cancelled(number)),
                3 => ledger.event(&done(number)),
                4 => ledger.event(&refused(number)),
                5 => ledger.lose(id(number)),
                6 => ledger.submit(&cancel(number)),
                _ => ledger.fill(&fill(number, BUY, 100, units)),
            };
            if result.is_err() {
                prop_assert_eq!(ledger.counts(), before);
            }
            ledger.check_invariants();
            prop_assert_eq!(ledger.counts().submitted, submitted);
            prop_assert!(ledger.live().map(|life| life.id()).is_sorted());
        }
    }
}

#[test]
fn finished_orders_leave_only_a_number() {
    let mut ledger = Ledger::new();
    for number in 1..=1000 {
        ledger.submit(&limit(number, BUY, 100, 5)).unwrap();
        ledger.event(&placed(number)).unwrap();
        ledger.fill(&fill(number, BUY, 100, 5)).unwrap();
        ledger.event(&done(number)).unwrap();
    }
    assert_eq!((ledger.counts().filled, ledger.live().count()), (1000, 0));
}

#[test]
fn late_and_foreign_events_are_errors_but_the_echo_of_a_fill_is_not() {
    let mut ledger = Ledger::new();
    ledger.submit(&limit(1, BUY, 100, 5)).unwrap();
    ledger.event(&placed(1)).unwrap();
    assert!(matches!(ledger.event(&done(1)), Err(LedgerError::Order(_))));
    ledger.event(&cancelled(1)).unwrap();
    let late = ledger.fill(&fill(1, BUY, 100, 5));
    assert_eq!(late, Err(LedgerError::Ended { order: 1, found: "a fill" }));
    assert_eq!(ledger.event(&placed(2)), Err(LedgerError::NeverSubmitted { order: 2 }));
    assert_eq!(ledger.submit(&limit(1, BUY, 1, 1)), Err(LedgerError::IdNotRising { order: 1, highest: 1 }));
}

#[test]
fn a_broken_link_makes_all_that_is_under_way_unknown() {
    let mut ledger = Ledger::new();
    for number in 1..=3 {
        ledger.submit(&limit(number, BUY, 100, 5)).unwrap();
    }
    ledger.event(&placed(2)).unwrap();
    ledger.lose(id(3)).unwrap();
    ledger.lose_all();
    ledger.check_invariants();
    assert_eq!(ledger.counts().unknown, 3);
    assert!(ledger.live().all(|life| life.state() == OrderState::Unknown));
    let bytes = postcard::to_stdvec(&ledger).unwrap();
    assert_eq!(postcard::from_bytes::<Ledger<M>>(&bytes).unwrap(), ledger);
}
