//! Rows that are refused: line, column, expected, found.

use tidegate::connector::replay::{Expected, Format, TapeError, TimeUnit};

use super::tape::{bad_row, rows, skipping, tape};

const FIRST: &str = "10,2.5,1.0,2.5,1700000000000,True,True\n";

/// Column, expected, found of `row` as the second row of a spot tape.
fn second(row: &str) -> (usize, Expected, String) {
    let error = bad_row(format!("{FIRST}{row}\n{}", FIRST.replace("10,", "99,")));
    assert_eq!(error.line, 2);
    (error.column, error.expected, error.found)
}

/// The second row, good except for one field.
fn with(column: usize, text: &str) -> String {
    let mut fields = ["11", "2.5", "1.0", "2.5", "1700000000001", "False", "True"];
    fields[column - 1] = text;
    fields.join(",")
}

fn check(column: usize, text: &str, expected: Expected) {
    let found = if text.is_empty() { "an empty field".to_owned() } else { format!("`{text}`") };
    assert_eq!(second(&with(column, text)), (column, expected, found), "{text}");
}

#[test]
fn an_id_is_an_integer() {
    for text in
        ["x", "", "1.5", "-11", "+11", " 11", "0x11", "18446744073709551616", "99999999999999999999999"]
    {
        check(1, text, Expected::Id);
    }
}

#[test]
fn ids_only_grow() {
    check(1, "10", Expected::IdAfter(10));
    check(1, "9", Expected::IdAfter(10));
}

#[test]
fn the_largest_id_is_an_id() {
    let text = format!("{FIRST}{}", with(1, "18446744073709551615"));
    let rows = rows(tape(text).expect("a tape")).expect("good rows");
    assert_eq!(rows[1].id, u64::MAX);
}

#[test]
fn prices_and_quantities_are_decimals() {
    for column in [2, 3] {
        for text in
            ["", "x", "1,5".split(',').next().map_or("", |_| "1e5"), ".5", "5.", "1.2.3", "NaN", "+1", "1.0 "]
        {
            check(column, text, Expected::Decimal);
        }
        for text in ["0", "0.00000000", "-1", "-2.50000000", "0.0"] {
            check(column, text, Expected::Positive);
        }
        for text in ["1.123456789", "60000.123456781"] {
            check(column, text, Expected::EightDecimals);
        }
        for text in ["92233720368.54775808", "99999999999.00000000", "100000000000000000000000"] {
            check(column, text, Expected::InRange);
        }
    }
}

#[test]
fn the_largest_price_and_the_smallest_quantity_pass() {
    let text = format!("{FIRST}11,92233720368.54775807,0.00000001,1,1700000000000,True,True");
    let rows = rows(tape(text).expect("a tape")).expect("good rows");
    assert_eq!((rows[1].price, rows[1].quantity), (i64::MAX, 1));
}

#[test]
fn unused_columns_have_to_look_like_numbers() {
    for text in ["", "x", "1 2", "True"] {
        check(4, text, Expected::Number);
    }
}

#[test]
fn a_time_is_plausible_in_the_unit_of_the_tape() {
    for text in ["", "x", "17", "-1700000000000", "1700000000", "1700000000000000", "9999999999999", "1.7e12"]
    {
        check(5, text, Expected::Time(TimeUnit::Millis));
    }
}

#[test]
fn time_does_not_go_back() {
    check(5, "1699999999999", Expected::TimeFrom(1_700_000_000_000));
}

#[test]
fn flags_are_booleans() {
    for column in [6, 7] {
        for text in ["", "1", "tRUE", "Truee", "Tru", "yes"] {
            check(column, text, Expected::Boolean);
        }
    }
}

#[test]
fn the_number_of_fields_is_exact() {
    let (column, expected, found) = second("11,2.5,1.0,1700000000001,False");
    assert_eq!((column, expected), (6, Expected::Fields(7)));
    assert_eq!(found, "5 in `11,2.5,1.0,1700000000001,False`");
    let (column, expected, found) = second("11,2.5,1.0,2.5,1700000000001,False,True,True");
    assert_eq!((column, expected), (8, Expected::Fields(7)));
    assert!(found.starts_with("8 in `11,"));
    assert_eq!(second("11").0, 2);
}

#[test]
fn a_comma_at_the_end_is_a_field_too_many() {
    for format in Format::ALL {
        let good = match format {
            Format::SpotTrades => "1,1,1,1,1700000000000,True,True",
            Format::FuturesTrades => "1,1,1,1,1700000000000,true",
            Format::SpotAggregates => "1,1,1,1,1,1700000000000,True,True",
            Format::FuturesAggregates => "1,1,1,1,1,1700000000000,true",
        };
        let count = format.columns().len();
        let error = bad_row(format!("{good}\n2{},\n", &good[1..]));
        assert_eq!((error.line, error.column, error.expected), (2, count + 1, Expected::Fields(count)));
        assert_eq!(error.name, "");
    }
}

