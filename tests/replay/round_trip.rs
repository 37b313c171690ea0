//! What is written is what is read, in every layout, dress and chunking.

use proptest::prelude::*;
use tidegate::connector::replay::{Format, Tape, TapeOptions, TimeUnit};
use tidegate::time::Time;

use super::tape::{Drip, Trade, gzip, line, rows, same, tape};

/// Everything about a file that is not its rows.
#[derive(Debug, Clone)]
struct Dress {
    format: Format,
    header: bool,
    gzip: bool,
    members: bool,
    bom: bool,
    crlf: bool,
    last_end: bool,
    blank_end: bool,
    step: usize,
}

fn dresses() -> impl Strategy<Value = Dress> {
    let flags = any::<[bool; 7]>();
    (prop::sample::select(&Format::ALL[..]), flags, 1_usize..200).prop_map(|(format, f, step)| Dress {
        format,
        header: f[0],
        gzip: f[1],
        members: f[2],
        bom: f[3],
        crlf: f[4],
        last_end: f[5],
        blank_end: f[6],
        step,
    })
}

fn trades(unit: TimeUnit) -> impl Strategy<Value = Vec<Trade>> {
    let start = match unit {
        TimeUnit::Millis => 1_700_000_000_000_i64,
        TimeUnit::Micros => 1_700_000_000_000_000,
    };
    let step = (1_u64..1_000_000, 1..i64::MAX, 1..i64::MAX, 0_u32..63, 0_i64..3, any::<bool>());
    prop::collection::vec(step, 1..40).prop_map(move |steps| {
        let (mut id, mut stamp) = (0, start);
        let follow = |(gap, price, quantity, shift, wait, maker): (u64, i64, i64, u32, i64, bool)| {
            id += gap;
            stamp += wait;
            Trade { id, price, quantity: (quantity >> shift).max(1), stamp, maker }
        };
        steps.into_iter().map(follow).collect()
    })
}

fn units() -> impl Strategy<Value = TimeUnit> {
    prop::sample::select(vec![TimeUnit::Millis, TimeUnit::Micros])
}

fn file(trades: &[Trade], dress: &Dress) -> Vec<u8> {
    let header = dress.header.then(|| dress.format.columns().join(","));
    let lines: Vec<String> = header.into_iter().chain(trades.iter().map(|t| line(t, dress.format))).collect();
    let end = if dress.crlf { "\r\n" } else { "\n" };
    let mut text = lines.join(end);
    if dress.last_end || dress.blank_end {
        text.push_str(end);
    }
    if dress.blank_end {
        text.push_str(end);
    }
    let bytes = [if dress.bom { "\u{feff}" } else { "" }, &text].concat().into_bytes();
    match (dress.gzip, dress.members) {
        (false, _) => bytes,
        (true, false) => gzip(&bytes),
        (true, true) => {
            let (a, b) = bytes.split_at(bytes.len() / 2);
            [gzip(a), gzip(b)].concat()
        }
    }
}

fn instant(unit: TimeUnit, stamp: i64) -> Time {
    match unit {
        TimeUnit::Millis => Time::from_millis(stamp),
        TimeUnit::Micros => Time::from_micros(stamp),
    }
    .expect("plausible")
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        (unit, trades) in units().prop_flat_map(|unit| (Just(unit), trades(unit))),
        dress in dresses(),
    ) {
        let drip = Drip { bytes: file(&trades, &dress), step: dress.step };
        let tape = Tape::from_reader("t.csv", drip, TapeOptions::default())?;
        prop_assert_eq!((tape.format(), tape.unit()), (dress.format, unit));
        let rows = rows(tape)?;
        prop_assert_eq!(rows.len(), trades.len());
        for (index, (row, trade)) in rows.iter().zip(&trades).enumerate() {
            prop_assert!(same(row, trade), "{:?} is not {:?}", row, trade);
            prop_assert_eq!(row.line, 1 + index as u64 + u64::from(dress.header));
            prop_assert_eq!(row.time, instant(unit, trade.stamp));
        }
    }

    #[test]
    fn junk_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = tape(bytes).map(rows); // any answer will do, as long as there is one
    }

    #[test]
    fn one_changed_byte_never_panics_and_never_adds_a_row(
        trades in trades(TimeUnit::Millis),
        format in prop::sample::select(&Format::ALL[..]),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut text: Vec<u8> = trades.iter().flat_map(|t| (line(t, format) + "\n").into_bytes()).collect();
        let at = at.index(text.len());
        text[at] = byte;
        if let Ok(Ok(rows)) = tape(text).map(rows) {
            prop_assert!(rows.len() <= trades.len());
        }
    }
}

#[test]
fn every_chunk_size_reads_the_same() {
    let dress = Dress {
        format: Format::SpotTrades,
        header: true,
        gzip: false,
        members: false,
        bom: true,
        crlf: true,
        last_end: false,
        blank_end: false,
        step: 1,
    };
    let trade =
        |id| Trade { id, price: 6 * 10_i64.pow(12), quantity: 1, stamp: 1_700_000_000_000, maker: true };
    let trades: Vec<Trade> = (1..5).map(trade).collect();
    let bytes = file(&trades, &dress);
    for step in 1..=bytes.len() {
        let drip = Drip { bytes: bytes.clone(), step };
        let tape = Tape::from_reader("t.csv", drip, TapeOptions::default()).expect("a tape");
        let rows = rows(tape).expect("good rows");
        assert!(rows.len() == 4 && rows.iter().zip(&trades).all(|(r, t)| same(r, t)), "{step} bytes a time");
    }
}

#[test]
fn equal_times_keep_the_order_of_the_file() {
    let text = "5,1.0,1.0,1.0,1700000000000,True,True\n9,2.0,1.0,2.0,1700000000000,False,True\n";
    let rows = rows(tape(text).expect("a tape")).expect("good rows");
    assert_eq!(rows.iter().map(|r| r.id).collect::<Vec<_>>(), [5, 9]);
    assert_eq!(rows[0].time, rows[1].time);
}

#[test]
fn the_buffer_does_not_grow_with_the_tape() {
    let text: String = (1..=20_000_i64)
        .map(|n| format!("{n},60000.00000000,0.12345000,7407.00000000,{},True,True\n", 1_700_000_000_000 + n))
        .collect();
    let mut tape = tape(text.as_str()).expect("a tape");
    let bytes = tape.buffer_bytes();
    assert!(text.len() > 4 * bytes, "the tape has to be longer than the buffer");
    while tape.next_row().expect("good rows").is_some() {
        assert_eq!(tape.buffer_bytes(), bytes);
    }
    assert_eq!(tape.rows_seen(), 20_000);
}

#[test]
fn booleans_may_be_written_in_three_ways() {
    let text = "1,1,1,1,1700000000000,TRUE\n2,1,1,1,1700000000000,true\n3,1,1,1,1700000000000,True\n\
                4,1,1,1,1700000000000,FALSE\n5,1,1,1,1700000000000,false\n6,1,1,1,1700000000000,False\n";
    let rows = rows(tape(text).expect("a tape")).expect("good rows");
    assert_eq!(
        rows.iter().map(|r| r.buyer_is_maker).collect::<Vec<_>>(),
        [true, true, true, false, false, false]
    );
}
