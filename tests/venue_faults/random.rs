//! Anything together: random orders, faults, timings and policies, held against every invariant.

use proptest::prelude::*;
use tidegate::connector::Terms;
use tidegate::control::{OnOrders, OnPositions, Policy};
use tidegate::prelude::{Advice, BtcUsdt, Cause, Side, Span};

use super::case::{Case, at, cancel, coins, limit, market};
use super::exchange::COIN;
use super::knobs::{Knobs, OnCancel, OnPlace};

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Buy), Just(Side::Sell)]
}

/// Up to four orders, each perhaps protecting, perhaps cancelled later by the strategy.
fn orders() -> impl Strategy<Value = Vec<(u64, Advice<BtcUsdt>)>> {
    let order = (1_000_u64..11_000, side(), 1_i64..600, any::<bool>(), 0_u8..5, 0_u64..6_000);
    prop::collection::vec(order, 0..=4).prop_map(|mut orders| {
        orders.sort_by_key(|(at, ..)| *at);
        let mut wanted = Vec::new();
        for (id, (at, side, hundredths, at_market, kind, later)) in (1..).zip(orders) {
            let order = if at_market { market(id, side, hundredths) } else { limit(id, side, hundredths) };
            wanted.push((at, if kind == 0 { order.protecting() } else { order }));
            if kind == 1 {
                wanted.push((at + later, cancel(id)));
            }
        }
        wanted.sort_by_key(|(at, _)| *at);
        wanted
    })
}

fn on_place() -> impl Strategy<Value = Option<OnPlace>> {
    prop_oneof![
        4 => Just(None),
        1 => Just(Some(OnPlace::Hangs)),
        2 => any::<bool>().prop_map(|arrives| Some(OnPlace::Lost { arrives })),
        1 => (0_u64..9_000).prop_map(|late| Some(OnPlace::AnsweredAfter(Span::from_millis(late)))),
        1 => Just(Some(OnPlace::Refused)),
        1 => Just(Some(OnPlace::Repeated)),
    ]
}

fn on_cancel() -> impl Strategy<Value = Vec<OnCancel>> {
    let fault = prop::sample::select(vec![
        OnCancel::Refused("unknown order"),
        OnCancel::Ignored,
        OnCancel::Silent,
        OnCancel::ToldAsFailed,
    ]);
    prop_oneof![3 => Just(Vec::new()), 2 => prop::collection::vec(fault.clone(), 1..4), 1 => prop::collection::vec(fault, 60)]
}

fn times() -> impl Strategy<Value = [u64; 5]> {
    let short = || prop_oneof![3 => 0_u64..100, 1 => 100_u64..4_000];
    (short(), short(), short(), short(), 0_u64..3_000).prop_map(|(a, b, c, d, e)| [a, b, c, d, e])
}

fn knobs() -> impl Strategy<Value = Knobs> {
    let faults = (prop::collection::vec(on_place(), 6), prop::collection::vec(on_cancel(), 6));
    let meets = prop::collection::vec((1_000_u64..30_000, 1_u64..6, 1_i64..700), 0..6);
    let rest = (
        prop_oneof![3 => Just(0_u32), 1 => 0_u32..9, 1 => Just(u32::MAX)],
        prop_oneof![3 => Just(i64::MAX), 1 => 0_i64..1_000],
        prop_oneof![4 => Just(None), 1 => (5_000_u64..15_000).prop_map(Some)],
        prop::collection::btree_set(1_u64..6, 0..2),
        (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()),
        2_i32..30,
    );
    (times(), faults, meets, rest).prop_map(
        |([place, cancel, query, stream, patience], (placing, cancelling), meets, rest)| {
            let (troubled_queries, depth, cancel_only, unheard, flags, ticks) = rest;
            let (bulk, cancels_on_logout, reduce_only, has_sizes) = flags;
            let sizes = Terms { lot: coins(10), min_quantity: coins(20), ..Terms::new() };
            let terms = Terms { reduce_only, ..if has_sizes { sizes } else { Terms::new() } };
            let mut knobs = Knobs {
                place: Span::from_millis(place),
                cancel: Span::from_millis(cancel),
                query: Span::from_millis(query),
                stream: Span::from_millis(stream),
                patience: Span::from_millis(patience),
                terms,
                cancels_on_logout,
                bulk,
                troubled_queries,
                unheard,
                cancel_only: cancel_only.map(at),
                depth: if depth == i64::MAX { depth } else { depth * COIN / 100 },
                foreign: vec!["1".to_owned()],
                ticks,
                ..Knobs::default()
            };
            knobs.on_place = (1..).zip(placing).filter_map(|(id, fault)| Some((id, fault?))).collect();
            knobs.on_cancel = (1..).zip(cancelling).collect();
            meets
                .into_iter()
                .fold(knobs, |knobs, (millis, id, hundredths)| knobs.meeting(millis, id, hundredths))
        },
    )
}

fn case() -> impl Strategy<Value = Case> {
    let policy = (
        prop::sample::select(vec![OnOrders::Cancel, OnOrders::Keep, OnOrders::Leave]),
        prop::sample::select(vec![OnPositions::Keep, OnPositions::Close, OnPositions::Flatten]),
    );
    let causes = prop::collection::vec(
        (500_u64..12_000, prop::sample::select(vec![Cause::Signal, Cause::Request, Cause::Kill])),
        1..3,
    );
    let winding =
        prop_oneof![2 => Just(None), 1 => (1_u64..4_000).prop_map(|wait| Some(Span::from_millis(wait)))];
    let hurried = any::<bool>();
    (orders(), knobs(), policy, causes, winding, hurried).prop_map(
        |(orders, mut knobs, (of_orders, positions), mut causes, winding, hurried)| {
            causes.sort_by_key(|(at, _)| *at);
            knobs.cancels_on_logout &= of_orders != OnOrders::Keep;
            let budgets = if hurried { tidegate::control::Budgets::container() } else { Default::default() };
            let policy = Policy { orders: of_orders, positions };
            Case { knobs, policy, causes, winding, budgets, ..Case::new(orders) }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    /// Faults 14 to 112 of the venue, in any mixture: every invariant holds, and the exit code 0 is earned.
    ///
    /// Requirements: L4, L5, O2, O5, O7, Q5, Q6, Q7, Q8, Q9, Q10, R10, R12, R16.
    #[test]
    fn whatever_goes_wrong_at_the_venue_every_invariant_holds(case in case()) {
        case.judge();
    }
}
