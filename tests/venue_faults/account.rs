//! What else is on the account, and what happens to it when we leave.

use tidegate::control::{ExitCode, Fate, OnOrders, Policy};
use tidegate::prelude::*;
use tidegate::safety::Origin;

use super::case::{Case, KEEP_ORDERS, at, limit};
use super::knobs::Knobs;
use super::venue::{Line, Venue};
use super::wire::Ended;

/// Fault 30: somebody else has orders on the same account.
///
/// Requirements: O10, Q5, Q6.
#[test]
fn fault_030_each_of_our_orders_is_cancelled_by_its_name_and_no_other() {
    for bulk in [false, true] {
        let foreign = vec!["tgx-1".to_owned(), "1".to_owned(), "web_tg-2".to_owned()];
        let knobs = Knobs { foreign: foreign.clone(), bulk, ..Knobs::default() };
        let orders = [1, 2, 5].map(|id| (2_000 + id, limit(id, Side::Sell, 100)));
        let judged = Case::new(orders).knobs(knobs).judge();
        let named: Vec<u64> =
            judged.sent(Origin::SweepCancel).iter().map(|(_, action)| action.id().number()).collect();
        assert_eq!(named, [1, 2, 5], "one by one, by our own names");
        let desk = judged.venue.desk();
        for name in foreign {
            assert!(desk.exchange.orders[&name].is_live(), "{name} is not ours");
        }
        assert_eq!(judged.report.exit_code(), ExitCode::CLEAN);
    }
}

/// Fault 109: leaving cancels our orders at one venue and keeps them at another.
///
/// Requirements: L7, Q2, R12.
#[test]
fn fault_109_a_venue_that_cancels_on_logout_is_refused_where_orders_are_to_be_kept() {
    let run = |cancels_on_logout: bool, orders: OnOrders| {
        let case = Case::new([(2_000, limit(1, Side::Buy, 100))]);
        let knobs = Knobs { cancels_on_logout, ..Knobs::default() };
        case.knobs(knobs).policy(Policy { orders, ..KEEP_ORDERS })
    };
    let (refused, venue) = (run(true, OnOrders::Keep), Venue::new(run(true, OnOrders::Keep).knobs));
    let why = refused.run_at(&venue).expect_err("they cannot be kept").to_string();
    assert!(why.ends_with("orders are to be kept, and binance:BTCUSDT cancels them when we leave"), "{why}");
    assert_eq!(venue.desk().log, [Line::LoggedOut { at: at(1_000) }], "what had started is ended again");
    let kept = run(false, OnOrders::Keep).judge();
    assert_eq!((kept.fate(1), kept.held(1).map(|held| held.is_live())), (Some(Fate::Kept), Some(true)));
    let allowed = run(true, OnOrders::Leave).judge();
    assert_eq!(allowed.fate(1), Some(Fate::Cancelled), "the last lines of the stream are read");
    assert_eq!(allowed.held(1).and_then(|held| held.end), Some(Ended::Cancelled));
    let cancelled = run(true, OnOrders::Cancel).judge();
    assert_eq!(cancelled.fate(1), Some(Fate::Cancelled));
    for judged in [run(false, OnOrders::Leave).judge(), cancelled, kept, allowed] {
        assert_eq!(judged.report.exit_code(), ExitCode::CLEAN);
    }
}
