//! The table of exit codes: each line by itself, and which of two comes first.

use tidegate::control::{
    Cause, CauseRecord, ConnectorRecord, DoneCode, ExitCode, Facts, Input, Inventory, PartEnd, Plan,
    PositionFate, PositionRecord, Protocol, ShutdownReport, Verdict,
};
use tidegate::time::Time;

/// A report with nothing wrong.
fn clean() -> ShutdownReport {
    let mut protocol = Protocol::new(Plan::default(), Time::EPOCH);
    for input in [
        Input::Cause(Cause::Request, "an operator".into()),
        Input::Done(DoneCode::OK),
        Input::Inventory(Inventory::default()),
        Input::Saved(Ok("somewhere".into())),
    ] {
        (protocol, _) = protocol.step(Time::from_secs(1), input);
    }
    protocol.report(Facts::default()).expect("it is over")
}

fn begins_with(report: &mut ShutdownReport, cause: Cause) {
    report.causes.insert(0, CauseRecord { at: Time::EPOCH, cause, detail: String::new() });
}

fn position(fate: PositionFate) -> PositionRecord {
    let text = String::new;
    PositionRecord { market: text(), instrument: text(), quantity: text(), fate, profit: text() }
}

fn connector(end: PartEnd) -> ConnectorRecord {
    ConnectorRecord { name: String::new(), end, stages: Vec::new() }
}

type Line = (ExitCode, fn(&mut ShutdownReport));

/// The lines of the table, from the first to the last; where a line has an `or`, both.
const TABLE: [Line; 13] = [
    (ExitCode::ABORTED, |report| report.aborted = true),
    (ExitCode::CRASHED, |report| report.verdict = Verdict::Crashed),
    (ExitCode::CRASHED, |report| report.crash = Some("after done".to_owned())),
    (ExitCode::CONNECTOR_FAILED, |report| begins_with(report, Cause::Connector)),
    (ExitCode::ORDERS_LEFT, |report| report.orders.left_open = 1),
    (ExitCode::ORDERS_LEFT, |report| report.orders.unknown = 1),
    (ExitCode::POSITIONS_LEFT, |report| report.positions.push(position(PositionFate::Left))),
    (ExitCode::NOT_SAVED, |report| report.save_failure = Some("no disk".to_owned())),
    (ExitCode::CONNECTOR_FAILED, |report| report.connector_failures.push("a lie".to_owned())),
    (ExitCode::CONNECTOR_TIMED_OUT, |report| report.connectors.push(connector(PartEnd::Abandoned))),
    (ExitCode::FORCED, |report| report.forced = true),
    (ExitCode::TIMED_OUT, |report| report.verdict = Verdict::TimedOut),
    (ExitCode::STRATEGY_REPORTED, |report| report.verdict = Verdict::Done(DoneCode(3))),
];

#[test]
fn r12_each_line_has_its_code_and_the_first_that_holds_counts() {
    assert_eq!(clean().exit_code(), ExitCode::CLEAN);
    for (place, (first, one)) in TABLE.iter().enumerate() {
        let mut report = clean();
        one(&mut report);
        assert_eq!(report.exit_code(), *first, "line {place}");
        for (code, other) in TABLE.iter().skip(place + 1) {
            let mut both = clean();
            other(&mut both);
            one(&mut both);
            assert_eq!(both.exit_code(), *first, "line {place} before {}", code.name());
        }
    }
}

#[test]
fn what_is_kept_closed_or_dust_is_clean_and_so_is_a_kill() {
    let mut report = clean();
    report.orders.kept = 3;
    report.positions.extend([PositionFate::Kept, PositionFate::Closed, PositionFate::Dust].map(position));
    report.connectors.extend([PartEnd::Ended, PartEnd::NeverConnected].map(connector));
    begins_with(&mut report, Cause::Kill);
    report.verdict = Verdict::Cut;
    assert_eq!(report.exit_code(), ExitCode::CLEAN);
}

#[test]
fn a_code_is_the_one_of_the_process_and_has_a_word() {
    let process = std::process::ExitCode::from(ExitCode::ABORTED);
    assert_eq!(format!("{process:?}"), format!("{:?}", std::process::ExitCode::from(87)));
    let names: Vec<&str> =
        [0, 2, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90].map(|code| ExitCode(code).name()).to_vec();
    let mut different = names.clone();
    different.sort_unstable();
    different.dedup();
    assert_eq!((different.len(), names[0], names[12]), (13, "clean", "unknown"));
}
