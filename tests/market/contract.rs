//! Each rule of the contract, broken once, and the same kept.

use crate::say::*;
use tidegate::{
    market::{
        Book, Breach, Contract, Fill, Fills, Link, MarketEvent, OrderEvent, OrderStatus, Rule, Sent, Standing,
    },
    money::Only,
};

/// A contract with one market order for 10, sent and placed.
fn with_one_placed() -> Contract<M> {
    let mut contract = Contract::new();
    assert_eq!(contract.sent(&market(1, BUY, 10)), Ok(Sent::Passed));
    turn(&mut contract, placed(1)).unwrap();
    contract
}

fn turn(contract: &mut Contract<M>, event: OrderEvent<M>) -> Result<(), Breach> {
    contract.received(&event.into())
}

fn fills(contract: &mut Contract<M>, fill: Fill<M>) -> Result<(), Breach> {
    contract.received(&Fills::from(fill).into())
}

fn broken<T: std::fmt::Debug>(result: Result<T, Breach>) -> Rule {
    result.unwrap_err().rule
}

#[test]
fn o2_an_order_owes_an_event_until_it_ends() {
    let mut contract = with_one_placed();
    assert!(contract.pending().eq([id(1)]));
    turn(&mut contract, cancelled(1)).unwrap();
    assert_eq!(contract.pending().count(), 0);
}

#[test]
fn o3_an_id_used_again_is_a_breach_even_after_its_order_ended() {
    let mut contract = with_one_placed();
    assert_eq!(broken(contract.sent(&market(1, BUY, 10))), Rule::O3);
    turn(&mut contract, cancelled(1)).unwrap();
    assert_eq!(broken(contract.sent(&limit(1, SELL, 5, 10))), Rule::O3);
    assert_eq!(contract.sent(&market(2, BUY, 10)), Ok(Sent::Passed));
}

#[test]
fn o4_a_fill_before_its_place_is_a_breach() {
    let mut contract = Contract::new();
    contract.sent(&market(1, BUY, 10)).unwrap();
    assert_eq!(broken(fills(&mut contract, fill(1, BUY, 5, 1))), Rule::O4);
    assert_eq!(broken(turn(&mut contract, cancelled(1))), Rule::O4);
    assert_eq!(broken(turn(&mut contract, done(1))), Rule::O4);
    turn(&mut contract, placed(1)).unwrap();
    fills(&mut contract, fill(1, BUY, 5, 1)).unwrap();
}

#[test]
fn o4_a_second_place_and_a_refusal_after_the_place_are_breaches() {
    let mut contract = with_one_placed();
    assert_eq!(broken(turn(&mut contract, placed(1))), Rule::O4);
    assert_eq!(broken(turn(&mut contract, refused(1))), Rule::O4);
}

#[test]
fn o5_a_fill_after_its_cancel_is_a_breach() {
    let mut contract = with_one_placed();
    fills(&mut contract, fill(1, BUY, 5, 4)).unwrap();
    turn(&mut contract, cancelled(1)).unwrap();
    assert_eq!(broken(fills(&mut contract, fill(1, BUY, 5, 4))), Rule::O5);
}

#[test]
fn o6_a_done_before_the_last_fill_is_a_breach() {
    let mut contract = with_one_placed();
    fills(&mut contract, fill(1, BUY, 5, 9)).unwrap();
    let breach = turn(&mut contract, done(1)).unwrap_err();
    assert_eq!(breach.to_string(), "O6: order 1: expected all fills before done, found 0.00000001 left");
    fills(&mut contract, fill(1, BUY, 5, 1)).unwrap();
    assert!(contract.pending().eq([id(1)]));
    turn(&mut contract, done(1)).unwrap();
}

