//! Reports from the outside: whole pages, whole files, and what happens when there is no place for them.
#![cfg(feature = "report")]

use std::{
    fs,
    path::{Path, PathBuf},
};
use tidegate::control::{
    Cause, CauseRecord, Complaint, ConnectorRecord, DoneCode, Facts, Fate, HookEnd, HookRecord, Input,
    Inventory, OrderRecord, PartEnd, Phase, Plan, PositionFate, PositionRecord, Priority, Protocol,
    ShutdownReport, StageRecord,
};
use tidegate::report::{
    Chart, Colour, Marks, OutputFile, Page, ReportError, Series, Shape, Table, shutdown_table, to_json,
};
use tidegate::time::Time;

const ATTACK: &str = "</title><script>alert('1')</script>\"><img src=x onerror=alert(2)>&";

/// A directory of one test, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tidegate-report-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// A run of six trading hours: prices with one spike, entries and exits, equity and drawdown.
fn sample_page(title: &str) -> Page {
    const START: i64 = 1_709_622_000_000_000_000;
    let (mut price, mut fair, mut equity, mut drawdown) =
        (Series::new(), Series::new(), Series::new(), Series::new());
    let (mut entries, mut exits) = (Marks::with_limit(60), Marks::with_limit(60));
    let (mut level, mut slow, mut peak, mut random) = (64_250.0, 64_250.0, 0.0_f64, 1_u64);
    for i in 0..200_000_i64 {
        let at = START + i * 108_000_000;
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        level += ((random >> 40) as f64 / f64::from(1 << 24) - 0.5) * 6.0;
        slow += (level - slow) * 0.0005;
        let profit = (level - 64_250.0) * 0.8 + i as f64 * 0.002;
        peak = peak.max(profit);
        price.push(at, if i == 123_456 { level - 900.0 } else { level });
        fair.push(at, slow);
        equity.push(at, 10_000.0 + profit);
        drawdown.push(at, profit - peak);
        if i % 2_000 == 500 {
            entries.push(at, level);
        } else if i % 2_000 == 1_400 {
            exits.push(at, level);
        }
    }
    let trades = Table::new("Last trades")
        .header(["time", "side", "price", "profit", "reason"])
        .cells(["13:58:02", "buy", "64,310.5", "", "spread above fee"])
        .cells(["13:59:41", "sell", "64,322.0", "+11.50", title]);
    Page::new(title)
        .text("Replay of one tape; fees are included, funding is not.")
        .table(
            Table::new("Result")
                .row("events", "2,000,000")
                .row("trades", 120)
                .row("net profit", "-37.50 USDT"),
        )
        .heading("Charts")
        .chart(
            Chart::new(format!("Price {title}"))
                .line("mid price", &price)
                .line("slow average", &fair)
                .colour(Colour::Black)
                .marks("entries", &entries, Shape::Up, Colour::Green)
                .marks("exits", &exits, Shape::Down, Colour::Vermillion)
                .x_time()
                .height(420),
        )
        .chart(Chart::new("Equity, USDT").line("equity", &equity).x_time().height(240))
        .chart(
            Chart::new("Drawdown, USDT")
                .area("below the peak", &drawdown)
                .colour(Colour::Vermillion)
                .x_time()
                .height(220),
        )
        .chart(Chart::new("Signals").line("none", &Series::new()).height(160))
        .heading("Trades")
        .table(trades)
}

#[test]
fn no_text_becomes_markup() {
    let html = sample_page(ATTACK).html();
    assert!(!html.contains("<script") && !html.contains("<img"));
    assert_eq!(html.matches("&lt;script&gt;").count(), 5, "title, heading, chart label, chart title, reason");
    assert_eq!(html.matches("<title>").count(), 1);
}

#[test]
fn a_page_needs_nothing_from_elsewhere() {
    let html = sample_page("Run").html();
    for foreign in ["http:", "https:", "//", "url(", "@import", "<link", "<script", "src=", "href="] {
        assert!(!html.contains(foreign), "found {foreign}");
    }
    assert!(html.starts_with("<!doctype html>") && html.contains("<meta charset=\"utf-8\">"));
    assert_eq!(html.matches("<svg ").count(), html.matches("</svg>").count());
}

#[test]
fn a_page_says_what_it_leaves_out_and_stays_small() {
    let html = sample_page("Run").html();
    assert!(html.contains("entries, showing 50 of 100"));
    assert!(html.contains("no data"));
    assert!(html.len() < 600_000, "{} bytes", html.len());
}

