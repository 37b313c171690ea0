//! What `inspect` tells: of a small tape what a hand finds, of real ones what other programs found.

use std::path::Path;

use serde_json::{Value, json};

use crate::program::Folder;

/// Id, price, quantity, milliseconds, whether the buyer is the maker.
const ROWS: [(u64, &str, &str, u64, bool); 5] = [
    (10, "100", "1", 1_700_000_000_000, true),
    (11, "104", "2", 1_700_000_000_000, false),
    (14, "103", "0.5", 1_700_000_039_999, true), // the last millisecond of 22:13
    (15, "78", "1", 1_700_000_040_000, false),
    (20, "117", "0.25", 1_700_000_160_000, false), // 22:16 sharp, nothing in 22:15
];

fn tape(line: impl Fn(u64, &str, &str, u64, bool) -> String) -> String {
    ROWS.map(|(id, price, quantity, at, maker)| line(id, price, quantity, at, maker) + "\n").concat()
}

fn by_hand() -> Value {
    // From 22:13 to 22:14, and from there to 22:16.
    let (fall, rise) = ((78.0_f64 / 103.0).ln(), (117.0_f64 / 78.0).ln());
    let mean_volume = 4.75 / 3.0;
    let volume_squares: f64 =
        [3.5, 1.0, 0.25].iter().map(|volume| (volume - mean_volume) * (volume - mean_volume)).sum();
    json!({
        "time_unit": "ms since epoch",
        "rows": 5,
        "rows_where_buyer_is_maker": 2,
        "first_time": 1_700_000_000_000_u64,
        "last_time": 1_700_000_160_000_u64,
        "distinct_times": 4,
        "id_first": 10,
        "id_last": 20,
        "id_gaps": 2,
        "total_volume_exact": "4.75000000",
        "volume_where_buyer_is_maker_exact": "1.50000000",
        "turnover_exact": "466.7500000000000000",
        "vwap": 466.75 / 4.75,
        "first_price": 100.0,
        "last_price": 117.0,
        "high": 117.0,
        "low": 78.0,
        "max_drawdown_fraction": 0.25,
        "max_drawdown_row": 3,
        "max_drawdown_absolute": 26.0,
        "last_256_mean": 100.4,
        "last_256_std_ddof1": (797.2_f64 / 4.0).sqrt(),
        // Prices weigh 2/13, or 2/27, times the rest of those after them; the first the rest alone.
        "ema12_last": (100.0 * 11_f64.powi(4)
            + 2.0 * (104.0 * 11_f64.powi(3) + 103.0 * 13.0 * 11_f64.powi(2) + 78.0 * 13_f64.powi(2) * 11.0)
            + 2.0 * 117.0 * 13_f64.powi(3)) / 13_f64.powi(4),
        "ema26_last": (100.0 * 25_f64.powi(4)
            + 2.0 * (104.0 * 25_f64.powi(3) + 103.0 * 27.0 * 25_f64.powi(2) + 78.0 * 27_f64.powi(2) * 25.0)
            + 2.0 * 117.0 * 27_f64.powi(3)) / 27_f64.powi(4),
        "ema_up": 1,
        "ema_down": 1,
        "minute_returns": {
            "count": 2,
            "mean": (fall + rise) / 2.0,
            "std": (rise - fall) / 2.0_f64.sqrt(),
            "skewness": null,
            "kurtosis": null,
            "min": fall,
            "quantile_5%": fall + 0.05 * (rise - fall),
            "median": (fall + rise) / 2.0,
            "quantile_95%": fall + 0.95 * (rise - fall),
            "max": rise,
        },
        "minute_volume": { "mean": mean_volume, "std": (volume_squares / 2.0).sqrt(), "max": 3.5 },
        "size_of_return_with_volume": -1.0,
        "of_minute_closes": { "rsi_14": null, "macd_12_26_9": null, "bollinger_20_2": null },
        "of_minute_bars": {
            "atr_14": null,
            "adx_14": null,
            "parkinson_30": null,
            "garman_klass_30": null,
            "widest_range": 39.0,
        },
        "sessions": [[
            "2023-11-14T00:00:00Z", "2023-11-15T00:00:00Z", 100.0, 117.0, 78.0, 117.0, 4.75, 5, 466.75 / 4.75,
        ]],
        "ohlcv_1min_bars_with_trades": 3,
        "ohlcv_1min": [
            ["2023-11-14T22:13Z", 100.0, 104.0, 100.0, 103.0, 3.5, 3],
            ["2023-11-14T22:14Z", 78.0, 78.0, 78.0, 78.0, 1.0, 1],
            ["2023-11-14T22:16Z", 117.0, 117.0, 117.0, 117.0, 0.25, 1],
        ],
    })
}

