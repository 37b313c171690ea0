//! The job with tidegate: strategy, simulated venue, exact account.

use std::path::Path;
use std::sync::Arc;

use tidegate::connector::replay::{Tape, TapeData, TapeOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::connector::{ConnectorError, MarketData, Quote, Recorded};
use tidegate::prelude::*;
use tidegate::report::Backtest;
use tidegate::runtime::{Runtime, Sim};

use super::Answer;
use crate::strategy::{Parameters, crossover};

/// Runs the strategy of the quickstart over `data`.
pub(crate) fn run<D: MarketData<BtcUsdt>>(data: D) -> Answer {
    let venue = SimulatedVenue::new(data).fee("0.001".parse().expect("a rate"));
    let (venue, recorder) = Recorded::new(venue, Backtest::new());
    let parameters = Parameters { fast: 12, slow: 26, quantity: "1".parse().expect("a quantity") };
    let strategy =
        move |market: MarketPort<BtcUsdt>, control: Control| crossover(parameters, market, control);
    let outcome = Sim::new().run(&strategy, (venue,)).expect("the strategy is built");
    assert_eq!(outcome.report.exit_code().0, 0);
    let summary = recorder.with(|backtest| backtest.summary());
    let units = |text: &str| text.parse::<Amount<Usdt>>().expect("an amount").units();
    let position = summary.position.parse().expect("whole units");
    (summary.orders, position, units(&summary.pnl), units(&summary.fees))
}

/// Rows that were read before, and are freed after the run.
#[derive(Clone)]
pub(crate) struct Memory {
    pub(crate) rows: Arc<[(Time, Trade<BtcUsdt>)]>,
    next: usize,
}

impl Memory {
    pub(crate) fn read(path: &Path) -> Self {
        let mut data = open(path);
        let mut rows = Vec::new();
        while let Some((at, quote)) = data.next_quote().expect("the tape is well formed") {
            let Quote::Trade(trade) = quote else { continue };
            rows.push((at, trade));
        }
        Self { rows: rows.into(), next: 0 }
    }
}

impl MarketData<BtcUsdt> for Memory {
    #[inline]
    fn next_quote(&mut self) -> Result<Option<(Time, Quote<BtcUsdt>)>, ConnectorError> {
        let row = self.rows.get(self.next);
        self.next += 1;
        Ok(row.map(|(at, trade)| (*at, Quote::Trade(*trade))))
    }
}

/// A tape, plain or packed.
pub(crate) fn open(path: &Path) -> TapeData<BtcUsdt> {
    TapeData::open(path, TapeOptions::default(), Only).expect("the tape is well formed")
}

/// Every row, and nothing done with it.
pub(crate) fn read(path: &Path) {
    let mut tape = Tape::open(path, TapeOptions::default()).expect("the tape is well formed");
    while tape.next_row().expect("the tape is well formed").is_some() {}
}