#[test]
fn one_point_alone_is_seen() {
    let mut series = Series::new();
    series.push(7, 100.0);
    let svg = Chart::new("One").line("flat", &series).svg().unwrap();
    assert_eq!(svg.matches("<polygon").count(), 1);
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    assert!(sample_page("Run").html() == sample_page("Run").html());
}

/// Run by hand, then look: `cargo test --test report -- --ignored`, and open `target/report-sample.html`.
#[test]
#[ignore = "writes a page for the eye"]
fn a_page_to_look_at() {
    let folder = std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".into());
    let output = OutputFile::reserve(Path::new(&folder).join("report-sample.html")).unwrap();
    output.commit(&sample_page("Mean reversion, BTC-USDT, 2024-03-05").html()).unwrap();
}

#[test]
fn a_table_reads_well_on_a_terminal() {
    let table = Table::new("Fills")
        .header(["time", "side", "price", "quantity", "note"])
        .cells(["09:30:00", "buy", "101.25", "3", ""])
        .cells(["09:31:07", "sell", "99.5", "1,200", "swept two levels"]);
    assert_eq!(
        table.to_string(),
        "\
Fills
    time  side   price  quantity  note
--------  ----  ------  --------  ----------------
09:30:00  buy   101.25         3
09:31:07  sell    99.5     1,200  swept two levels
"
    );
}

#[test]
fn a_report_appears_whole_and_alone() {
    let folder = Folder::new("whole");
    let output = OutputFile::reserve(folder.join("a.html")).unwrap();
    assert_eq!(folder.names().len(), 1, "the place is taken beside the target");
    assert!(!folder.join("a.html").exists());
    output.commit("whole").unwrap();
    assert_eq!(folder.names(), ["a.html"]);
    assert_eq!(fs::read_to_string(folder.join("a.html")).unwrap(), "whole");
}

#[test]
fn an_old_report_stays_until_the_new_one_is_whole() {
    let folder = Folder::new("old");
    fs::write(folder.join("a.html"), "old").unwrap();
    let dropped = OutputFile::reserve(folder.join("a.html")).unwrap();
    assert_eq!(fs::read_to_string(folder.join("a.html")).unwrap(), "old");
    drop(dropped);
    assert_eq!(folder.names(), ["a.html"], "a run that fails leaves nothing");
    assert_eq!(fs::read_to_string(folder.join("a.html")).unwrap(), "old");
    OutputFile::reserve(folder.join("a.html")).unwrap().commit("new").unwrap();
    assert_eq!(fs::read_to_string(folder.join("a.html")).unwrap(), "new");
}

#[test]
fn two_reservations_of_one_report_do_not_meet() {
    let folder = Folder::new("two");
    let (first, second) = (OutputFile::reserve(folder.join("a")), OutputFile::reserve(folder.join("a")));
    second.unwrap().commit("second").unwrap();
    first.unwrap().commit("first").unwrap();
    assert_eq!(folder.names(), ["a"]);
    assert_eq!(fs::read_to_string(folder.join("a")).unwrap(), "first");
}

