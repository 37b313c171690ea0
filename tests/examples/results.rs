//! Runs that end well: the same bytes again, the exact figures, one page and no other file.

use std::fs;

use serde_json::Value;

use crate::program::Folder;
use crate::tape::{Figures, by_hand, csv, gzip};

#[test]
fn the_first_command_says_the_same_every_time() {
    let folder = Folder::new();
    let [first, second] = [0; 2].map(|_| folder.run("quickstart", ""));
    assert_eq!((first.code, first.err.as_str()), (Some(0), ""));
    assert!(first.out.contains("fast average crossed") && !first.out.contains("STOPPED EARLY"), "{first:?}");
    assert_eq!(first, second);
    assert!(folder.names().is_empty(), "nobody asked for a file: {:?}", folder.names());
}

#[test]
fn json_is_one_document_with_the_promised_keys() {
    let all = Folder::new().run("quickstart", "--json").json();
    for key in [
        "trace_hash",
        "events",
        "orders",
        "fills",
        "fees",
        "pnl",
        "max_drawdown",
        "position",
        "exit_code",
        "stopped_early",
    ] {
        assert!(all.get(key).is_some_and(|value| !value.is_null()), "expected {key} in {all}");
    }
    assert_eq!((&all["exit_code"], &all["stopped_early"]), (&Value::from(0), &Value::from(false)));
}

#[test]
fn the_hash_follows_the_seed_and_the_fill_rule() {
    let folder = Folder::new();
    let hash =
        |flags: &str| folder.run("quickstart", &format!("{flags} --json")).json()["trace_hash"].clone();
    assert_eq!(hash("--seed 1"), hash(""));
    assert_ne!(hash("--seed 2"), hash(""));
    assert_ne!(hash("--fill next"), hash(""));
    assert_ne!(hash("--fast 5"), hash(""));
}

#[test]
fn the_others_print_a_table_or_one_document_and_leave_no_file() {
    let folder = Folder::new();
    folder.write("tape.csv", csv(500));
    for (name, flags) in [("market_maker", ""), ("two_markets", ""), ("inspect", "tape.csv")] {
        let (table, again) = (folder.run(name, flags), folder.run(name, flags));
        assert_eq!((table.code, table.err.as_str()), (Some(0), ""), "{name}");
        assert_eq!(table, again, "{name}");
        assert!(folder.run(name, &format!("{flags} --json")).json().is_object(), "{name}");
    }
    assert_eq!(folder.run("unit_test", "").code, Some(0));
    assert_eq!(folder.names(), ["tape.csv"]);
}

#[test]
fn the_figures_of_a_tape_are_those_of_a_loop_by_hand() {
    let (folder, count) = (Folder::new(), 20_000);
    folder.write("tape.csv", csv(count));
    folder.write("tape.csv.gz", gzip(&csv(count)));
    for (fill, is_next) in [("same", false), ("next", true)] {
        let expected = by_hand(count, is_next);
        assert!(expected.fills > 100, "a tape without crossings shows nothing");
        let [plain, packed] = ["tape.csv", "tape.csv.gz"]
            .map(|tape| folder.run("quickstart", &format!("--trades {tape} --fill {fill} --json")));
        assert_eq!(figures(&plain.json()), expected, "{fill}");
        assert_eq!(plain.out, packed.out, "packing changes nothing");
    }
}

fn figures(all: &Value) -> Figures {
    let number = |key: &str| all[key].as_u64().unwrap_or_else(|| panic!("{key} in {all}"));
    let text = |key: &str| all[key].as_str().unwrap_or_else(|| panic!("{key} in {all}")).to_owned();
    Figures {
        trades: number("trades"),
        orders: number("orders"),
        fills: number("fills"),
        fees: text("fees"),
        pnl: text("pnl"),
        max_drawdown: text("max_drawdown"),
        position: text("position"),
    }
}

#[test]
fn a_report_is_one_page_that_loads_nothing() {
    let folder = Folder::new();
    let plain = folder.run("quickstart", "");
    let done = folder.run("quickstart", "--report run.html");
    assert_eq!(done, plain, "the page changes nothing on the terminal");
    assert_eq!(folder.names(), ["run.html"]);
    let page = fs::read_to_string(folder.path("run.html")).expect("the page");
    assert!(
        page.starts_with("<!doctype html>") && page.contains("<svg") && page.trim_end().ends_with("</html>")
    );
    let loads = ["src=", "href=", "url(", "@import", "<script", "<link", "<iframe"];
    // A link inside the page, or to a namespace, loads nothing.
    let outside = |page: &str, mark: &str| {
        page.match_indices(mark)
            .any(|(at, _)| !page[at + mark.len()..].trim_start_matches('"').starts_with('#'))
    };
    for mark in loads {
        assert!(!outside(&page, mark), "`{mark}` in the page");
    }
}