#[test]
fn a_blank_line_in_the_middle_is_a_bad_row() {
    assert_eq!(second(""), (1, Expected::Fields(7), "a blank line".to_owned()));
}

#[test]
fn junk_in_the_middle_is_no_text() {
    let error = bad_row([FIRST.as_bytes(), &[b'x'; 600], b"\n"].concat());
    assert_eq!((error.column, error.expected), (2, Expected::Fields(7)));
    assert!(error.found.len() < 200, "bounded");
    // Behind the part of the file that is looked at when it is opened.
    let many: String = (0..20).map(|n| FIRST.replace("10,", &format!("{},", n + 10))).collect();
    let error = bad_row([many.as_bytes(), b"77,2.5,1\xff\xfe\x00,9,9,True,True\n"].concat());
    assert_eq!((error.line, error.column, error.expected), (21, 3, Expected::Text));
    assert_eq!(error.found, "`1\\xff\\xfe\\x00`");
}

#[test]
fn the_message_has_everything() {
    let error = bad_row(format!("{FIRST}{}", with(5, "17")));
    let expected =
        "t.csv line 2, column 5 (time): expected a time of 2009 to 2100 in milliseconds, found `17`";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn lines_are_counted_with_the_header() {
    let header = "id,price,qty,quote_qty,time,is_buyer_maker,is_best_match\n";
    assert_eq!(bad_row(format!("{header}{FIRST}{FIRST}")).line, 3);
}

#[test]
fn after_a_stop_the_tape_does_not_end_silently() {
    let mut tape = tape(format!("{FIRST}junk\n{}", with(1, "11"))).expect("a tape");
    assert!(tape.next_row().expect("the first").is_some());
    assert_eq!(tape.next_row().expect_err("junk").code(), "tape.row");
    let error = tape.next_row().expect_err("over");
    assert!(matches!(error, TapeError::Stopped { line: 2, .. }), "{error}");
    assert_eq!((tape.rows_seen(), tape.skipped()), (1, 0));
}

#[test]
fn skipped_rows_are_counted_and_do_not_move_the_clock() {
    let text = [
        FIRST,
        "11,2.5,1.0,2.5,1699999999999,True,True\n", // back in time
        "9,2.5,1.0,2.5,1700000000500,True,True\n",  // back in id, ahead in time
        "12,0,1.0,2.5,1700000000900,True,True\n",   // no price, ahead in time
        "\n",
        "12,2.5,1.0,2.5,1700000000000,True,True\n", // good: nothing above has moved the marks
        "13,2.5,1.0,2.5,1700000000001\n",
        "13,2.5,1.0,2.5,1700000000001,True,True\n",
    ]
    .concat();
    let mut tape = skipping(text).expect("a tape");
    let mut lines = Vec::new();
    while let Some(row) = tape.next_row().expect("skipping") {
        lines.push(row.line);
    }
    assert_eq!(lines, [1, 6, 8]);
    assert_eq!((tape.rows_seen(), tape.skipped()), (3, 5));
    assert_eq!(
        tape.skips().iter().map(|e| (e.line, e.column)).collect::<Vec<_>>(),
        [(2, 5), (3, 1), (4, 2), (5, 1), (7, 6)]
    );
    assert_eq!(tape.last_skip().map(|e| e.line), Some(7));
}

#[test]
fn a_bad_first_row_of_a_known_layout_can_be_skipped() {
    let mut tape = skipping(format!("{}{FIRST}", FIRST.replace("2.5,1.0", "oops,1.0"))).expect("a tape");
    assert_eq!(tape.next_row().expect("the second").map(|r| r.line), Some(2));
    assert_eq!(tape.skipped(), 1);
}

#[test]
fn kept_skips_are_bounded_and_the_last_is_known() {
    let text = format!("{FIRST}{}", "junk\n".repeat(1_000));
    let mut tape = skipping(text).expect("a tape");
    while tape.next_row().expect("skipping").is_some() {}
    assert_eq!((tape.skipped(), tape.skips().len()), (1_000, 16));
    assert_eq!(tape.last_skip().map(|e| e.line), Some(1_001));
}

#[test]
fn a_blank_last_line_is_no_skip() {
    let mut tape = skipping(format!("{FIRST}\r\n")).expect("a tape");
    while tape.next_row().expect("good rows").is_some() {}
    assert_eq!((tape.rows_seen(), tape.skipped()), (1, 0));
}
