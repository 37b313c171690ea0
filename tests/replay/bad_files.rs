//! Files that are no tape, or stop being one.

use std::error::Error;
use std::io::{self, Read};
use std::path::Path;

use tidegate::connector::replay::{Format, OnBadRow, Tape, TapeError, TapeOptions};

use super::tape::{failure, gzip, rows, skipping, tape};

const ROW: &str = "1,1.0,1.0,1.0,1700000000000,True,True\n";

fn long_tape(rows: i64) -> String {
    (1..=rows).map(|n| format!("{n},{n}.5,1.25,3.0,{},True,True\n", 1_700_000_000_000 + n * 7)).collect()
}

#[test]
fn a_missing_file_is_named() {
    let path = Path::new("no/such/tape.csv");
    let error = Tape::open(path, TapeOptions::default()).expect_err("nothing there");
    assert!(matches!(&error, TapeError::Missing { path: p } if p == path));
    assert_eq!(error.to_string(), "no/such/tape.csv: expected a file of trades, found nothing of this name");
}

#[test]
fn a_directory_is_no_tape() {
    let error = Tape::open(Path::new("src"), TapeOptions::default()).expect_err("a directory");
    assert_eq!(error.code(), "tape.directory");
    assert_eq!(error.to_string(), "src: expected a file of trades, found a directory");
}

#[test]
fn a_tape_without_rows_is_empty() {
    let header = Format::FuturesTrades.columns().join(",");
    let texts = ["", "\n", "\r\n", "\u{feff}", &header, &format!("{header}\n"), &format!("{header}\r\n\r\n")];
    for text in texts {
        assert_eq!(
            failure(text).to_string(),
            "t.csv: expected at least one row, found none (0 skipped)",
            "{text:?}"
        );
        assert_eq!(failure(gzip(text.as_bytes())).code(), "tape.empty", "{text:?} in gzip");
    }
}

#[test]
fn a_tape_of_skipped_rows_only_is_empty_too() {
    let error = skipping("1,0,1.0,1.0,1700000000000,True,True\n").and_then(rows).expect_err("no good row");
    assert!(matches!(error, TapeError::Empty { skipped: 1, .. }), "{error}");
}

#[test]
fn a_zip_archive_says_to_unpack_first() {
    for magic in [&b"PK\x03\x04rest"[..], b"PK\x05\x06"] {
        let error = failure(magic);
        assert_eq!(error.code(), "tape.zip");
        assert!(error.to_string().ends_with("zip archives are not read; unpack first"));
    }
}

#[test]
fn binary_junk_is_not_text() {
    for junk in [
        &b"\x00\x01\x02"[..],
        b"\x7fELF\x02",
        b"\xff\xfe1\0,\0",
        &[0x00; 4000],
        b"id,price\xf0\x28\x8c\x28\n",
    ] {
        let error = failure(junk);
        assert_eq!(error.code(), "tape.not_text", "{error}");
        assert!(error.to_string().is_ascii() && error.to_string().len() < 600);
        assert_eq!(skipping(junk).expect_err("either policy").code(), "tape.not_text");
    }
    assert_eq!(failure(gzip(b"\x00\x01")).code(), "tape.not_text");
}

#[test]
fn a_truncated_gzip_file_says_how_many_rows_were_good() {
    let whole = gzip(long_tape(60_000).as_bytes());
    let error = failure(&whole[..whole.len() / 2]);
    let TapeError::Truncated { rows, .. } = &error else { panic!("expected truncated, found {error}") };
    assert!((1_000..59_000).contains(rows), "{rows}");
    assert!(error.to_string().contains(&format!("after {rows} rows; the file is truncated")));
}

#[test]
fn a_gzip_file_cut_anywhere_is_truncated_and_never_a_shorter_tape() {
    let whole = gzip(long_tape(20).as_bytes());
    for length in 2..whole.len() {
        assert_eq!(failure(&whole[..length]).code(), "tape.truncated", "{length} of {}", whole.len());
    }
    assert_eq!(rows(tape(whole).expect("a tape")).expect("whole").len(), 20);
}

#[test]
fn damaged_gzip_data_is_told_from_truncated() {
    let mut damaged = gzip(long_tape(20).as_bytes());
    let checksum = damaged.len() - 8;
    damaged[checksum] ^= 1;
    let error = failure(damaged);
    assert!(matches!(&error, TapeError::Gzip { rows: 20, .. }), "{error}");
    assert!(error.source().is_some(), "the decoder's word is kept");
}

#[test]
fn an_unknown_header_shows_what_was_expected_and_found() {
    let error = failure(",timestamp,id,type,side,price,amount,cost,date\n0,1675329600138,1,,buy,1,2,3,x\n");
    let text = error.to_string();
    assert!(
        text.starts_with("t.csv line 1: expected a header of one of the layouts id,price,qty,"),
        "{text}"
    );
    assert!(text.ends_with("found `,timestamp,id,type,side,price,amount,cost,date`"), "{text}");
    assert_eq!(skipping("a,b\n1,2\n").expect_err("either policy").code(), "tape.header");
}

#[test]
fn a_first_row_of_no_layout_is_refused_under_either_policy() {
    let rows = [
        "1672531436,90.540000,1.10448420\n",                   // three columns
        "1,1,1,1,1700000000,True,True\n",                      // seconds
        "1,1,1,5,6,7,True\n",                                  // seven columns, no time
        "1,1,1,1,1700000000000,True,9\n",                      // a boolean is none
        "1,1,1,1,1700000000000,1700000000000,True\n2,1,1,x\n", // both readings: decided by the flag
    ];
    for (index, text) in rows.iter().enumerate() {
        let opened = skipping(*text);
        if index == 4 {
            assert_eq!(opened.expect("futures aggTrades").format(), Format::FuturesAggregates);
            continue;
        }
        let error = opened.expect_err("no layout");
        assert!(matches!(error, TapeError::Layout { line: 1, header: None, .. }), "{error}");
        assert!(error.to_string().ends_with(&format!("found `{}`", text.trim_end())), "{error}");
    }
}

#[test]
fn a_first_row_has_to_be_what_its_header_names() {
    let header = Format::FuturesAggregates.columns().join(",");
    let error = failure(format!("{header}\n{ROW}"));
    assert!(
        matches!(&error, TapeError::Layout { line: 2, header: Some(Format::FuturesAggregates), .. }),
        "{error}"
    );
    assert!(error.to_string().contains(&format!("expected a first row of {header}, with")), "{error}");
}

#[test]
fn a_line_without_end_is_limited() {
    let error = failure(format!("{ROW}{}", "1".repeat(100_000)));
    assert!(matches!(error, TapeError::LineTooLong { line: 2, limit: 2_048, .. }), "{error}");
    assert_eq!(error.to_string(), "t.csv line 2: expected at most 2048 bytes, found a longer line");
}

#[test]
fn a_failing_source_is_an_io_error_after_the_good_rows() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("cable"))
        }
    }
    let reader = io::Cursor::new(ROW).chain(Fails);
    let options = TapeOptions::default().on_bad_row(OnBadRow::SkipAndCount);
    let mut tape = Tape::from_reader("t.csv", reader, options).expect("a first row");
    assert!(tape.next_row().expect("the row").is_some());
    let error = tape.next_row().expect_err("then the cable");
    assert_eq!(error.to_string(), "t.csv: reading failed after 1 rows");
    assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("cable"));
    assert_eq!(tape.next_row().expect_err("over").code(), "tape.stopped");
}
