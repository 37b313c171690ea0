//! A tape as market data: rows get an instrument and become trades.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::bytes::Bytes;
use super::row::Row;
use super::tape::{Tape, TapeOptions};
use crate::connector::{ConnectorError, MarketData, Quote};
use crate::market::{Side, Trade, TradeId};
use crate::money::{Market, MoneyError, Price, Quantity};
use crate::time::Time;

/// How errors name this source.
const NAME: &str = "tape";

/// The trades of a tape on one instrument of market `M`.
///
/// ```
/// use tidegate::connector::replay::{Tape, TapeData, TapeOptions};
/// use tidegate::connector::{MarketData, Quote};
/// use tidegate::money::{BtcUsdt, Only};
///
/// let csv = "7,60000.00,0.5,30000.00,1700000000000,True,True\n";
/// let tape = Tape::from_reader("one row", csv.as_bytes(), TapeOptions::default())?;
/// let mut data = TapeData::<BtcUsdt>::new(tape, Only);
/// let progress = data.progress();
///
/// let (at, quote) = data.next_quote()?.expect("one row");
/// assert_eq!(at.to_string(), "2023-11-14T22:13:20Z");
/// assert!(matches!(quote, Quote::Trade(trade) if trade.buyer_is_maker()));
/// assert!(data.next_quote()?.is_none());
/// assert_eq!((progress.rows_seen(), progress.skipped()), (1, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct TapeData<M: Market> {
    tape: Tape,
    instrument: M::Instrument,
    progress: TapeProgress,
}

impl<M: Market> TapeData<M> {
    /// Takes the rows of `tape` for trades of `instrument`.
    #[must_use]
    pub fn new(tape: Tape, instrument: M::Instrument) -> Self {
        let progress = TapeProgress { counts: Arc::default(), bytes: tape.bytes().clone() };
        Self { tape, instrument, progress }
    }

    /// Opens the file at `path`, plain or gzip.
    ///
    /// # Errors
    /// [`ConnectorError::Input`] with the [`TapeError`](super::TapeError) of [`Tape::open`] as its source.
    pub fn open(
        path: impl AsRef<Path>,
        options: TapeOptions,
        instrument: M::Instrument,
    ) -> Result<Self, ConnectorError> {
        let tape = Tape::open(path.as_ref(), options).map_err(|error| ConnectorError::input(NAME, error))?;
        Ok(Self::new(tape, instrument))
    }

    /// The tape itself.
    #[must_use]
    pub const fn tape(&self) -> &Tape {
        &self.tape
    }

    /// A view of how far the tape is, which outlives it.
    #[must_use]
    pub fn progress(&self) -> TapeProgress {
        self.progress.clone()
    }
}

impl<M: Market> MarketData<M> for TapeData<M> {
    // Always inline: a quote that is handed on in memory is moved as a whole soon after its fields were written, and
    // waits for them.
    #[inline(always)]
    fn next_quote(&mut self) -> Result<Option<(Time, Quote<M>)>, ConnectorError> {
        let row = self.tape.next_row();
        self.progress.counts.note(&self.tape);
        match row {
            Ok(Some(row)) => match trade(&row, self.instrument) {
                Ok(trade) => Ok(Some((row.time, Quote::Trade(trade)))),
                Err(error) => Err(bad_input(error)),
            },
            Ok(None) => Ok(None),
            Err(error) => Err(bad_input(error)),
        }
    }
}

#[cold]
fn bad_input(error: impl std::error::Error + Send + Sync + 'static) -> ConnectorError {
    ConnectorError::input(NAME, error)
}

/// A tape holds nothing below zero, so that this does not fail; a panic would be worse than a branch.
#[inline]
fn trade<M: Market>(row: &Row, instrument: M::Instrument) -> Result<Trade<M>, MoneyError> {
    Ok(Trade {
        instrument,
        id: TradeId(row.id),
        price: Price::from_units(row.price)?,
        quantity: Quantity::from_units(row.quantity)?,
        aggressor: if row.buyer_is_maker { Side::Sell } else { Side::Buy },
    })
}

/// How far a tape is; may be asked from any thread, during a run and after it.
#[derive(Debug, Clone)]
pub struct TapeProgress {
    counts: Arc<Counts>,
    bytes: Bytes,
}

#[derive(Debug, Default)]
struct Counts {
    rows: AtomicU64,
    skipped: AtomicU64,
}

impl Counts {
    /// Stores, no sums: one thread writes. Relaxed, because the numbers stand for themselves.
    #[inline]
    fn note(&self, tape: &Tape) {
        self.rows.store(tape.rows_seen(), Ordering::Relaxed);
        self.skipped.store(tape.skipped(), Ordering::Relaxed);
    }
}

impl TapeProgress {
    /// Good rows so far.
    #[must_use]
    pub fn rows_seen(&self) -> u64 {
        self.counts.rows.load(Ordering::Relaxed)
    }

    /// Bad rows left out so far.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.counts.skipped.load(Ordering::Relaxed)
    }

    /// The part of the file that was read, from 0 to 1; `None` if its size is unknown.
    ///
    /// Ahead of the rows by the length of one buffer.
    #[must_use]
    pub fn fraction(&self) -> Option<f64> {
        self.bytes.fraction()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connector::replay::{OnBadRow, TapeError};
    use crate::money::{BtcUsdt, Only};
    use std::error::Error as _;

    fn data(csv: &'static str, options: TapeOptions) -> TapeData<BtcUsdt> {
        TapeData::new(Tape::from_reader("test", csv.as_bytes(), options).expect("recognised"), Only)
    }

    #[test]
    fn a_bad_row_is_an_input_error_with_the_tape_error_inside() {
        let mut data =
            data("1,9.5,2,19,1700000000000,true\n2,oops,2,19,1700000000001,true\n", TapeOptions::default());
        assert!(data.next_quote().is_ok());
        let error = data.next_quote().expect_err("the second row is bad");
        assert_eq!(error.code(), "connector.input");
        let source = error.source().and_then(|source| source.downcast_ref::<TapeError>());
        assert!(matches!(source, Some(TapeError::Row(row)) if row.line == 2), "{error}");
        assert!(data.next_quote().is_err(), "a failed tape does not end silently");
        assert_eq!(data.progress().rows_seen(), 1);
    }

    #[test]
    fn what_is_left_out_is_counted_after_the_end_too() {
        let csv = "1,9.5,2,19,1700000000000,false\n2,oops,2,19,1700000000001,true\n";
        let mut data = data(csv, TapeOptions::default().on_bad_row(OnBadRow::SkipAndCount));
        let progress = data.progress();
        let first = data.next_quote().expect("a good row");
        assert!(matches!(first, Some((_, Quote::Trade(trade))) if trade.aggressor == Side::Buy));
        assert_eq!(data.next_quote().expect("the end"), None);
        drop(data);
        assert_eq!((progress.rows_seen(), progress.skipped()), (1, 1));
        assert_eq!(progress.fraction(), None, "the size of a reader is unknown");
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = TapeData::<BtcUsdt>::open("no/such/tape.csv", TapeOptions::default(), Only)
            .expect_err("there is no such file");
        assert!(error.to_string().contains("no/such/tape.csv"), "{error}");
    }

    #[test]
    fn the_fraction_of_a_file_ends_at_one() {
        let bytes = Bytes::of(Some(4));
        let mut reader = crate::connector::replay::bytes::Counted::new(&b"1234"[..], bytes.clone());
        std::io::copy(&mut reader, &mut std::io::sink()).expect("reading memory");
        assert_eq!(bytes.fraction(), Some(1.0));
    }
}
