//! Short stories of one shutdown each: what is asked for, in which words, and what waits for what.

use tidegate::control::{
    Budgets, Cause, CloseNews, DoneCode, End, Facts, Fate, HookEnd, HookId, HookPlan, Input, Inventory,
    Known, LiveOrder, OnOrders, OnPositions, OrderKey, OrderNews, Output, PartEnd, PartNews, Phase, Plan,
    Policy, Port, PositionKey, Priority, Protocol, Purpose, ShutdownReport, Verdict,
};
use tidegate::time::{Span, Time};

/// A shutdown that is told step by step.
struct Story {
    protocol: Protocol,
    at: Time,
}

impl Story {
    fn new(plan: Plan) -> Self {
        Self { protocol: Protocol::new(plan, Time::EPOCH), at: Time::from_secs(1) }
    }

    /// Tells something; what is asked for.
    fn tell(&mut self, input: Input) -> Vec<Output> {
        let plan = Plan::default();
        let protocol = std::mem::replace(&mut self.protocol, Protocol::new(plan, Time::EPOCH));
        let (protocol, outputs) = protocol.step(self.at, input);
        self.protocol = protocol;
        outputs
    }

    /// All of these, one after the other.
    fn tells(&mut self, inputs: impl IntoIterator<Item = Input>) -> Vec<Output> {
        inputs.into_iter().flat_map(|input| self.tell(input)).collect()
    }

    fn at(&mut self, at: Time) -> &mut Self {
        self.at = at;
        self
    }

    fn report(self) -> ShutdownReport {
        self.protocol.report(Facts::default()).expect("it is over")
    }
}

fn signal() -> Input {
    Input::Cause(Cause::Signal, "SIGTERM".into())
}

fn two_ports() -> Plan {
    Plan { ports: vec!["A".into(), "B".into()], ..Plan::default() }
}

/// Down to the phase in which connectors end, with nothing to sweep.
fn parting(plan: Plan) -> Story {
    let mut story = Story::new(plan);
    story.tells([
        signal(),
        Input::Done(DoneCode::OK),
        Input::Inventory(Inventory::default()),
        Input::Saved(Ok("somewhere".into())),
    ]);
    assert_eq!(story.protocol.phase(), Phase::Disconnect);
    story
}

fn alerts(outputs: &[Output]) -> Vec<(&str, &str)> {
    let mut alerts = Vec::new();
    for output in outputs {
        if let Output::Alert(alert) = output {
            alerts.push((alert.code.as_str(), alert.text.as_str()));
        }
    }
    alerts
}

#[test]
fn a_third_signal_leaves_behind_only_the_connectors_that_have_not_ended() {
    let mut story = parting(two_ports());
    story.tell(Input::Part(Port(0), PartNews::Ended));
    let asked = story.tells([signal(), signal()]);
    let abandoned: Vec<&Output> =
        asked.iter().filter(|output| matches!(output, Output::Abandon(_))).collect();
    assert_eq!(abandoned, [&Output::Abandon(Port(1))]);
    assert!(alerts(&asked).contains(&("connector.abandoned", "B did not end in its time")));
    let ends: Vec<PartEnd> = story.report().connectors.into_iter().map(|record| record.end).collect();
    assert_eq!(ends, [PartEnd::Ended, PartEnd::Abandoned]);
}

#[test]
fn a_third_signal_before_that_leaves_all_of_them_behind_and_after_it_none() {
    let mut story = Story::new(two_ports());
    let asked = story.tells([signal(), signal(), signal()]);
    assert!(asked.contains(&Output::Abandon(Port(0))) && asked.contains(&Output::Abandon(Port(1))));

    let mut story = parting(two_ports());
    story.tell(Input::Changed);
    let ended = [0, 1].map(|port| Input::Part(Port(port), PartNews::Ended));
    assert!(story.tells(ended).contains(&Output::Save), "what happened since is saved, too");
    assert!(story.protocol.is_disconnected());
    let asked = story.tells([signal(), signal()]);
    assert!(!asked.iter().any(|output| matches!(output, Output::Abandon(_))), "{asked:?}");
    let ends: Vec<PartEnd> = story.report().connectors.into_iter().map(|record| record.end).collect();
    assert_eq!(ends, [PartEnd::Ended, PartEnd::Ended]);
}

