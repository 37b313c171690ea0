//! Helpers of the tape tests: written rows, their text in each layout, and readers that give few bytes.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use tidegate::connector::replay::{Format, OnBadRow, Row, RowError, Tape, TapeError, TapeOptions};

/// A trade to be written.
#[derive(Debug, Clone)]
pub(super) struct Trade {
    pub(super) id: u64,
    pub(super) price: i64,
    pub(super) quantity: i64,
    pub(super) stamp: i64,
    pub(super) maker: bool,
}

/// The text of `trade` as a line of `format`, without its end.
pub(super) fn line(trade: &Trade, format: Format) -> String {
    let (price, quantity) = (decimal(trade.price), decimal(trade.quantity));
    let Trade { id, stamp, maker, .. } = trade;
    let flag = if *maker { "True" } else { "False" };
    match format {
        Format::SpotTrades => format!("{id},{price},{quantity},12.50000000,{stamp},{flag},True"),
        Format::FuturesTrades => format!("{id},{price},{quantity},12.5,{stamp},{}", flag.to_lowercase()),
        Format::SpotAggregates => format!("{id},{price},{quantity},{id},{id},{stamp},{flag},True"),
        Format::FuturesAggregates => {
            format!("{id},{price},{quantity},{id},{id},{stamp},{}", flag.to_lowercase())
        }
    }
}

/// Units of 1e-8 as dumps write them.
fn decimal(units: i64) -> String {
    format!("{}.{:08}", units / 100_000_000, units % 100_000_000)
}

/// Whether `row` is `trade`, in every field the trade has.
pub(super) fn same(row: &Row, trade: &Trade) -> bool {
    (row.id, row.price, row.quantity, row.stamp, row.buyer_is_maker)
        == (trade.id, trade.price, trade.quantity, trade.stamp, trade.maker)
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// Gives at most `step` bytes a call.
pub(super) struct Drip {
    pub(super) bytes: Vec<u8>,
    pub(super) step: usize,
}

impl Read for Drip {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.step.min(into.len()).min(self.bytes.len());
        into[..count].copy_from_slice(&self.bytes[..count]);
        self.bytes.drain(..count);
        Ok(count)
    }
}

pub(super) fn tape(bytes: impl Into<Vec<u8>>) -> Result<Tape, TapeError> {
    Tape::from_reader("t.csv", Drip { bytes: bytes.into(), step: usize::MAX }, TapeOptions::default())
}

pub(super) fn skipping(bytes: impl Into<Vec<u8>>) -> Result<Tape, TapeError> {
    let options = TapeOptions::default().on_bad_row(OnBadRow::SkipAndCount);
    Tape::from_reader("t.csv", Drip { bytes: bytes.into(), step: usize::MAX }, options)
}

/// The rows up to the end.
pub(super) fn rows(mut tape: Tape) -> Result<Vec<Row>, TapeError> {
    let mut rows = Vec::new();
    while let Some(row) = tape.next_row()? {
        rows.push(row);
    }
    assert!(matches!(tape.next_row(), Ok(None)), "the end stays the end");
    Ok(rows)
}

/// The error that opening or reading `bytes` ends with.
pub(super) fn failure(bytes: impl Into<Vec<u8>>) -> TapeError {
    tape(bytes).and_then(rows).expect_err("a damaged tape")
}

/// The bad row that reading `bytes` ends with.
pub(super) fn bad_row(bytes: impl Into<Vec<u8>>) -> RowError {
    match failure(bytes) {
        TapeError::Row(error) => *error,
        other => panic!("expected a bad row, found {other}"),
    }
}

/// A tape may be opened on one thread and read on another.
#[test]
fn tapes_and_their_errors_can_be_sent() {
    fn sent<T: Send>() {}
    fn shared<T: Send + Sync>() {}
    sent::<Tape>();
    shared::<TapeError>();
    shared::<Row>();
}