#[test]
fn a_place_that_cannot_hold_a_report_is_refused_before_the_run() {
    let folder = Folder::new("refused");
    fs::write(folder.join("file"), "").unwrap();
    let refused = |path: PathBuf| OutputFile::reserve(path).unwrap_err();
    assert!(matches!(refused(folder.join("missing/a.html")), ReportError::NoDirectory { .. }));
    assert!(matches!(refused(folder.join("file/a.html")), ReportError::NotADirectory { .. }));
    assert!(matches!(refused(folder.0.clone()), ReportError::NotAFile { found: "a directory", .. }));
    assert!(matches!(refused(PathBuf::new()), ReportError::NoFileName { .. }));
    assert!(matches!(refused("no-such-folder/..".into()), ReportError::NoFileName { .. }));
    let said = refused(folder.join("missing/a.html")).to_string();
    assert!(said.contains("a.html") && said.contains("missing") && said.contains("expected"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_device_is_never_replaced() {
    let refused = OutputFile::reserve("/dev/null").unwrap_err();
    assert!(matches!(refused, ReportError::NotAFile { found: "a special file", .. }), "{refused}");
}

#[test]
fn a_read_only_report_is_refused() {
    let folder = Folder::new("readonly");
    let path = folder.join("a.html");
    fs::write(&path, "kept").unwrap();
    let mut rights = fs::metadata(&path).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&path, rights).unwrap();
    assert!(matches!(OutputFile::reserve(&path), Err(ReportError::ReadOnly { .. })));
    assert_eq!(folder.names(), ["a.html"]);
}

#[cfg(unix)]
#[test]
fn a_directory_without_the_right_to_write_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("locked");
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(folder.join("probe"), "").is_ok() {
        fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o755)).unwrap();
        eprintln!("skipped: this user may write everywhere, so no directory is locked for it");
        return;
    }
    let refused = OutputFile::reserve(folder.join("a.html"));
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(matches!(refused, Err(ReportError::Io { .. })), "{refused:?}");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_report_stays_a_link() {
    let folder = Folder::new("link");
    fs::write(folder.join("real"), "old").unwrap();
    std::os::unix::fs::symlink("real", folder.join("link")).unwrap();
    OutputFile::reserve(folder.join("link")).unwrap().commit("new").unwrap();
    assert_eq!(folder.names(), ["link", "real"]);
    assert_eq!(fs::read_link(folder.join("link")).unwrap(), Path::new("real"));
    assert_eq!(fs::read_to_string(folder.join("real")).unwrap(), "new");
}

/// The directory goes away during the run: the commit says which step failed.
#[test]
fn a_commit_without_its_place_says_so() {
    let folder = Folder::new("gone");
    let inner = folder.join("inner");
    fs::create_dir(&inner).unwrap();
    let output = OutputFile::reserve(inner.join("a.html")).unwrap();
    fs::create_dir(inner.join("a.html")).unwrap();
    let refused = output.commit("never seen").unwrap_err();
    assert!(
        matches!(refused, ReportError::Io { action: "give the finished report its name", .. }),
        "{refused}"
    );
    assert_eq!(fs::read_dir(&inner).unwrap().count(), 1, "only what took the place is left");
}

/// Send and Sync of the public types.
#[test]
fn reports_may_cross_threads() {
    fn crosses<T: Send + Sync>() {}
    crosses::<(Chart, Marks, OutputFile, Page, ReportError, Series, Table)>();
}

/// A run that this stopped and that went well otherwise.
fn stopped_by(cause: Cause, detail: &str) -> ShutdownReport {
    let mut protocol = Protocol::new(Plan::default(), Time::EPOCH);
    for input in [
        Input::Cause(cause, detail.to_owned()),
        Input::Done(DoneCode::OK),
        Input::Inventory(Inventory::default()),
        Input::Saved(Ok("somewhere".to_owned())),
    ] {
        (protocol, _) = protocol.step(Time::from_secs(1), input);
    }
    protocol.report(Facts::default()).expect("it is over")
}

/// The rows of its table, as label and value.
fn rows(report: &ShutdownReport) -> Vec<(String, String)> {
    let text = shutdown_table(report).to_string();
    let row = |line: &str| {
        let (label, value) = line.split_once("  ").expect("two columns");
        (label.to_owned(), value.trim().to_owned())
    };
    text.lines().skip(1).map(row).collect()
}

/// The values of the rows with this label.
fn told(report: &ShutdownReport, label: &str) -> Vec<String> {
    rows(report).into_iter().filter(|row| row.0 == label).map(|row| row.1).collect()
}

#[test]
fn the_table_of_a_clean_shutdown_is_short() {
    let mut report = stopped_by(Cause::DataEnd, "no connector has more");
    let stages = vec![StageRecord { at: Time::EPOCH, stage: "being asked to end".to_owned() }];
    report.connectors = vec![ConnectorRecord { name: "A".to_owned(), end: PartEnd::Ended, stages }];
    let expected = "\
Shutdown
cause           end of data
strategy        done with code 0
StopNewOrders   done with code 0
CancelPending   no order was working
ClosePositions  positions kept
SaveState       saved: somewhere
Disconnect      all connectors ended
exit code       0
";
    assert_eq!(shutdown_table(&report).to_string(), expected);
}

