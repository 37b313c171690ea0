//! The report as text for people and as JSON for machines, letter by letter.

use tidegate::control::{
    Cause, CauseRecord, Complaint, ConnectorRecord, DoneCode, Facts, Fate, HookEnd, HookRecord, Input,
    Inventory, OrderRecord, Orders, PartEnd, Phase, Plan, PositionFate, PositionRecord, Priority, Protocol,
    ShutdownReport, StageRecord,
};
use tidegate::time::Time;

/// Asked at second 1, done two seconds later.
fn plain() -> ShutdownReport {
    let mut protocol = Protocol::new(Plan::default(), Time::EPOCH);
    for (second, input) in [
        (1, Input::Cause(Cause::Request, "an operator".into())),
        (3, Input::Done(DoneCode::OK)),
        (3, Input::Inventory(Inventory::default())),
        (4, Input::Saved(Ok("somewhere".into()))),
    ] {
        (protocol, _) = protocol.step(Time::from_secs(second), input);
    }
    protocol.report(Facts::default()).expect("it is over")
}

fn position(fate: PositionFate, quantity: &str) -> PositionRecord {
    let (market, instrument, profit) = ("A".to_owned(), "only".to_owned(), "7.5".to_owned());
    PositionRecord { market, instrument, quantity: quantity.to_owned(), fate, profit }
}

fn order(id: u64, fate: Fate) -> OrderRecord {
    OrderRecord { market: "A".to_owned(), id, fate, what: "buy 2 @ 100, 1 left".to_owned() }
}

fn connector(name: &str, end: PartEnd, stages: &[&str]) -> ConnectorRecord {
    let stage = |stage: &&str| StageRecord { at: Time::from_secs(4), stage: (*stage).to_owned() };
    ConnectorRecord { name: name.to_owned(), end, stages: stages.iter().map(stage).collect() }
}

/// A report in which all went wrong.
fn rich() -> ShutdownReport {
    let mut report = plain();
    let (cause, detail) = (Cause::Crash, "it broke".to_owned());
    report.causes.push(CauseRecord { at: Time::from_secs(2), cause, detail });
    report.orders = Orders {
        submitted: 28,
        filled: 1,
        cancelled: 2,
        rejected: 3,
        expired: 4,
        left_open: 5,
        unknown: 6,
        kept: 7,
        swept: 8,
        gated: 9,
        discarded: 10,
    };
    report.open_orders =
        [(1, Fate::LeftOpen), (2, Fate::Filled), (3, Fate::Unknown)].map(|(id, fate)| order(id, fate)).into();
    report.positions = vec![
        position(PositionFate::Closed, "0"),
        position(PositionFate::Kept, "1"),
        position(PositionFate::Dust, "0.01"),
        position(PositionFate::Left, "-2"),
    ];
    let hook = |name: &str, end| HookRecord {
        name: name.to_owned(),
        phase: Phase::SaveState,
        priority: Priority::Normal,
        began: Time::from_secs(3),
        ended: Time::from_secs(4),
        end,
    };
    report.hooks = vec![hook("well", HookEnd::Ended), hook("ill", HookEnd::Failed("no disk".into()))];
    report.connectors = vec![
        connector("A", PartEnd::Ended, &[]),
        connector("B", PartEnd::Ended, &["logout sent", "draining"]),
        connector("C", PartEnd::Abandoned, &[]),
        connector("D", PartEnd::Failed("the socket does not close".into()), &["logout sent"]),
        connector("E", PartEnd::NeverConnected, &[]),
    ];
    report.late_actions = vec!["A: cancel (order 1, only)".to_owned(); 2];
    report.more_late_actions = 3;
    report.discarded = vec!["A: market buy 1 (order 9, only)".to_owned(); 10];
    report.live_at_done = 5;
    report.complaints = vec![Complaint::new(7, "slow"); 6];
    report.more_complaints = 1;
    let asked = CauseRecord { at: Time::from_secs(3), cause: Cause::Signal, detail: "a hook".to_owned() };
    report.ignored = vec![asked; 8];
    report.more_ignored = 2;
    report.undelivered_alerts = 9;
    report.crash = Some("after done".to_owned());
    report.save_failure = Some("no disk".to_owned());
    report.connector_failures = vec!["A: a lie".to_owned()];
    report
}

#[test]
fn a_clean_report_is_short() {
    let text = "\
stopped by request at 1970-01-01T00:00:01Z, strategy done with code 0, exit 0 (clean)
        +0s  request: an operator
        +0s  StopNewOrders   took 2s: done with code 0
        +2s  CancelPending   took 0s: no order was working
        +2s  ClosePositions  took 0s: positions kept
        +2s  SaveState       took 1s: saved: somewhere
        +3s  Disconnect      took 0s: all connectors ended
  orders: 0 submitted
";
    assert_eq!(plain().to_string(), text);
}

