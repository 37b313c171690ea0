//! The life of an order: each legal step, and that no other is taken.

use crate::say::*;
use proptest::prelude::*;
use tidegate::market::{Life, Order, OrderError, OrderState, Progress, Requested};

fn requested() -> Order<M, Requested> {
    Order::request(&limit(1, BUY, 100, 10)).unwrap()
}

#[test]
fn fills_add_up_until_nothing_is_left() {
    let Ok(Progress::Working(order)) = requested().place().fill(&fill(1, BUY, 100, 4)) else {
        panic!("something is left")
    };
    assert_eq!(order.left(), quantity(6));
    let Ok(Progress::Filled(order)) = order.fill(&fill(1, BUY, 99, 6)) else { panic!("nothing is left") };
    assert_eq!(order.done().state(), OrderState::Done);
}

#[test]
fn a_fill_that_does_not_fit_gives_the_order_back() {
    let cases = [
        (fill(2, BUY, 100, 1), OrderError::WrongOrder { order: 1, found: 2 }),
        (fill(1, SELL, 100, 1), OrderError::WrongSide { order: 1, expected: BUY, found: SELL }),
        (fill(1, BUY, 100, 0), OrderError::EmptyFill { order: 1 }),
        (fill(1, BUY, 101, 1), OrderError::BeyondLimit { order: 1, limit: 100, found: 101 }),
        (fill(1, BUY, 100, 11), OrderError::Overfill { order: 1, left: 10, found: 11 }),
    ];
    for (fill, error) in cases {
        let misfit = requested().place().fill(&fill).unwrap_err();
        assert_eq!(misfit.error, error);
        assert_eq!(misfit.order, requested().place());
    }
}

#[test]
fn an_unknown_order_is_resolved_by_each_answer_of_the_venue() {
    let unknown = || Life::Unknown(requested().lose());
    let state = |life: Result<Life<M>, _>| life.map(|life| life.state()).ok();
    assert_eq!(state(unknown().event(&placed(1)).map_err(drop)), Some(OrderState::Working));
    assert_eq!(state(unknown().event(&refused(1)).map_err(drop)), Some(OrderState::Refused));
    assert_eq!(state(unknown().event(&cancelled(1)).map_err(drop)), Some(OrderState::Cancelled));
    assert_eq!(state(unknown().event(&expired(1)).map_err(drop)), Some(OrderState::Expired));
    assert_eq!(state(unknown().fill(&fill(1, BUY, 100, 10)).map_err(drop)), Some(OrderState::Filled));
}

#[test]
fn an_expired_order_keeps_what_was_left_and_has_ended() {
    let Ok(Progress::Working(order)) = requested().place().fill(&fill(1, BUY, 100, 4)) else {
        panic!("something is left")
    };
    let order = order.expire();
    assert_eq!((order.state(), order.left()), (OrderState::Expired, quantity(6)));
    assert!(!order.state().is_live());
}

#[test]
fn a_life_is_stored_and_read_back() {
    let life = Life::Unknown(requested().place().lose());
    let bytes = postcard::to_stdvec(&life).unwrap();
    assert_eq!(postcard::from_bytes::<Life<M>>(&bytes).unwrap(), life);
    let text = serde_json::to_string(&life).unwrap();
    assert_eq!(serde_json::from_str::<Life<M>>(&text).unwrap(), life);
}

/// The legal steps, from the picture in the module.
fn legal(state: OrderState, step: usize) -> Option<OrderState> {
    use OrderState::*;
    match (state, step) {
        (Requested | Unknown, 0) => Some(Working),
        (Requested | Unknown, 1) => Some(Refused),
        (Working | Unknown, 2) => Some(Cancelled),
        (Filled, 3) => Some(Done),
        (Working | Unknown, 4) => Some(Working),
        (Working | Unknown, 5) => Some(Filled),
        (Requested | Working, 6) => Some(Unknown),
        (Working | Unknown, 7) => Some(Expired),
        (Requested | Working | Unknown, 8) => Some(Unknown),
        (any, 9) => Some(any),
        _ => None,
    }
}

fn take(life: Life<M>, step: usize) -> Result<Life<M>, Life<M>> {
    let left = life.left().units();
    match step {
        0 => life.event(&placed(1)),
        1 => life.event(&refused(1)),
        2 => life.event(&cancelled(1)),
        3 => life.event(&done(1)),
        4 => life.fill(&fill(1, BUY, 100, (left / 2).max(1))),
        5 => life.fill(&fill(1, BUY, 100, left.max(1))),
        6 => life.lose(),
        7 => life.event(&expired(1)),
        8 => life.event(&lost(1)),
        _ => life.event(&cancel_refused(1)),
    }
    .map_err(|misfit| misfit.order)
}

proptest! {
    #[test]
    fn a_life_takes_the_legal_steps_and_no_other(steps in prop::collection::vec(0..10_usize, 0..12)) {
        let mut life = Life::request(&limit(1, BUY, 100, 1 << 40)).unwrap();
        for step in steps {
            let (before, expected) = (life.state(), legal(life.state(), step));
            life = match take(life, step) {
                Ok(life) => { prop_assert_eq!(Some(life.state()), expected); life }
                Err(life) => { prop_assert_eq!((life.state(), expected), (before, None)); life }
            };
        }
    }
}
