//! The pursuit of one order, step by step.

use super::{Chase, Move, wait};
use crate::control::order::{End, Fate, Known, OrderNews};
use crate::time::{Span, Time};

const PATIENCE: Span = Span::from_secs(1);
const DRAIN: Option<Time> = Some(Time::from_secs(8));

fn at(second: i32) -> Time {
    Time::from_secs(second)
}

fn working() -> Chase {
    let (chase, first) = Chase::ending(Known::Working, at(0), DRAIN, PATIENCE);
    assert_eq!(first, Some(Move::Cancel));
    chase
}

#[test]
fn a_silent_venue_is_asked_and_then_asked_to_cancel_again() {
    let mut chase = working();
    assert_eq!(chase.pass(at(0), PATIENCE), None);
    assert_eq!(chase.pass(at(1), PATIENCE), Some(Move::Query));
    assert_eq!(chase.learn(at(1), OrderNews::Working, PATIENCE), Some(Move::Cancel));
    assert_eq!(chase.due(), Some(at(3)), "twice the first wait");
}

#[test]
fn a_venue_that_refuses_a_cancel_and_calls_the_order_working_is_not_stormed() {
    let mut chase = working();
    assert_eq!(chase.learn(at(0), OrderNews::CancelRefused, PATIENCE), Some(Move::Query));
    assert_eq!(chase.learn(at(0), OrderNews::Working, PATIENCE), None, "not before the cancel's own wait");
    assert_eq!(chase.pass(at(1), PATIENCE), Some(Move::Cancel));
}

#[test]
fn an_order_that_nobody_finds_three_times_is_unknown() {
    let mut chase = working();
    chase.learn(at(0), OrderNews::CancelRefused, PATIENCE);
    for second in [0, 2] {
        assert_eq!(chase.fate(), None);
        chase.learn(at(second), OrderNews::NotFound, PATIENCE);
        assert!(chase.due().is_some_and(|due| chase.pass(due, PATIENCE) == Some(Move::Query)));
    }
    chase.learn(at(9), OrderNews::NotFound, PATIENCE);
    assert_eq!(chase.fate(), Some(Fate::Unknown));
}

#[test]
fn the_first_end_stays_and_an_end_that_comes_late_is_taken() {
    let mut chase = working();
    chase.give_up();
    assert_eq!(chase.fate(), Some(Fate::LeftOpen));
    chase.learn(at(9), OrderNews::Ended(End::Filled), PATIENCE);
    chase.learn(at(9), OrderNews::Ended(End::Cancelled), PATIENCE);
    chase.learn(at(9), OrderNews::Placed, PATIENCE);
    chase.learn(at(9), OrderNews::Lost, PATIENCE);
    chase.give_up();
    assert_eq!(chase.fate(), Some(Fate::Filled));
}

#[test]
fn a_request_that_is_not_answered_is_awaited_until_the_drain_ends() {
    let (mut chase, first) = Chase::ending(Known::Requested, at(0), DRAIN, PATIENCE);
    assert_eq!((first, chase.due()), (None, DRAIN));
    assert_eq!(chase.learn(at(3), OrderNews::Placed, PATIENCE), Some(Move::Cancel));
    let (mut silent, _) = Chase::ending(Known::Requested, at(0), DRAIN, PATIENCE);
    assert_eq!(silent.pass(at(8), PATIENCE), Some(Move::Query));
    silent.give_up();
    assert_eq!(silent.fate(), Some(Fate::Unknown));
}

#[test]
fn a_request_whose_submission_is_over_is_asked_for_at_once() {
    let (_, first) = Chase::ending(Known::Requested, at(0), None, PATIENCE);
    assert_eq!(first, Some(Move::Query));
    let (mut chase, _) = Chase::ending(Known::Requested, at(0), DRAIN, PATIENCE);
    assert_eq!(chase.drained(at(1), PATIENCE), Some(Move::Query));
    assert_eq!(chase.drained(at(1), PATIENCE), None);
}

#[test]
fn what_stays_is_known_to_be_there() {
    let kept = |known| Chase::kept(known, at(0), None, PATIENCE);
    for answer in [OrderNews::Working, OrderNews::Unanswered] {
        let (mut chase, first) = kept(Known::Working);
        assert_eq!((first, chase.fate()), (Some(Move::Query), None), "its end may not have been told");
        chase.learn(at(1), answer, PATIENCE);
        assert_eq!(chase.fate(), Some(Fate::Kept));
    }
    let (mut silent, _) = kept(Known::Working);
    assert_eq!(silent.pass(at(1), PATIENCE), Some(Move::Query), "asked again until there is no time left");
    silent.give_up();
    assert_eq!(silent.fate(), Some(Fate::Kept));
    let (mut chase, first) = kept(Known::Lost);
    assert_eq!((first, chase.fate()), (Some(Move::Query), None));
    assert_eq!(chase.learn(at(1), OrderNews::Working, PATIENCE), None, "it is not cancelled");
    assert_eq!(chase.fate(), Some(Fate::Kept));
    let (mut nowhere, _) = kept(Known::Requested);
    nowhere.give_up();
    assert_eq!(nowhere.fate(), Some(Fate::Unknown));
}

#[test]
fn waits_double_up_to_a_limit_and_are_never_nothing() {
    assert_eq!(
        [0, 1, 2, 5, 9].map(|tries| wait(PATIENCE, tries).nanos() / PATIENCE.nanos()),
        [1, 2, 4, 32, 32]
    );
    assert_eq!(wait(Span::ZERO, 0), Span::from_millis(1));
    assert_eq!(wait(Span::MAX, 5), Span::MAX);
}
