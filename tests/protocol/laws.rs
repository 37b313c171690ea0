//! Laws of the step: what holds after any inputs in any order.

use proptest::prelude::*;
use tidegate::control::{
    Budgets, Cause, CloseNews, DoneCode, End, Facts, Fate, HookEnd, HookId, HookPlan, Input, Inventory,
    Known, LiveOrder, OnOrders, OnPositions, OrderKey, OrderNews, Output, PartNews, Phase, Plan, Policy,
    Port, PositionKey, Priority, Protocol, Purpose,
};
use tidegate::time::{Span, Time};

fn key(id: u64) -> OrderKey {
    OrderKey { port: Port(0), id }
}

const POSITION: PositionKey = PositionKey { port: Port(0), instrument: 0 };

fn plan(policy: Policy) -> Plan {
    let hook =
        |phase: Phase| HookPlan { name: phase.to_string(), phase, priority: Priority::Normal, limit: None };
    Plan {
        budgets: Budgets::container(),
        policy,
        hooks: Phase::TIMED.map(hook).to_vec(),
        ports: vec!["A".to_owned(), "B".to_owned()],
    }
}

fn news() -> impl Strategy<Value = OrderNews> {
    use OrderNews::{CancelRefused, Ended, Lost, NotFound, Placed, Unanswered, Working};
    prop_oneof![
        Just(Placed),
        Just(Working),
        Just(CancelRefused),
        Just(NotFound),
        Just(Unanswered),
        Just(Lost),
        prop::sample::select(vec![End::Filled, End::Cancelled, End::Rejected, End::Expired]).prop_map(Ended),
    ]
}

fn inventory() -> impl Strategy<Value = Inventory> {
    let known = prop::sample::select(vec![Known::Requested, Known::Working, Known::Lost]);
    let purpose = prop::sample::select(vec![
        Purpose::Trade,
        Purpose::Protect(POSITION),
        Purpose::ProtectToTheEnd(POSITION),
    ]);
    (prop::collection::vec((known, purpose), 0..4), 0_u64..2).prop_map(|(orders, in_flight)| Inventory {
        orders: orders
            .into_iter()
            .zip(1..)
            .map(|((known, purpose), id)| LiveOrder { key: key(id), known, purpose })
            .collect(),
        in_flight,
    })
}

fn input() -> impl Strategy<Value = Input> {
    let cause =
        prop::sample::select(Cause::ALL.to_vec()).prop_map(|cause| Input::Cause(cause, String::new()));
    let end = prop::sample::select(vec![
        HookEnd::Ended,
        HookEnd::Failed("no".into()),
        HookEnd::Panicked("no".into()),
    ]);
    let part = prop::sample::select(vec![
        PartNews::Stage("a stage".into()),
        PartNews::Ended,
        PartNews::Failed("no".into()),
        PartNews::NeverConnected,
    ]);
    let close = prop::sample::select(vec![
        CloseNews::Sent(key(9)),
        CloseNews::Flat,
        CloseNews::Dust,
        CloseNews::Blocked,
    ]);
    prop_oneof![
        1 => cause,
        1 => (-2..3).prop_map(|code| Input::Done(DoneCode(code))),
        2 => inventory().prop_map(Input::Inventory),
        1 => (0_u64..2).prop_map(Input::InFlight),
        4 => (1_u64..5, news()).prop_map(|(id, news)| Input::Order(key(if id == 4 { 9 } else { id }), news)),
        1 => Just(Input::Positions(vec![POSITION])),
        2 => close.prop_map(|news| Input::Close(POSITION, news)),
        1 => prop::sample::select(vec![Ok(String::new()), Err(String::new())]).prop_map(Input::Saved),
        1 => Just(Input::Changed),
        2 => (0_u8..2, part).prop_map(|(port, news)| Input::Part(Port(port), news)),
        2 => (0_usize..5, end).prop_map(|(hook, end)| Input::Hook(HookId(hook), end)),
        3 => Just(Input::Time),
    ]
}

fn policy() -> impl Strategy<Value = Policy> {
    let orders = prop::sample::select(vec![OnOrders::Cancel, OnOrders::Keep]);
    let positions = prop::sample::select(vec![OnPositions::Keep, OnPositions::Close, OnPositions::Flatten]);
    (orders, positions).prop_map(|(orders, positions)| Policy { orders, positions })
}

/// Steps in milliseconds and what happens after each.
fn run() -> impl Strategy<Value = (Policy, Vec<(u64, Input)>)> {
    (policy(), prop::collection::vec((0_u64..4_000, input()), 0..60))
}

/// Plays a run, and then nothing but time, until it is over; with the phase after each step and what was asked for.
fn play(policy: Policy, steps: Vec<(u64, Input)>) -> (Protocol, Vec<(Time, Phase, Vec<Output>)>) {
    let mut protocol = Protocol::new(plan(policy), Time::EPOCH);
    let (mut at, mut trail) = (Time::EPOCH, Vec::new());
    let stop = Input::Cause(Cause::Request, String::new());
    let mut steps: Vec<(Time, Input)> = steps
        .into_iter()
        .map(|(wait, input)| {
            at = at.after(Span::from_millis(wait));
            (at, input)
        })
        .collect();
    steps.push((at, stop));
    for (at, input) in steps {
        // A runtime tells of every deadline on the way.
        while let Some(due) = protocol.next_deadline().filter(|due| *due < at) {
            protocol = stepped(protocol, due, Input::Time, &mut trail);
        }
        protocol = stepped(protocol, at, input, &mut trail);
    }
    for _ in 0..1_000 {
        let Some(due) = protocol.next_deadline() else { break };
        at = at.max(due);
        let before = protocol.core();
        protocol = stepped(protocol, at, Input::Time, &mut trail);
        let is_later = protocol.next_deadline().is_none_or(|next| next > at);
        assert!(is_later || protocol.core() != before, "time stands still in {}", protocol.phase());
    }
    (protocol, trail)
}

