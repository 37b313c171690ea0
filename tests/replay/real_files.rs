//! Real dumps against facts computed by other programs, when `TIDEGATE_DATA` names the folder that has both.

use std::path::Path;

use serde_json::Value;
use tidegate::connector::replay::{Format, Row, Tape, TapeOptions};

/// What the facts know, added up from rows.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sums {
    rows: u64,
    maker_rows: u64,
    volume: i128,
    maker_volume: i128,
    turnover: i128,
    first_time: i64,
    last_time: i64,
}

impl Sums {
    fn of(rows: &[Row]) -> Self {
        let quantity = |row: &Row| i128::from(row.quantity);
        let makers = || rows.iter().filter(|row| row.buyer_is_maker);
        Self {
            rows: rows.len() as u64,
            maker_rows: makers().count() as u64,
            volume: rows.iter().map(quantity).sum(),
            maker_volume: makers().map(quantity).sum(),
            turnover: rows.iter().map(|row| quantity(row) * i128::from(row.price)).sum(),
            first_time: rows.first().map_or(0, |row| row.stamp),
            last_time: rows.last().map_or(0, |row| row.stamp),
        }
    }

    fn told_by(facts: &Value) -> Self {
        let number = |name: &str| facts[name].as_i64().unwrap_or_else(|| panic!("no {name}"));
        let exact = |name: &str, decimals| scaled(facts[name].as_str().expect(name), decimals);
        Self {
            rows: number("rows").unsigned_abs(),
            maker_rows: number("rows_where_buyer_is_maker").unsigned_abs(),
            volume: exact("total_volume_exact", 8),
            maker_volume: exact("volume_where_buyer_is_maker_exact", 8),
            turnover: exact("turnover_exact", 16),
            first_time: number("first_time"),
            last_time: number("last_time"),
        }
    }
}

fn scaled(text: &str, decimals: usize) -> i128 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{part:0<decimals$}").parse().expect("a decimal of the facts")
}

fn rows(path: &Path, format: Format) -> Vec<Row> {
    let mut tape = Tape::open(path, TapeOptions::default()).expect("a real tape");
    assert_eq!(tape.format(), format);
    let mut rows = Vec::new();
    while let Some(row) = tape.next_row().expect("real rows") {
        rows.push(row);
    }
    rows
}

#[test]
fn real_dumps_add_up_to_the_facts() {
    let Some(data) = std::env::var_os("TIDEGATE_DATA") else {
        println!("skipped: TIDEGATE_DATA does not name a folder with trades/ and facts.json");
        return;
    };
    let data = Path::new(&data);
    let text = std::fs::read_to_string(data.join("facts.json")).expect("facts.json in TIDEGATE_DATA");
    let facts: Value = serde_json::from_str(&text).expect("facts are JSON");
    for (name, format) in [
        ("trades/BTCUSDT-trades-2024-08-08.csv.gz", Format::SpotTrades),
        ("trades/BTCUSDT-trades-2024-08-09.csv.gz", Format::SpotTrades),
        ("trades/XRPETH-aggTrades-2019-10-11.csv.gz", Format::SpotAggregates),
        ("trades/XRPETH-aggTrades-2019-10-12.csv.gz", Format::SpotAggregates),
    ] {
        let told = Sums::told_by(&facts["files"][name]["facts"]);
        assert_eq!(Sums::of(&rows(&data.join(name), format)), told, "{name}");
    }
}

#[test]
fn real_files_of_other_kinds_are_refused_by_name() {
    let Some(data) = std::env::var_os("TIDEGATE_DATA") else {
        println!("skipped: TIDEGATE_DATA does not name a folder with trades/");
        return;
    };
    for (name, code) in [
        ("trades/20131007_ibm_trade.zip", "tape.zip"),
        ("trades/binance_ethusdt_perp_public_trades_20230202.csv", "tape.header"),
        ("trades/kraken_BCHEUR.csv", "tape.layout"),
    ] {
        let error = Tape::open(&Path::new(&data).join(name), TapeOptions::default()).expect_err(name);
        assert_eq!(error.code(), code, "{error}");
    }
}