#[test]
fn a_connector_that_fails_is_named() {
    let mut story = parting(two_ports());
    let asked = story.tell(Input::Part(Port(1), PartNews::Failed("the socket does not close".into())));
    assert_eq!(alerts(&asked), [("connector.failed", "B: the socket does not close")]);
    story.tell(Input::Part(Port(0), PartNews::Ended));
    assert_eq!(
        story.report().phases.last().map(|record| record.outcome.as_str()),
        Some("1 connector did not end well")
    );
}

/// An answer at the very deadline is in time: deadlines are looked at when all that happened was told.
#[test]
fn whatever_else_is_told_at_the_deadline_cuts_nobody_off() {
    let mut story = Story::new(Plan::default());
    story.tell(signal());
    let deadline = story.protocol.next_deadline().expect("the strategy's");
    story.at(deadline).tell(Input::Alert("custom".into(), "something else".into()));
    assert_eq!(story.protocol.phase(), Phase::StopNewOrders);
    story.tell(Input::Done(DoneCode::OK));
    assert_eq!(story.protocol.verdict(), Some(Verdict::Done(DoneCode::OK)));
}

/// A phase ends when its hooks have, too, though all else is done.
#[test]
fn every_phase_after_the_seal_waits_for_its_hooks() {
    let phases = [Phase::CancelPending, Phase::ClosePositions, Phase::SaveState, Phase::Disconnect];
    let hook =
        |phase: Phase| HookPlan { name: phase.to_string(), phase, priority: Priority::Normal, limit: None };
    let mut story = Story::new(Plan { hooks: phases.map(hook).to_vec(), ..two_ports() });
    story.tells([signal(), Input::Done(DoneCode::OK), Input::Inventory(Inventory::default())]);
    for (place, phase) in phases.into_iter().enumerate() {
        match phase {
            Phase::SaveState => drop(story.tell(Input::Saved(Ok("somewhere".into())))),
            Phase::Disconnect => {
                drop(story.tells([0, 1].map(|port| Input::Part(Port(port), PartNews::Ended))))
            }
            _ => {}
        }
        assert_eq!(story.protocol.phase(), phase, "its hook runs still");
        story.tell(Input::Hook(HookId(place), HookEnd::Ended));
        assert!(story.protocol.phase() > phase);
    }
    assert!(story.protocol.is_over());
}

fn position(instrument: u32) -> PositionKey {
    PositionKey { port: Port(0), instrument }
}

/// Closing as it goes: what came of it in words, and the alerts on the way.
fn closing(positions: OnPositions, news: &[CloseNews], ends: Input) -> (String, Vec<String>) {
    let policy = Policy { orders: OnOrders::Cancel, positions };
    let mut story = Story::new(Plan { policy, ..Plan::default() });
    story.tells([signal(), Input::Done(DoneCode::OK), Input::Inventory(Inventory::default())]);
    let held = || (0..).map(position).zip(news);
    let mut asked = story.tell(Input::Positions(held().map(|(key, _)| key).collect()));
    asked.extend(story.tells(held().map(|(key, news)| Input::Close(key, *news))));
    asked.extend(story.tell(ends));
    // Whatever is not over has its deadline.
    while story.protocol.phase() == Phase::ClosePositions {
        let due = story.protocol.next_deadline().expect("something is waited for");
        asked.extend(story.at(due).tell(Input::Time));
    }
    story.tell(Input::Saved(Ok("somewhere".into())));
    let codes = alerts(&asked).into_iter().map(|(code, _)| code.to_owned()).collect();
    let record = story.report().phases.into_iter().find(|record| record.phase == Phase::ClosePositions);
    (record.expect("it is come to").outcome, codes)
}