fn stepped(
    protocol: Protocol,
    at: Time,
    input: Input,
    trail: &mut Vec<(Time, Phase, Vec<Output>)>,
) -> Protocol {
    let (protocol, outputs) = protocol.step(at, input);
    trail.push((at, protocol.phase(), outputs));
    protocol
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn i11_phases_only_advance_and_each_is_entered_once((policy, steps) in run()) {
        let (_, trail) = play(policy, steps);
        let entered: Vec<Phase> = trail.iter().flat_map(|(_, _, outputs)| outputs).filter_map(|output| match output {
            Output::Phase { phase, .. } => Some(*phase),
            _ => None,
        }).collect();
        prop_assert!(entered.is_sorted_by(|a, b| a < b), "{entered:?}");
        prop_assert!(trail.is_sorted_by(|a, b| a.1 <= b.1));
    }

    #[test]
    fn i19_once_stopped_it_is_over_within_the_overall_deadline((policy, steps) in run()) {
        let (protocol, trail) = play(policy, steps);
        prop_assert!(protocol.is_over());
        let told = trail.iter().find(|(_, phase, _)| *phase > Phase::Running).map(|(at, ..)| *at);
        let over = trail.iter().find(|(_, phase, _)| *phase == Phase::Complete).map(|(at, ..)| *at);
        let took = over.zip(told).map(|(over, told)| over.since(told));
        prop_assert!(took.is_some_and(|took| took <= Budgets::container().overall), "{took:?}");
    }

    #[test]
    fn i2_every_order_of_the_inventory_has_a_fate_when_it_is_over((policy, steps) in run()) {
        let (protocol, _) = play(policy, steps);
        for (key, fate) in protocol.fates() {
            prop_assert!(fate.is_some(), "{key:?}");
        }
        prop_assert!(protocol.report(Facts::default()).is_ok());
    }

    #[test]
    fn every_hook_is_listed_once_and_tried_unless_a_third_signal_ends_all((policy, steps) in run()) {
        let (protocol, _) = play(policy, steps);
        let is_aborted = protocol.is_aborted();
        let report = protocol.report(Facts::default()).expect("it is over");
        let mut names: Vec<&str> = report.hooks.iter().map(|hook| hook.name.as_str()).collect();
        names.sort_unstable();
        let mut all = Phase::TIMED.map(Phase::name);
        all.sort_unstable();
        prop_assert!(names == all, "{names:?}");
        let is_left_out = report.hooks.iter().any(|hook| hook.end == HookEnd::NotStarted);
        prop_assert!(is_aborted || !is_left_out);
    }

    #[test]
    fn i1_nothing_but_a_cancel_leaves_after_closing_and_nothing_at_all_before_the_seal((policy, steps) in run()) {
        let (_, trail) = play(policy, steps);
        for (_, phase, outputs) in &trail {
            for output in outputs {
                match output {
                    Output::Close(_) | Output::CountPositions => prop_assert!(*phase >= Phase::ClosePositions),
                    Output::Cancel(_) | Output::Query(_) => prop_assert!(*phase >= Phase::CancelPending),
                    _ => {}
                }
            }
        }
        let all: Vec<&Output> = trail.iter().flat_map(|(_, _, outputs)| outputs).collect();
        let place = |wanted: fn(&Output) -> bool| all.iter().position(|output| wanted(output));
        let last_close = all.iter().rposition(|output| matches!(output, Output::Close(_)));
        if let (Some(close), Some(end)) = (last_close, place(|output| *output == Output::EndClosing)) {
            prop_assert!(close < end);
        }
        prop_assert_eq!(all.iter().filter(|output| ***output == Output::Seal).count(), 1);
        prop_assert!(all.iter().filter(|output| ***output == Output::Over).count() == 1);
    }

    #[test]
    fn what_is_known_of_an_order_only_moves_forward((policy, steps) in run()) {
        let mut protocol = Protocol::new(plan(policy), Time::EPOCH);
        let mut at = Time::EPOCH;
        let mut ends: std::collections::BTreeMap<OrderKey, Fate> = std::collections::BTreeMap::new();
        for (wait, input) in steps {
            at = at.after(Span::from_millis(wait));
            (protocol, _) = protocol.step(at, input);
            for (key, fate) in protocol.fates() {
                let fate = fate.filter(|fate| !fate.is_open());
                if let Some(known) = ends.get(&key) {
                    // The one order that may begin anew is the next one that closes.
                    prop_assert!(fate == Some(*known) || key.id == 9, "{key:?}: {known} became {fate:?}");
                }
                ends.extend(fate.map(|fate| (key, fate)));
            }
        }
    }

    #[test]
    fn a_policy_that_keeps_orders_cancels_none((policy, steps) in run()) {
        let keep = Policy { orders: OnOrders::Keep, positions: OnPositions::Keep };
        let _ = policy;
        let (_, trail) = play(keep, steps);
        let cancels = trail.iter().flat_map(|(_, _, outputs)| outputs).filter(|output| matches!(output, Output::Cancel(_)));
        prop_assert_eq!(cancels.count(), 0);
    }
}
