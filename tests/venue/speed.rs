//! What a row costs, part by part.
//!
//! `cargo test --release --test venue -- --ignored --nocapture speed`, with a tape in `TIDEGATE_TAPE` for the
//! lines that read a file.

use std::hint::black_box;
use std::sync::Arc;

use crate::backtest::{made_up, traded};
use tidegate::connector::replay::{Tape, TapeData, TapeOptions};
use tidegate::connector::venue::{FillRule, SimulatedVenue};
use tidegate::connector::{
    Connector, ConnectorError, Handler, MarketData, Observer, Producer, Quote, Recorded,
};
use tidegate::market::MarketEvent;
use tidegate::money::{BtcUsdt, Only};
use tidegate::report::Backtest;
use tidegate::time::Time;

const ROWS: usize = 500_000;

/// Quotes out of memory.
struct Stored(Arc<[(Time, Quote<BtcUsdt>)]>, usize);

impl MarketData<BtcUsdt> for Stored {
    fn next_quote(&mut self) -> Result<Option<(Time, Quote<BtcUsdt>)>, ConnectorError> {
        self.1 += 1;
        Ok(self.0.get(self.1 - 1).map(|(at, quote)| match quote {
            Quote::Trade(trade) => (*at, Quote::Trade(*trade)),
            Quote::Book(book) => (*at, Quote::Book(book.clone())),
        }))
    }
}

struct Count(u64);

impl Handler<BtcUsdt> for Count {
    fn fire(&mut self, _at: Time, event: MarketEvent<BtcUsdt>) {
        self.0 += u64::from(matches!(event, MarketEvent::Trade(_)));
    }
}

struct Nobody;

impl Observer<BtcUsdt> for Nobody {}

#[allow(clippy::disallowed_methods, reason = "a measurement has to read a clock")]
fn nanos(label: &str, run: &mut dyn FnMut() -> u64) {
    let mut best = f64::MAX;
    for _ in 0..15 {
        let start = std::time::Instant::now();
        let rows = run();
        best = best.min(start.elapsed().as_nanos() as f64 / rows as f64);
    }
    println!("{label:<48} {best:6.1} ns a row");
}

fn read(mut data: impl MarketData<BtcUsdt>) -> u64 {
    let mut count = 0;
    while let Some(quote) = data.next_quote().expect("sound data") {
        black_box(&quote);
        count += 1;
    }
    count
}

fn drained(connector: impl Connector<BtcUsdt>) -> u64 {
    let mut producer = connector.start().expect("it starts").producer;
    let mut count = Count(0);
    while producer.next_at().expect("sound data").is_some() {
        producer.produce(&mut count).expect("sound data");
    }
    count.0
}

fn measure<D: MarketData<BtcUsdt>>(what: &str, open: impl Fn() -> D) {
    nanos(&format!("{what}: data alone"), &mut || read(open()));
    nanos(&format!("{what}: venue"), &mut || drained(SimulatedVenue::new(open())));
    let watched = |data| Recorded::new(SimulatedVenue::new(data), Nobody).0;
    nanos(&format!("{what}: venue, watched by nobody"), &mut || drained(watched(open())));
    let reported = |data| Recorded::new(SimulatedVenue::new(data), Backtest::new()).0;
    nanos(&format!("{what}: venue, watched by a backtest"), &mut || drained(reported(open())));
    nanos(&format!("{what}: the job, with its orders"), &mut || {
        traded(open(), FillRule::Same).summary().trades
    });
}

#[test]
#[ignore = "a measurement, not a test"]
fn speed() {
    let mut data = made_up(ROWS);
    let stored: Arc<[_]> = std::iter::from_fn(|| data.next_quote().expect("sound data")).collect();
    measure("memory", || Stored(stored.clone(), 0));
    let path = std::env::var("TIDEGATE_TAPE").unwrap_or_default();
    if Tape::open(path.as_ref(), TapeOptions::default()).is_err() {
        return println!("skipped: TIDEGATE_TAPE names no tape");
    }
    measure("file", || TapeData::<BtcUsdt>::open(&path, TapeOptions::default(), Only).expect("the tape"));
}