#[test]
fn what_came_of_positions_is_said_in_words_and_one_that_is_left_is_alerted() {
    use CloseNews::{Blocked, Dust, Flat};
    let nothing = || Input::InFlight(0);
    let kill = || Input::Cause(Cause::Kill, "a drill".into());
    let quiet = |words: &str| (words.to_owned(), Vec::new());
    assert_eq!(closing(OnPositions::Keep, &[], nothing()), quiet("positions kept"));
    assert_eq!(closing(OnPositions::Close, &[], nothing()), quiet("nothing to close"));
    assert_eq!(closing(OnPositions::Close, &[Flat], nothing()), quiet("1 closed"));
    assert_eq!(closing(OnPositions::Flatten, &[Flat, Dust, Flat], nothing()), quiet("2 closed, 1 dust"));
    let left = closing(OnPositions::Close, &[Blocked, Flat], nothing());
    assert_eq!(left, ("1 closed, 1 left".to_owned(), vec!["position.left".to_owned()]));
    let killed = closing(OnPositions::Close, &[Blocked], kill());
    assert_eq!(killed, ("1 kept".to_owned(), vec!["execution.halted".to_owned()]), "as the switch has it");
    let flattened = closing(OnPositions::Flatten, &[Blocked], kill());
    assert_eq!(
        flattened.1,
        ["execution.halted", "position.left"],
        "a switch does not keep what is to be flattened"
    );
    let forced = closing(OnPositions::Close, &[Blocked], signal());
    assert_eq!(forced, ("1 left".to_owned(), vec!["shutdown.forced".to_owned(), "position.left".to_owned()]));
}

/// An answer that crossed the stop is the last one: no close is tried again, however long another one is waited for.
#[test]
fn a_close_that_cannot_be_made_after_closing_was_stopped_is_not_tried_again() {
    let policy = Policy { orders: OnOrders::Cancel, positions: OnPositions::Close };
    let budgets = Budgets { patience: Span::from_millis(100), ..Budgets::default() };
    let mut story = Story::new(Plan { policy, budgets, ..Plan::default() });
    story.tells([signal(), Input::Done(DoneCode::OK), Input::Inventory(Inventory::default())]);
    let order = OrderKey { port: Port(0), id: 9 };
    story.tells([
        Input::Positions(vec![position(0), position(1)]),
        Input::Close(position(0), CloseNews::Sent(order)),
    ]);
    let mut asked = story.tells([signal(), Input::Close(position(1), CloseNews::Blocked)]);
    assert!(asked.contains(&Output::Cancel(order)), "the other one is stopped, too, and waited for");
    while story.protocol.phase() == Phase::ClosePositions {
        let due = story.protocol.next_deadline().expect("something is waited for");
        asked.extend(story.at(due).tell(Input::Time));
    }
    assert!(!asked.iter().any(|output| matches!(output, Output::Close(_))), "{asked:?}");
}

/// What protected a position that is not held any more is cancelled as soon as positions are counted.
#[test]
fn a_guard_of_a_position_that_is_gone_is_cancelled() {
    let guard = |id, position| {
        let key = OrderKey { port: Port(0), id };
        LiveOrder { key, known: Known::Working, purpose: Purpose::ProtectToTheEnd(position) }
    };
    let policy = Policy { orders: OnOrders::Cancel, positions: OnPositions::Close };
    let mut story = Story::new(Plan { policy, ..Plan::default() });
    story.tells([signal(), Input::Done(DoneCode::OK)]);
    let inventory = Inventory { orders: vec![guard(1, position(0)), guard(2, position(1))], in_flight: 0 };
    let asked = story.tell(Input::Inventory(inventory));
    assert!(!asked.iter().any(|output| matches!(output, Output::Cancel(_))), "both guard a position");
    let asked = story.tell(Input::Positions(vec![position(0)]));
    assert_eq!(asked, [Output::Close(position(0)), Output::Cancel(OrderKey { port: Port(0), id: 2 })]);
}