#[test]
fn the_table_of_a_shutdown_says_why_it_stopped() {
    let mut report = stopped_by(Cause::Connector, "tcp venue: no such host");
    report.connector_failures = vec!["tcp venue: no such host".to_owned(), "A: a lie".to_owned()];
    assert_eq!(told(&report, "connector failure"), ["tcp venue: no such host"]);
    assert_eq!(told(&report, "connector"), ["A: a lie"], "what is a cause is told as that");

    report.causes.push(CauseRecord { at: Time::EPOCH, cause: Cause::Crash, detail: "it broke".to_owned() });
    report.crash = Some("it broke".to_owned());
    assert_eq!(told(&report, "crash"), ["it broke"], "once");
    report.crash = Some("something else".to_owned());
    assert_eq!(told(&report, "crash"), ["it broke", "something else"]);
}

#[test]
fn the_table_of_a_shutdown_says_what_is_left() {
    let mut report = stopped_by(Cause::Signal, "SIGTERM");
    let market = || "A".to_owned();
    let (instrument, quantity, profit) = ("only".to_owned(), "13.19".to_owned(), "7.5".to_owned());
    report.positions =
        vec![PositionRecord { market: market(), instrument, quantity, fate: PositionFate::Kept, profit }];
    report.save_failure = Some("no disk".to_owned());
    let order = |id, fate| OrderRecord { market: market(), id, fate, what: "buy 2 @ 100, 1 left".to_owned() };
    report.open_orders = vec![order(1, Fate::Unknown), order(2, Fate::Filled)];
    report.hooks = vec![HookRecord {
        name: "backup".to_owned(),
        phase: Phase::SaveState,
        priority: Priority::Normal,
        began: Time::EPOCH,
        ended: Time::EPOCH,
        end: HookEnd::Abandoned,
    }];
    report.connectors = vec![ConnectorRecord { name: market(), end: PartEnd::Abandoned, stages: Vec::new() }];
    report.undelivered_alerts = 2;
    for (label, value) in [
        ("signal", "SIGTERM"),
        ("state not saved", "no disk"),
        ("position on A (instrument only)", "kept, 13.19 held, profit 7.5 before fees"),
        ("order 1 on A", "unknown: buy 2 @ 100, 1 left"),
        ("hook backup", "abandoned at its limit"),
        ("A", "left behind"),
        ("alerts that nobody took", "2"),
        ("exit code", "83"),
    ] {
        assert_eq!(told(&report, label), [value], "{label}: {}", shutdown_table(&report));
    }
    assert_eq!(told(&report, "order 2 on A"), [""; 0], "it has ended");
}

#[test]
fn the_table_of_a_shutdown_is_bounded() {
    let mut report = stopped_by(Cause::Connector, "A: the line is gone");
    let (at, cause) = (Time::EPOCH, Cause::Signal);
    report.causes.extend((0..64).map(|n| CauseRecord { at, cause, detail: format!("signal {n}") }));
    report.causes.push(CauseRecord { at, cause: Cause::Crash, detail: "it broke".to_owned() });
    report.crash = Some("it broke".to_owned());
    report.more_causes = 10;
    report.connector_failures = (0..100).map(|n| format!("A: lie {n}")).collect();
    report.complaints = vec![Complaint::new(7, "slow"); 100];
    report.more_complaints = 3;
    report.open_orders = (0..1_000)
        .map(|id| OrderRecord { market: "A".to_owned(), id, fate: Fate::LeftOpen, what: String::new() })
        .collect();
    for (label, more) in [
        ("crash", "it broke"),
        ("more causes", "71"),
        ("more connector failures", "95"),
        ("more complaints", "98"),
        ("more orders", "995"),
    ] {
        assert_eq!(told(&report, label), [more], "{label}: {}", shutdown_table(&report));
    }
    assert_eq!(
        told(&report, "connector"),
        [0, 1, 2, 3, 4].map(|n| format!("A: lie {n}")),
        "the first of them"
    );
    assert!(rows(&report).len() < 50, "{}", shutdown_table(&report));
}

#[test]
fn a_report_is_one_document_whoever_writes_it() {
    for report in [stopped_by(Cause::DataEnd, ""), stopped_by(Cause::Connector, "A: the line is gone")] {
        let text = to_json(&report).expect("it can be written");
        assert_eq!(text, report.to_json());
        let json: serde_json::Value = serde_json::from_str(&text).expect("one document");
        assert_eq!(json["exit_code"], serde_json::json!(report.exit_code().0));
        assert_eq!(serde_json::from_str::<ShutdownReport>(&text).expect("nothing is lost"), report);
    }
}
