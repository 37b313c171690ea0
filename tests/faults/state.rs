//! What is saved.

use std::sync::{Arc, Mutex, PoisonError};

use tidegate::control::{Cause, ExitCode, OnOrders, OnPositions, Policy};
use tidegate::prelude::*;
use tidegate::runtime::{Runtime, SavedState, Saving, StateStore};

use crate::desk::Desk;
use crate::traders::{limit, market};
use crate::trial::play;

/// Keeps what it is given, and needs a second for it.
#[derive(Clone, Default)]
struct Shelf {
    kept: Arc<Mutex<Vec<SavedState>>>,
    until: Option<Time>,
}

impl StateStore for Shelf {
    fn save(&mut self, at: Time, state: &SavedState) -> Result<Saving, String> {
        let until = *self.until.get_or_insert(at.after(Span::from_secs(1)));
        if at < until {
            return Ok(Saving::Busy(until));
        }
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).push(state.clone());
        Ok(Saving::Kept("the shelf".into()))
    }
}

/// Fault 57: the state is taken after orders and positions were dealt with: what is saved are records with their final
/// standing, not maps that have been emptied.
///
/// Requirements: J2, L6, Q14, R16, T21.
#[test]
fn fault_057_saved_records_hold_final_statuses() {
    fn invested(port: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
        let enter = port.trades().once().map(|_| {
            let all = [market(1, Side::Buy), limit(2, Side::Buy), limit(3, Side::Sell)];
            all.into_iter().map(Advice::from).collect()
        });
        (enter, control.done_at_once())
    }
    let shelf = Shelf::default();
    let run = play(|sim, trail| {
        shelf.kept.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let close = Policy { orders: OnOrders::Cancel, positions: OnPositions::Close };
        let sim =
            sim.policy(close).save_to(shelf.clone()).cause_at(Time::from_secs(2), Cause::Signal, "SIGTERM");
        (sim, invested, (Desk::new(trail).trades([1, 9]).answers_after(Span::from_millis(200)),))
    });
    assert_eq!((run.exit(), run.report().saved.as_deref()), (ExitCode::CLEAN, Some("the shelf")));
    let kept = shelf.kept.lock().unwrap_or_else(PoisonError::into_inner);
    // The venue's word that the closing order is done comes after its last fill: it is saved, too.
    let state = kept.last().expect("saved");
    assert_eq!(kept[0].markets[0].positions, state.markets[0].positions, "flat from the first save on");
    assert_eq!(Some(state), run.outcome.saved.as_ref());
    let market = &state.markets[0];
    let orders: Vec<(u64, &str)> =
        market.orders.iter().map(|order| (order.id, order.state.as_str())).collect();
    assert_eq!(
        orders,
        [(2, "cancelled"), (3, "cancelled"), (4, "filled")],
        "every order that lived at the seal"
    );
    assert_eq!(
        (market.highest_id, market.positions.len()),
        (Some(4), 0),
        "the next run starts above it, and flat"
    );
    assert!(state.network.is_some(), "with the network's state");
}