#[test]
fn a_cause_is_early_if_work_was_left() {
    let early: Vec<Cause> = Cause::ALL.into_iter().filter(|cause| cause.is_early()).collect();
    assert_eq!(
        early,
        [
            Cause::Timeout,
            Cause::Request,
            Cause::Breaker,
            Cause::Signal,
            Cause::Connector,
            Cause::Kill,
            Cause::Crash
        ]
    );
    let words = Cause::ALL.map(|cause| cause.to_string()).join(", ");
    assert_eq!(
        words,
        "end of data, strategy done, time over, request, circuit breaker, signal, connector failure, kill switch, crash"
    );
}

/// What nobody asked for is told to an operator at once, by a code that never changes.
#[test]
fn causes_that_nobody_asked_for_are_alerts() {
    for cause in Cause::ALL {
        let mut story = Story::new(Plan::default());
        let asked = story.tell(Input::Cause(cause, "why".into()));
        let expected: &[(&str, &str)] = match cause {
            Cause::Breaker => &[("breaker.tripped", "why")],
            Cause::Connector => &[("connector.lost", "why")],
            Cause::Kill => &[("execution.halted", "why")],
            Cause::Crash => &[("strategy.crashed", "why")],
            _ => &[],
        };
        assert_eq!(alerts(&asked), expected, "{cause}");
    }
}

/// A closing order that fills after closing was stopped has closed its position; one that is not heard of has not.
#[test]
fn what_a_stopped_closing_order_came_to_is_what_is_said() {
    let order = OrderKey { port: Port(0), id: 9 };
    let stopped = |end: Option<End>| {
        let policy = Policy { orders: OnOrders::Cancel, positions: OnPositions::Close };
        let mut story = Story::new(Plan { policy, ..Plan::default() });
        story.tells([signal(), Input::Done(DoneCode::OK), Input::Inventory(Inventory::default())]);
        story.tells([Input::Positions(vec![position(0)]), Input::Close(position(0), CloseNews::Sent(order))]);
        let mut asked = story.tell(signal());
        asked.extend(story.tells(end.map(|end| Input::Order(order, OrderNews::Ended(end)))));
        while story.protocol.phase() == Phase::ClosePositions {
            let due = story.protocol.next_deadline().expect("something is waited for");
            asked.extend(story.at(due).tell(Input::Time));
        }
        assert!(!asked.iter().any(|output| matches!(output, Output::Close(_))), "{asked:?}");
        story.tell(Input::Saved(Ok("somewhere".into())));
        let report = story.report();
        let record = report.phases.iter().find(|record| record.phase == Phase::ClosePositions);
        let is_alerted = alerts(&asked).iter().any(|(code, _)| *code == "position.left");
        (record.map(|record| record.outcome.clone()), is_alerted)
    };
    assert_eq!(stopped(Some(End::Filled)), (Some("1 closed".to_owned()), false));
    assert_eq!(stopped(Some(End::Cancelled)), (Some("1 left".to_owned()), true));
    assert_eq!(stopped(None), (Some("1 left".to_owned()), true));
}

/// A system whose one hook hangs in the first phase after the seal.
fn hanging() -> Story {
    let hook = |name: &str| HookPlan {
        name: name.to_owned(),
        phase: Phase::CancelPending,
        priority: Priority::Normal,
        limit: Some(Span::from_secs(20)),
    };
    let mut story = Story::new(Plan { hooks: vec![hook("hangs"), hook("waits")], ..Plan::default() });
    let asked = story.tells([signal(), Input::Done(DoneCode::OK), Input::Inventory(Inventory::default())]);
    assert!(asked.contains(&Output::StartHook(HookId(0))));
    story
}

#[test]
fn a_second_signal_hurries_the_hook_that_runs() {
    let mut story = hanging();
    assert_eq!(story.protocol.next_deadline(), Some(Time::from_secs(21)));
    story.tell(signal());
    assert_eq!(
        story.protocol.next_deadline(),
        Some(Time::from_secs(3)),
        "the two seconds of `Budgets::forced`"
    );
    let asked = story.at(Time::from_secs(3)).tell(Input::Time);
    assert!(asked.contains(&Output::AbandonHook(HookId(0))) && asked.contains(&Output::StartHook(HookId(1))));
}

