//! The pursuit of one order, step by step.

use super::{Chase, Move, wait};
use crate::control::order::{End, Fate, Known, OrderNews, Port, PositionKey};
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

#[test]
fn an_unknown_order_that_turns_up_is_cancelled_once_more() {
    let (mut chase, _) = Chase::ending(Known::Lost, at(0), None, PATIENCE);
    chase.give_up();
    assert_eq!(chase.fate(), Some(Fate::Unknown));
    assert_eq!(chase.learn(at(9), OrderNews::Placed, PATIENCE), Some(Move::Cancel));
    assert_eq!((chase.fate(), chase.due()), (Some(Fate::LeftOpen), None), "until something better is known");
    assert_eq!(chase.learn(at(9), OrderNews::Working, PATIENCE), None, "once");
    chase.learn(at(9), OrderNews::Ended(End::Cancelled), PATIENCE);
    assert_eq!(chase.fate(), Some(Fate::Cancelled));
}

/// An order that is to stay and was not known: placed, it is asked for, as its end may have been told already.
#[test]
fn an_order_that_is_to_stay_is_asked_for_once_it_is_placed() {
    let kept = || Chase::kept(Known::Requested, at(0), DRAIN, PATIENCE).0;
    let mut awaited = kept();
    assert_eq!(awaited.learn(at(1), OrderNews::Placed, PATIENCE), Some(Move::Query));
    assert_eq!(awaited.learn(at(1), OrderNews::Placed, PATIENCE), None, "one question is under way");
    assert_eq!(awaited.fate(), None, "it was there; whether it still is, nobody has said");
    awaited.learn(at(1), OrderNews::Working, PATIENCE);
    assert_eq!(awaited.fate(), Some(Fate::Kept));
    for told in [OrderNews::Placed, OrderNews::Working] {
        let mut unknown = kept();
        unknown.give_up();
        assert_eq!(unknown.fate(), Some(Fate::Unknown));
        assert_eq!(unknown.learn(at(9), told, PATIENCE), None, "{told:?}: it stays");
        assert_eq!(unknown.fate(), Some(Fate::Kept), "{told:?}");
    }
}

/// What is lost is asked for at once while an answer is awaited, and after a cancel, which rests until its own wait is over.
#[test]
fn a_lost_order_is_asked_for_and_no_cancel_comes_before_the_wait_of_the_last_one() {
    let (mut awaited, _) = Chase::ending(Known::Requested, at(0), DRAIN, PATIENCE);
    assert_eq!(awaited.learn(at(1), OrderNews::Lost, PATIENCE), Some(Move::Query));
    let mut asked = working();
    assert_eq!(asked.learn(at(0), OrderNews::Lost, PATIENCE), Some(Move::Query));
    assert_eq!(asked.learn(at(0), OrderNews::Lost, PATIENCE), None, "one question is under way");
    assert_eq!(asked.learn(at(0), OrderNews::Working, PATIENCE), None);
    assert_eq!((asked.due(), asked.pass(at(1), PATIENCE)), (Some(at(1)), Some(Move::Cancel)));
    asked.learn(at(1), OrderNews::Lost, PATIENCE);
    asked.give_up();
    assert_eq!(asked.fate(), Some(Fate::Unknown), "lost again: not known to be working");
}

#[test]
fn an_order_that_closes_is_asked_after_and_waited_for_while_it_works() {
    let half = Time::from_nanos(500_000_000);
    let mut placed = Chase::closing(at(0), PATIENCE);
    assert_eq!(placed.learn(half, OrderNews::Placed, PATIENCE), None);
    assert_eq!(placed.due(), Some(half.after(PATIENCE)), "it works: its fill is awaited from now on");
    let mut closing = Chase::closing(at(0), PATIENCE);
    assert_eq!(closing.pass(at(1), PATIENCE), Some(Move::Query));
    assert_eq!(closing.learn(at(1), OrderNews::Working, PATIENCE), None, "it is to fill, not to go");
    assert_eq!((closing.due(), closing.pass(at(3), PATIENCE)), (Some(at(3)), Some(Move::Query)));
    assert_eq!(closing.stop(at(4), PATIENCE), Some(Move::Cancel));
    assert_eq!(closing.stop(at(4), PATIENCE), None, "once");
}

#[test]
fn what_guards_a_position_goes_when_that_does() {
    let (here, there) = [0, 1].map(|instrument| PositionKey { port: Port(0), instrument }).into();
    for (known, first) in
        [(Known::Working, Some(Move::Cancel)), (Known::Lost, Some(Move::Query)), (Known::Requested, None)]
    {
        let mut guard = Chase::guarding(known, here);
        assert_eq!((guard.guards(), guard.due(), guard.is_at_rest()), (Some(here), None, true));
        assert_eq!(guard.release(there, at(1), PATIENCE), None, "it guards another");
        assert_eq!((guard.release(here, at(1), PATIENCE), guard.guards()), (first, None), "{known:?}");
        assert_eq!(guard.due(), Some(at(2)), "{known:?}");
        assert_eq!(guard.release(here, at(1), PATIENCE), None, "once");
    }
    let mut stays = Chase::guarding(Known::Working, here);
    stays.give_up();
    assert_eq!(stays.fate(), Some(Fate::Kept), "its position is held still");
}
