//! Conservation: each order is in exactly one class, whatever happens.

use crate::say::*;
use proptest::prelude::*;
use tidegate::market::{Counts, Ledger, LedgerError, Life, OrderState};

/// The law of conservation, written out.
fn sum_of(counts: Counts) -> u64 {
    let Counts { submitted: _, requested, working, unknown, filled, cancelled, expired, refused } = counts;
    requested + working + unknown + filled + cancelled + expired + refused
}

proptest! {
    #[test]
    fn every_order_is_in_exactly_one_class(
        steps in prop::collection::vec((0..11_usize, 1..8_u64, 1..6_i64), 0..200),
    ) {
        let mut ledger = Ledger::new();
        let mut submitted = 0;
        for (step, number, units) in steps {
            let (before, was_live) = (ledger.counts(), ledger.get(id(number)).is_some());
            let result = match step {
                0 => ledger.submit(&limit(submitted + 1, BUY, 100, 5)).inspect(|()| submitted += 1),
                1 => ledger.event(&placed(number)),
                2 => ledger.event(&cancelled(number)),
                3 => ledger.event(&done(number)),
                4 => ledger.event(&refused(number)),
                5 => ledger.lose(id(number)),
                6 => ledger.submit(&cancel(number)),
                7 => ledger.event(&expired(number)),
                8 => ledger.event(&lost(number)),
                9 => ledger.event(&cancel_refused(number)),
                _ => ledger.fill(&fill(number, BUY, 100, units)),
            };
            if result.is_err() {
                prop_assert_eq!(ledger.counts(), before);
            }
            if step == 9 {
                prop_assert_eq!(ledger.counts(), before, "a refused cancel changes nothing");
            }
            prop_assert!(
                step == 0 || was_live || ledger.get(id(number)).is_none(),
                "no order comes back from its end"
            );
            ledger.check_invariants();
            prop_assert_eq!(ledger.counts().submitted, submitted);
            prop_assert_eq!(sum_of(ledger.counts()), submitted);
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

fn state(ledger: &Ledger<M>, number: u64) -> Option<OrderState> {
    ledger.get(id(number)).map(Life::state)
}

/// Fault 64: the place answer comes after the stream told the end.
#[test]
fn fault_064_a_late_or_repeated_place_event_makes_no_phantom_order() {
    let mut ledger = Ledger::new();
    ledger.submit(&limit(1, BUY, 100, 5)).unwrap();
    ledger.event(&placed(1)).unwrap();
    ledger.fill(&fill(1, BUY, 100, 2)).unwrap();
    let before = ledger.counts();
    assert!(matches!(ledger.event(&placed(1)), Err(LedgerError::Order(_))), "a place event told again");
    assert_eq!((ledger.counts(), ledger.get(id(1)).map(Life::left)), (before, Some(quantity(3))));

    ledger.fill(&fill(1, BUY, 100, 3)).unwrap();
    ledger.event(&done(1)).unwrap();
    for late in [placed(1), cancelled(1), expired(1), lost(1), refused(1)] {
        assert!(matches!(ledger.event(&late), Err(LedgerError::Ended { order: 1, .. })), "{late}");
    }
    assert_eq!((ledger.counts().filled, ledger.live().count()), (1, 0));
    ledger.check_invariants();
}

/// Fault 63: a submission without an answer.
#[test]
fn fault_063_a_lost_order_is_unknown_until_the_venue_says_more() {
    let mut ledger = Ledger::new();
    for number in 1..=4 {
        ledger.submit(&limit(number, BUY, 100, 5)).unwrap();
        ledger.event(&lost(number)).unwrap();
        ledger.event(&lost(number)).expect("it may be lost twice");
        assert_eq!(state(&ledger, number), Some(OrderState::Unknown));
    }
    ledger.event(&placed(1)).unwrap();
    ledger.event(&refused(2)).unwrap();
    ledger.event(&expired(3)).unwrap();
    ledger.fill(&fill(4, BUY, 100, 5)).unwrap();
    let expected =
        Counts { submitted: 4, working: 1, refused: 1, expired: 1, filled: 1, ..Counts::default() };
    assert_eq!(ledger.counts(), expected);
}

/// Fault 21: the venue does not take a cancel.
#[test]
fn fault_021_a_refused_cancel_ends_nothing_and_may_come_after_the_end() {
    let mut ledger = Ledger::new();
    ledger.submit(&limit(1, BUY, 100, 5)).unwrap();
    for known in [OrderState::Requested, OrderState::Working, OrderState::Unknown] {
        match known {
            OrderState::Working => ledger.event(&placed(1)).unwrap(),
            OrderState::Unknown => ledger.lose(id(1)).unwrap(),
            _ => {}
        }
        ledger.event(&cancel_refused(1)).unwrap();
        assert_eq!(state(&ledger, 1), Some(known));
    }
    ledger.event(&cancelled(1)).unwrap();
    ledger.event(&cancel_refused(1)).expect("cancels race with ends");
    assert_eq!(ledger.event(&cancel_refused(2)), Err(LedgerError::NeverSubmitted { order: 2 }));
}
