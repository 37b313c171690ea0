//! One strategy stopped in six ways: what each leaves behind.

use serde_json::Value;

use crate::program::Folder;

#[test]
fn each_way_to_stop_has_its_exit_code_and_accounts_for_every_order() {
    let done = Folder::new().run("graceful", "--json");
    let all = done.json();
    let codes = [
        ("asked", 0),
        ("timed out", 89),
        ("crashed", 80),
        ("killed", 0),
        ("stuck connector", 84),
        ("third signal", 87),
    ];
    assert_eq!(all.as_array().map(Vec::len), Some(codes.len()));
    for (place, (way, code)) in codes.into_iter().enumerate() {
        let (told, report) = (&all[place]["way"], &all[place]["report"]);
        assert_eq!(told, way, "in the order in which they are shown");
        assert_eq!(report["exit_code"], Value::from(code), "{way}");
        let fates = ["filled", "cancelled", "rejected", "expired", "left_open", "unknown", "kept"];
        let total: u64 = fates.iter().filter_map(|fate| report["orders"][fate].as_u64()).sum();
        assert_eq!(report["orders"]["submitted"].as_u64(), Some(total), "{way}");
    }
    let records: Vec<Value> = done.err.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(records.len(), 1, "one crash record, one line: {}", done.err);
    assert_eq!(
        (&records[0]["phase"], records[0]["open"].as_array().map(Vec::len)),
        (&"CancelPending".into(), Some(1))
    );
}