#[test]
fn a_third_signal_leaves_the_hook_that_runs_behind_and_starts_no_other() {
    let mut story = hanging();
    let asked = story.tells([signal(), signal()]);
    assert!(
        asked.contains(&Output::AbandonHook(HookId(0))) && !asked.contains(&Output::StartHook(HookId(1)))
    );
    let report = story.report();
    let ends: Vec<(&str, String)> =
        report.hooks.iter().map(|hook| (hook.name.as_str(), hook.end.to_string())).collect();
    assert_eq!(ends, [("hangs", "abandoned at its limit".into()), ("waits", "not started".into())]);
}

#[test]
fn ends_of_hooks_and_fates_of_orders_in_words() {
    let ends = [HookEnd::Ended, HookEnd::Failed("no disk".into()), HookEnd::Panicked("oh".into())];
    assert_eq!(ends.map(|end| end.to_string()), ["ended", "failed: no disk", "panicked: oh"]);
    let open: Vec<String> = Fate::ALL.iter().filter(|fate| fate.is_open()).map(ToString::to_string).collect();
    assert_eq!(open, ["left open", "unknown", "kept"]);
    let ended: Vec<String> =
        Fate::ALL.iter().filter(|fate| !fate.is_open()).map(ToString::to_string).collect();
    assert_eq!(ended, ["filled", "cancelled", "rejected", "expired"]);
}

/// Of what comes too often the first 64 are kept, and the others counted.
#[test]
fn what_is_not_kept_is_counted() {
    let mut story = Story::new(Plan::default());
    story.tells((0..100).map(|_| Input::Cause(Cause::Request, "again".into())));
    story.tells((0..100).map(|_| Input::CauseInHook(Cause::Signal)));
    story.tells((0..100).map(|n| Input::Alert("custom".into(), n.to_string())));
    story.tells([signal(), signal(), signal()]);
    let report = story.report();
    assert_eq!((report.causes.len() as u64 + report.more_causes, report.more_causes), (103, 36 + 2));
    assert_eq!(report.cause, Cause::Signal, "a stricter one is kept, however late");
    assert_eq!((report.ignored.len(), report.more_ignored), (64, 36));
    assert_eq!((report.alerts.len(), report.alerts.len() as u64 + report.more_alerts), (64, 100 + 2));
}

/// Time that passes before a deadline ends nothing.
#[test]
fn a_tick_before_the_deadline_ends_neither_the_strategy_nor_a_connector() {
    let mut story = Story::new(Plan::default());
    story.tell(signal());
    story.at(Time::from_secs(120)).tell(Input::Time);
    assert_eq!(story.protocol.phase(), Phase::StopNewOrders);
    story.at(Time::from_secs(121)).tell(Input::Time);
    assert_eq!(story.protocol.verdict(), Some(Verdict::TimedOut));

    let mut story = parting(two_ports());
    let limit = story.protocol.next_deadline().expect("that of the connectors");
    story.at(Time::from_secs(2)).tell(Input::Time);
    assert_eq!(story.protocol.next_deadline(), Some(limit), "both are waited for");
    story.tell(Input::Part(Port(0), PartNews::Stage("logout sent".into())));
    let asked = story.at(limit).tell(Input::Time);
    let abandoned = [Output::Abandon(Port(0)), Output::Abandon(Port(1))];
    assert!(abandoned.iter().all(|output| asked.contains(output)), "{asked:?}");
    let stages: Vec<Vec<String>> = story
        .report()
        .connectors
        .into_iter()
        .map(|record| record.stages.into_iter().map(|stage| stage.stage).collect())
        .collect();
    assert_eq!(stages, [vec!["logout sent".to_owned()], vec![]]);
}

/// Sealed with these orders and submissions; what is asked for.
fn sealed(
    policy: Policy,
    budgets: Budgets,
    orders: &[(Known, Purpose)],
    in_flight: u64,
) -> (Story, Vec<Output>) {
    let mut story = Story::new(Plan { policy, budgets, ..Plan::default() });
    story.tells([signal(), Input::Done(DoneCode::OK)]);
    let order = |((known, purpose), id): (&(Known, Purpose), u64)| LiveOrder {
        key: OrderKey { port: Port(0), id },
        known: *known,
        purpose: *purpose,
    };
    let orders = orders.iter().zip(1..).map(order).collect();
    let asked = story.tell(Input::Inventory(Inventory { orders, in_flight }));
    (story, asked)
}