#[test]
fn o7_an_event_after_the_end_is_a_breach() {
    let mut contract = with_one_placed();
    fills(&mut contract, fill(1, BUY, 5, 10)).unwrap();
    assert_eq!(broken(turn(&mut contract, cancelled(1))), Rule::O7);
    turn(&mut contract, done(1)).unwrap();
    for late in [placed(1), cancelled(1), done(1), refused(1)] {
        assert_eq!(broken(turn(&mut contract, late)), Rule::O7);
    }
    assert_eq!(broken(fills(&mut contract, fill(1, BUY, 5, 1))), Rule::O7);
}

#[test]
fn o8_fills_may_be_none_and_must_belong_to_their_order() {
    let mut contract = with_one_placed();
    contract.received(&MarketEvent::Fills(Fills::new())).unwrap();
    assert_eq!(broken(fills(&mut contract, fill(1, SELL, 5, 1))), Rule::O8);
    assert_eq!(broken(fills(&mut contract, fill(1, BUY, 5, 11))), Rule::O8);
    assert_eq!(broken(fills(&mut contract, fill(1, BUY, 5, 0))), Rule::O8);
}

#[test]
fn o8_the_good_fills_of_a_list_count_although_one_is_a_breach() {
    let mut contract = with_one_placed();
    let list: Fills<M> = [fill(1, SELL, 5, 1), fill(1, BUY, 5, 10)].into_iter().collect();
    assert_eq!(broken(contract.received(&list.into())), Rule::O8);
    turn(&mut contract, done(1)).unwrap();
}

#[test]
fn o9_books_and_links_come_at_any_time() {
    let mut contract = Contract::<M>::new();
    contract.received(&Book::empty(Only).into()).unwrap();
    contract.received(&Link::Down.into()).unwrap();
}

#[test]
fn o10_an_event_of_an_order_that_is_not_ours_is_a_breach() {
    let mut contract = with_one_placed();
    assert_eq!(broken(turn(&mut contract, placed(2))), Rule::O10);
    assert_eq!(broken(fills(&mut contract, fill(7, BUY, 5, 1))), Rule::O10);
}

#[test]
fn o11_a_cancel_of_an_ended_order_is_ignored_and_no_breach() {
    let mut contract = with_one_placed();
    turn(&mut contract, cancelled(1)).unwrap();
    assert_eq!(contract.sent(&cancel(1)), Ok(Sent::Ignored));
}

#[test]
fn o12_a_cancel_before_the_place_is_a_breach() {
    let mut contract = Contract::new();
    assert_eq!(broken(contract.sent(&cancel(1))), Rule::O12);
    contract.sent(&limit(1, BUY, 5, 10)).unwrap();
    assert_eq!(broken(contract.sent(&cancel(1))), Rule::O12);
}

#[test]
fn o13_a_market_order_may_be_cancelled() {
    assert_eq!(with_one_placed().sent(&cancel(1)), Ok(Sent::Passed));
}

#[test]
fn a_refused_order_has_no_more_events_and_owes_none() {
    let mut contract = Contract::new();
    contract.sent(&market(1, BUY, 10)).unwrap();
    turn(&mut contract, refused(1)).unwrap();
    assert_eq!(contract.pending().count(), 0);
    assert_eq!(broken(turn(&mut contract, placed(1))), Rule::O7);
}

fn status(contract: &mut Contract<M>, number: u64, standing: Standing<M>) -> Result<(), Breach> {
    contract.received(&OrderStatus { id: id(number), instrument: Only, standing }.into())
}

#[test]
fn an_expired_order_keeps_the_rules_of_a_cancelled_one() {
    let mut unplaced = Contract::new();
    unplaced.sent(&market(1, BUY, 10)).unwrap();
    assert_eq!(broken(turn(&mut unplaced, expired(1))), Rule::O4);

    let mut contract = with_one_placed();
    fills(&mut contract, fill(1, BUY, 5, 4)).unwrap();
    turn(&mut contract, expired(1)).unwrap();
    assert_eq!(contract.pending().count(), 0);
    let late = fills(&mut contract, fill(1, BUY, 5, 4)).unwrap_err();
    assert_eq!(late.to_string(), "O5: order 1: expected all fills before it expires, found a fill after it");
    for late in [placed(1), cancelled(1), expired(1), done(1)] {
        assert_eq!(broken(turn(&mut contract, late)), Rule::O7);
    }

    let mut filled = with_one_placed();
    fills(&mut filled, fill(1, BUY, 5, 10)).unwrap();
    assert_eq!(broken(turn(&mut filled, expired(1))), Rule::O7, "it is done and nothing else");
}