#[test]
fn what_went_wrong_has_a_line_each() {
    let text = "\
stopped by request at 1970-01-01T00:00:01Z, strategy done with code 0, exit 80 (crashed)
        +0s  request: an operator
        +0s  StopNewOrders   took 2s: done with code 0
        +1s  crash: it broke
        +2s  CancelPending   took 0s: no order was working
        +2s  ClosePositions  took 0s: positions kept
        +2s  SaveState       took 1s: saved: somewhere
        +3s  Disconnect      took 0s: all connectors ended
  orders: 28 submitted: 1 filled, 2 cancelled, 3 rejected, 4 expired, 5 left open, 6 unknown, 7 kept; 9 refused by a gate
  order 1 on A: left open: buy 2 @ 100, 1 left
  order 3 on A: unknown: buy 2 @ 100, 1 left
  position on A (instrument only): closed, 0 held, profit 7.5 before fees
  position on A (instrument only): kept, 1 held, profit 7.5 before fees
  position on A (instrument only): dust, 0.01 held, profit 7.5 before fees
  position on A (instrument only): left, -2 held, profit 7.5 before fees
  hook ill: failed: no disk
  B: ended, after: logout sent, draining
  C: left behind
  D: failed: the socket does not close, after: logout sent
  E: never connected
  late actions: 5
  orders working when done was said: 5
  requests that were ignored: 10
  alerts that nobody took: 9
  discarded before the gate: 10
  complaints of the strategy: 7
  crash: after done
  state not saved: no disk
  connector: A: a lie
";
    assert_eq!(rich().to_string(), text);
}

#[test]
fn a_crash_that_is_a_cause_is_told_once() {
    let mut report = rich();
    report.crash = Some("it broke".to_owned());
    let text = report.to_string();
    assert_eq!((text.matches("it broke").count(), text.contains("crash: it broke")), (1, true), "{text}");
}

#[test]
fn stages_of_a_connector_that_ended_have_a_line_only_where_something_went_wrong() {
    let mut report = plain();
    let asked = connector("B", PartEnd::Ended, &["being asked to end"]);
    report.connectors = vec![asked, connector("E", PartEnd::NeverConnected, &[])];
    let text = report.to_string();
    assert!(!text.contains("being asked to end") && text.contains("  E: never connected\n"), "{text}");
    assert!(report.to_json().contains("being asked to end"), "the document keeps all of it");
    report.save_failure = Some("no disk".to_owned());
    assert!(report.to_string().contains("  B: ended, after: being asked to end\n"));
}

/// As the end of its connector, as a cause, or by itself.
#[test]
fn what_a_connector_failed_with_is_told_once() {
    let mut report = plain();
    let (at, cause) = (Time::from_secs(2), Cause::Connector);
    report.causes.push(CauseRecord { at, cause, detail: "B: the line is gone".to_owned() });
    report.connectors = vec![connector("A", PartEnd::Failed("the socket does not close".into()), &[])];
    let failures = ["B: the line is gone", "A: the socket does not close", "B: a lie"];
    report.connector_failures = failures.map(str::to_owned).into();
    let text = report.to_string();
    for what in ["the line is gone", "the socket does not close", "a lie"] {
        assert_eq!(text.matches(what).count(), 1, "{what}: {text}");
    }
}

/// Nobody has set an end to the time in which the strategy trades.
#[test]
fn a_phase_without_a_deadline_has_none_in_the_document() {
    let json: serde_json::Value = serde_json::from_str(&plain().to_json()).expect("one document");
    let deadlines = json["phases"].as_array().expect("phases").iter().map(|phase| &phase["deadline"]);
    let known: Vec<bool> = deadlines.map(|deadline| !deadline.is_null()).collect();
    assert_eq!(known, [false, true, true, true, true, true]);
}

/// A format without names has no place for what is no field.
#[test]
fn a_report_in_a_format_without_names_reads_as_it_was_written() {
    for report in [plain(), rich()] {
        let bytes = postcard::to_stdvec(&report).expect("it can be written");
        assert_eq!(postcard::from_bytes::<ShutdownReport>(&bytes), Ok(report));
    }
}

#[test]
fn the_json_is_the_report_and_its_exit_code() {
    for report in [plain(), rich()] {
        let json: serde_json::Value = serde_json::from_str(&report.to_json()).expect("one document");
        assert_eq!(json["exit_code"], serde_json::json!(report.exit_code().0));
        assert_eq!(json["exit"], serde_json::json!(report.exit_code().name()));
        assert_eq!(serde_json::to_value(&report).expect("the same"), json, "however it is written");
        let back: ShutdownReport = serde_json::from_value(json).expect("nothing is lost");
        assert_eq!(back, report);
    }
}

/// An order with two fates, or none, is a bug of whoever counts.
#[test]
#[should_panic(expected = "every submitted order has one fate")]
fn an_order_without_a_fate_is_found() {
    Orders { submitted: 2, filled: 1, ..Orders::default() }.check_invariants();
}