/// Whether they are the same; floats up to a few of their last digits.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        (Value::Number(x), Value::Number(y)) if x.is_f64() && y.is_f64() => {
            a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| (a - b).abs() <= 1e-12 * b.abs())
        }
        _ => a == b,
    }
}

fn keys(all: &Value) -> Vec<&String> {
    all.as_object().expect("an object").keys().collect()
}

#[test]
fn a_small_tape_is_told_as_by_hand_in_every_layout() {
    let folder = Folder::new();
    let trades =
        tape(|id, price, quantity, at, maker| format!("{id},{price},{quantity},1,{at},{maker},true"));
    let micros = tape(|id, price, quantity, at, maker| format!("{id},{price},{quantity},1,{at}000,{maker}"));
    let aggregates =
        tape(|id, price, quantity, at, maker| format!("{id},{price},{quantity},7,9,{at},{maker},true"));
    let mut in_micros = by_hand();
    in_micros["time_unit"] = "us since epoch".into();
    for key in ["first_time", "last_time"] {
        in_micros[key] = (in_micros[key].as_u64().expect("a time") * 1_000).into();
    }
    for (contents, expected) in [(trades, by_hand()), (micros, in_micros), (aggregates, by_hand())] {
        folder.write("tape.csv", contents);
        let told = folder.run("inspect", "tape.csv --json").json();
        assert_eq!(keys(&told), keys(&expected));
        for key in keys(&told) {
            assert!(same(&told[key], &expected[key]), "{key}: {} is not {}", told[key], expected[key]);
        }
    }
}

#[test]
fn one_row_has_no_spread_and_one_bar() {
    let folder = Folder::new();
    folder.write("tape.csv", "7,0.5,3,1.5,1700000040000,false,true\n");
    let told = folder.run("inspect", "tape.csv --json").json();
    for (key, expected) in [
        ("last_256_std_ddof1", Value::Null),
        ("last_256_mean", json!(0.5)),
        ("volume_where_buyer_is_maker_exact", json!("0.00000000")),
        ("max_drawdown_row", json!(0)),
        ("max_drawdown_absolute", json!(0.0)),
        ("id_gaps", json!(0)),
        ("ohlcv_1min", json!([["2023-11-14T22:14Z", 0.5, 0.5, 0.5, 0.5, 3.0, 1]])),
    ] {
        assert_eq!(told[key], expected, "{key}");
    }
}

#[test]
fn the_table_has_the_two_ends_of_the_bars() {
    let folder = Folder::new();
    folder.write(
        "tape.csv",
        tape(|id, price, size, at, maker| format!("{id},{price},{size},1,{at},{maker},true")),
    );
    let table = folder.run("inspect", "tape.csv").out;
    let cell = |label: &str| table.lines().find_map(|line| line.strip_prefix(label)).map(str::trim);
    assert_eq!(cell("ohlcv_1min_bars_with_trades"), Some("3"), "{table}");
    assert_eq!(cell("ohlcv_1min, first"), Some("2023-11-14T22:13Z 100.0 104.0 100.0 103.0 3.5 3"), "{table}");
    assert_eq!(cell("ohlcv_1min, last"), Some("2023-11-14T22:16Z 117.0 117.0 117.0 117.0 0.25 1"), "{table}");
    assert!(!table.contains("22:14Z"), "{table}");
    assert_eq!(cell("minute_returns, count"), Some("2"), "{table}");
    let by_hand = by_hand();
    let rows = |key: &&String| by_hand[*key].as_object().map_or(1, serde_json::Map::len);
    let rows: usize = keys(&by_hand).iter().map(rows).sum();
    // The title, and the second end of the bars.
    assert_eq!(table.lines().count(), 1 + rows + 1, "{table}");
}