#[test]
fn a_request_is_asked_for_as_soon_as_its_submission_is_over() {
    let one = OrderKey { port: Port(0), id: 1 };
    let request = [(Known::Requested, Purpose::Trade)];
    let (_, asked) = sealed(Policy::default(), Budgets::default(), &request, 0);
    assert!(asked.contains(&Output::Query(one)), "nothing is under way");
    let (mut story, asked) = sealed(Policy::default(), Budgets::default(), &request, 2);
    assert!(!asked.contains(&Output::Query(one)), "its answer may be");
    assert_eq!(story.tell(Input::InFlight(1)), []);
    assert_eq!(story.tell(Input::InFlight(0)), [Output::Query(one)]);
}

#[test]
fn the_end_of_the_drain_is_waited_for_only_while_a_submission_is_under_way() {
    let budgets = Budgets { patience: Span::from_secs(20), ..Budgets::default() };
    let working = [(Known::Working, Purpose::Trade)];
    let next = |in_flight| sealed(Policy::default(), budgets, &working, in_flight).0.protocol.next_deadline();
    assert_eq!((next(0), next(1)), (Some(Time::from_secs(21)), Some(Time::from_secs(9))));
    let (mut story, _) = sealed(Policy::default(), budgets, &working, 1);
    story.at(Time::from_secs(9)).tell(Input::Time);
    assert_eq!(story.protocol.next_deadline(), Some(Time::from_secs(21)), "the drain is over");
}

#[test]
fn what_protects_a_position_that_is_kept_is_kept_with_it() {
    let one = OrderKey { port: Port(0), id: 1 };
    let keep = Policy { orders: OnOrders::Cancel, positions: OnPositions::Keep };
    for purpose in [Purpose::Protect(position(0)), Purpose::ProtectToTheEnd(position(0))] {
        let (mut story, asked) = sealed(keep, Budgets::default(), &[(Known::Working, purpose)], 0);
        assert!(asked.contains(&Output::Query(one)) && !asked.contains(&Output::Cancel(one)), "{asked:?}");
        story.tell(Input::Order(one, OrderNews::Working));
        assert_eq!(story.protocol.fate(one), Some(Fate::Kept));
    }
    let (_, asked) = sealed(keep, Budgets::default(), &[(Known::Working, Purpose::Trade)], 0);
    assert!(asked.contains(&Output::Cancel(one)));
}

/// A kill while a position is being closed: the order is cancelled, unless positions are to be flattened in any case.
#[test]
fn a_kill_ends_closing_where_the_policy_does_not_flatten() {
    let order = OrderKey { port: Port(0), id: 9 };
    for (positions, ends) in [(OnPositions::Close, true), (OnPositions::Flatten, false)] {
        let policy = Policy { orders: OnOrders::Cancel, positions };
        let mut story = Story::new(Plan { policy, ..Plan::default() });
        story.tells([signal(), Input::Done(DoneCode::OK), Input::Inventory(Inventory::default())]);
        story.tells([Input::Positions(vec![position(0)]), Input::Close(position(0), CloseNews::Sent(order))]);
        let asked = story.tell(Input::Cause(Cause::Kill, "a drill".into()));
        assert_eq!(asked.contains(&Output::Cancel(order)), ends, "{positions:?}");
    }
}

#[test]
fn only_a_hook_that_did_not_end_well_is_an_alert() {
    let failed = HookEnd::Failed("no disk".into());
    for (end, expected) in
        [(HookEnd::Ended, vec![]), (failed, vec![("hook.failed", "hook hangs: failed: no disk")])]
    {
        let asked = hanging().tell(Input::Hook(HookId(0), end));
        assert_eq!(alerts(&asked), expected);
    }
}