#[test]
fn only_an_order_under_way_can_be_lost_and_each_answer_resolves_it() {
    let mut contract = Contract::new();
    assert_eq!(broken(turn(&mut contract, lost(1))), Rule::O10);
    contract.sent(&market(1, BUY, 10)).unwrap();
    turn(&mut contract, lost(1)).unwrap();
    assert!(contract.pending().eq([id(1)]), "it owes an answer");
    turn(&mut contract, placed(1)).unwrap();
    assert_eq!(broken(turn(&mut contract, placed(1))), Rule::O4);
    turn(&mut contract, lost(1)).unwrap();
    turn(&mut contract, placed(1)).expect("told again after the loss");
    turn(&mut contract, lost(1)).unwrap();
    assert_eq!(broken(turn(&mut contract, refused(1))), Rule::O4, "it was placed");
    fills(&mut contract, fill(1, BUY, 5, 4)).unwrap();
    assert_eq!(broken(turn(&mut contract, placed(1))), Rule::O4, "the fill resolved the loss");
    turn(&mut contract, cancelled(1)).unwrap();
    assert_eq!(broken(turn(&mut contract, lost(1))), Rule::O7);

    contract.sent(&market(2, BUY, 10)).unwrap();
    turn(&mut contract, lost(2)).unwrap();
    turn(&mut contract, refused(2)).expect("it never arrived");
}

#[test]
fn r8_after_a_broken_link_a_place_event_may_be_told_again() {
    let mut contract = with_one_placed();
    contract.received(&Link::Degraded.into()).unwrap();
    assert_eq!(broken(turn(&mut contract, placed(1))), Rule::O4);
    contract.received(&Link::Down.into()).unwrap();
    turn(&mut contract, placed(1)).unwrap();
}

#[test]
fn a_refused_cancel_is_for_an_order_of_ours_and_ends_nothing() {
    let mut contract = with_one_placed();
    turn(&mut contract, cancel_refused(1)).unwrap();
    assert!(contract.pending().eq([id(1)]));
    assert_eq!(broken(turn(&mut contract, cancel_refused(2))), Rule::O10);
    turn(&mut contract, cancelled(1)).unwrap();
    turn(&mut contract, cancel_refused(1)).expect("cancels race with ends");
}

#[test]
fn an_answer_comes_after_the_events_it_tells_of() {
    let mut contract = with_one_placed();
    let working = |units| Standing::Working { filled: quantity(units) };
    for standing in [working(0), Standing::NotFound, Standing::Unanswered { why: "503".into() }] {
        status(&mut contract, 1, standing).unwrap();
    }
    let early = status(&mut contract, 1, working(4)).unwrap_err();
    let text = "Status: order 1: expected all fills before the answer `working, 0.00000004 filled`, found fills of 0";
    assert_eq!(early.to_string(), text);
    fills(&mut contract, fill(1, BUY, 5, 4)).unwrap();
    status(&mut contract, 1, working(4)).unwrap();
    status(&mut contract, 1, working(3)).expect("an older answer");
    assert_eq!(broken(status(&mut contract, 1, Standing::Ended)), Rule::Status);
    turn(&mut contract, cancelled(1)).unwrap();
    status(&mut contract, 1, Standing::Ended).unwrap();
    assert_eq!(broken(status(&mut contract, 2, working(0))), Rule::O10);
    status(&mut contract, 2, Standing::NotFound).expect("it is not ours, and not there");
}