/// Facts of which `inspect` tells another variant, or which it cannot know.
const LEFT_OUT: [&str; 6] = [
    "time_goes_backwards", // such a tape is refused
    "raw_trades_covered",  // rows do not have the ids of the trades in an aggregate
    "last_256_std_sample_ddof1",
    "last_256_std_two_pass_ddof1",
    "last_256_std_two_pass_ddof0",
    "ema_12_26",
];

/// What the facts do not have.
const OURS: [&str; 6] = [
    "minute_returns",
    "minute_volume",
    "of_minute_bars",
    "of_minute_closes",
    "sessions",
    "size_of_return_with_volume",
];

/// What the facts say under the name that `inspect` uses.
fn fact<'a>(facts: &'a Value, key: &str) -> Option<&'a Value> {
    let averages = &facts["ema_12_26"];
    match key {
        "last_256_std_ddof1" => facts.get("last_256_std_two_pass_ddof1"),
        "ema_up" => averages.get("up"),
        "ema_down" => averages.get("down"),
        "ema12_last" | "ema26_last" => averages.get(key),
        _ => facts.get(key),
    }
}

/// The tape goes from 22:13 to 22:16 UTC on a Tuesday in winter, 17:13 to 17:16 in New York.
#[test]
fn sessions_are_those_of_the_hours_on_the_clocks_of_the_market() {
    let folder = Folder::new();
    folder.write(
        "tape.csv",
        tape(|id, price, size, at, maker| format!("{id},{price},{size},1,{at},{maker},true")),
    );
    let told = |flags: &str| folder.run("inspect", &format!("tape.csv --json {flags}")).json();
    let open = told("--hours 09:30-17:14 --zone America/New_York");
    let (start, end) = ("2023-11-14T14:30:00Z", "2023-11-14T22:14:00Z");
    let vwap = (100.0 + 208.0 + 51.5) / 3.5;
    let session = json!([[start, end, 100.0, 104.0, 100.0, 103.0, 3.5, 3, vwap]]);
    assert!(same(&open["sessions"], &session), "{}", open["sessions"]);
    assert_eq!(open["minute_returns"]["count"], 0, "one minute lies in the session");
    assert_eq!(open["ohlcv_1min"], by_hand()["ohlcv_1min"], "all minutes are told");
    let closed = told("--hours 09:30-16:00 --zone America/New_York");
    assert_eq!(closed["sessions"], json!([]));
    assert_eq!(closed["minute_volume"]["mean"], Value::Null);
}

#[test]
fn real_dumps_are_told_as_the_facts_have_them() {
    let Some(data) = std::env::var_os("TIDEGATE_DATA") else {
        println!("skipped: TIDEGATE_DATA does not name a folder with trades/ and facts.json");
        return;
    };
    let (folder, data) = (Folder::new(), Path::new(&data));
    let text = std::fs::read_to_string(data.join("facts.json")).expect("facts.json in TIDEGATE_DATA");
    let all: Value = serde_json::from_str(&text).expect("facts are JSON");
    for (name, unknown) in [
        ("trades/BTCUSDT-trades-2024-08-08.csv.gz", &["ohlcv_1min_bars_with_trades"][..]),
        ("trades/BTCUSDT-trades-2024-08-09.csv.gz", &["ohlcv_1min_bars_with_trades"]),
        ("trades/XRPETH-aggTrades-2019-10-11.csv.gz", &["id_first", "id_last", "ohlcv_1min"]),
        ("trades/XRPETH-aggTrades-2019-10-12.csv.gz", &["id_first", "id_last", "ohlcv_1min"]),
    ] {
        let facts = &all["files"][name]["facts"];
        let path = data.join(name);
        let told = folder.run("inspect", &format!("{} --json", path.display())).json();
        for key in keys(&told) {
            let Some(fact) = fact(facts, key) else {
                assert!(
                    unknown.contains(&key.as_str()) || OURS.contains(&key.as_str()),
                    "{name}: no fact of the name {key}"
                );
                continue;
            };
            assert!(same(&told[key], fact), "{name}: {key} is {}, expected {fact}", told[key]);
        }
        for key in keys(facts) {
            let known = told.get(key).is_some() || LEFT_OUT.contains(&key.as_str());
            assert!(known, "{name}: {key} is not told");
        }
        let bars = told["ohlcv_1min"].as_array().map(Vec::len);
        assert_eq!(told["ohlcv_1min_bars_with_trades"], json!(bars), "{name}");
    }
}
