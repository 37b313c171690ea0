//! What does a row of a tape cost, from the file through strategy and venue to the report, against a loop
//! written by hand?
//!
//! Both run the same job over the same 2,000,000 generated rows: EMA(12) against EMA(26), one unit a
//! crossing, filled at the same trade with a fee of 0.1 %. `in memory` leaves out the reading. Figures are
//! medians of interleaved runs; orders, position, profit and fees have to agree exactly.

use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use tidegate::connector::replay::{Tape, TapeData, TapeOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::connector::{ConnectorError, MarketData, Quote, Recorded};
use tidegate::prelude::*;
use tidegate::report::Backtest;
use tidegate::runtime::{Runtime, Sim};

#[path = "../examples/quickstart/strategy.rs"]
mod strategy;

const ROWS: usize = 2_000_000;
const RUNS: usize = 5;

/// Writes the tape: a linear congruential walk, a quarter of the rows with a new price.
fn generate(path: &Path) -> std::io::Result<()> {
    let mut state = 42_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as i64
    };
    let (mut price, mut time, mut text) = (6_000_000, 1_700_000_000_000_i64, String::new());
    for id in 1..=ROWS {
        time += next() % 100;
        if next() % 4 == 0 {
            price += next() % 201 - 100;
        }
        let (quantity, maker) = (1 + next() % 100_000, next() % 2 == 1);
        let worth = price * quantity * 10;
        let maker = if maker { "True" } else { "False" };
        let (p, q, w) = (
            (price / 100, price % 100),
            (quantity / 100_000, quantity % 100_000),
            (worth / 100_000_000, worth % 100_000_000),
        );
        writeln!(
            text,
            "{id},{}.{:02}000000,{}.{:05}000,{}.{:08},{time},{maker},True",
            p.0, p.1, q.0, q.1, w.0, w.1
        )
        .expect("a string takes everything");
    }
    fs::write(path, text)
}

/// Orders, position, and the units of profit and fees in 1e-16.
type Answer = (u64, i64, i128, i128);

/// The loop by hand, one price after the other.
#[derive(Default)]
struct Hand {
    averages: Option<(f64, f64)>,
    above: Option<bool>,
    orders: u64,
    position: i64,
    cash: i128,
    fees: i128,
    last: i64,
}

impl Hand {
    fn trade(&mut self, units: i64) {
        let price = units as f64 / 1e8;
        let (fast, slow) = self.averages.map_or((price, price), |(fast, slow)| {
            (fast + 2.0 / 13.0 * (price - fast), slow + 2.0 / 27.0 * (price - slow))
        });
        self.averages = Some((fast, slow));
        self.last = units;
        if (fast - slow).abs() <= 1e-9 * slow {
            return;
        }
        if self.above.replace(fast > slow).is_some_and(|before| before != (fast > slow)) {
            let sign = if fast > slow { 1 } else { -1 };
            let notional = i128::from(units) * 100_000_000;
            self.orders += 1;
            self.position += sign;
            self.cash -= i128::from(sign) * notional;
            self.fees += notional / 1_000;
        }
    }

    fn answer(&self) -> Answer {
        let worth = i128::from(self.position) * i128::from(self.last) * 100_000_000;
        (self.orders, self.position, self.cash + worth - self.fees, self.fees)
    }
}

fn hand_from_file(path: &Path) -> Answer {
    let mut file = fs::File::open(path).expect("the tape was just written");
    let (mut buffer, mut filled, mut hand) = (vec![0; 256 * 1024], 0, Hand::default());
    loop {
        let read = file.read(&mut buffer[filled..]).expect("the tape can be read");
        filled += read;
        let end = buffer[..filled].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        for line in buffer[..end].split_inclusive(|byte| *byte == b'\n') {
            hand.trade(second_field(line));
        }
        buffer.copy_within(end..filled, 0);
        filled -= end;
        if read == 0 {
            return hand.answer();
        }
    }
}

/// The price of a line, in 1e-8.
fn second_field(line: &[u8]) -> i64 {
    let from = line.iter().position(|byte| *byte == b',').map_or(0, |at| at + 1);
    let digits = line[from..].iter().take_while(|byte| **byte != b',').filter(|byte| **byte != b'.');
    digits.fold(0, |units, digit| units * 10 + i64::from(digit - b'0'))
}

fn tidegate<D: MarketData<BtcUsdt>>(data: D) -> Answer {
    let venue = SimulatedVenue::new(data).fee("0.001".parse().expect("a rate"));
    let (venue, recorder) = Recorded::new(venue, Backtest::new());
    let parameters = strategy::Parameters { fast: 12, slow: 26, quantity: "1".parse().expect("a quantity") };
    let strategy =
        move |market: MarketPort<BtcUsdt>, control: Control| strategy::crossover(parameters, market, control);
    let outcome = Sim::new().run(&strategy, (venue,)).expect("the strategy is built");
    assert_eq!(outcome.report.exit_code().0, 0);
    let summary = recorder.with(|backtest| backtest.summary());
    let units = |text: &str| text.parse::<Amount<Usdt>>().expect("an amount").units();
    (
        summary.orders,
        summary.position.parse().expect("whole units"),
        units(&summary.pnl),
        units(&summary.fees),
    )
}

/// Rows that were read before.
struct Memory(std::vec::IntoIter<(Time, Trade<BtcUsdt>)>);

impl MarketData<BtcUsdt> for Memory {
    fn next_quote(&mut self) -> Result<Option<(Time, Quote<BtcUsdt>)>, ConnectorError> {
        Ok(self.0.next().map(|(at, trade)| (at, Quote::Trade(trade))))
    }
}

fn open(path: &Path) -> TapeData<BtcUsdt> {
    TapeData::open(path, TapeOptions::default(), Only).expect("the tape is well formed")
}

fn read_all(path: &Path) -> Vec<(Time, Trade<BtcUsdt>)> {
    let mut data = open(path);
    std::iter::from_fn(|| data.next_quote().expect("the tape is well formed"))
        .filter_map(|(at, quote)| if let Quote::Trade(trade) = quote { Some((at, trade)) } else { None })
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn timed(answer: &Answer, run: impl FnOnce() -> Answer) -> f64 {
    let start = Instant::now();
    assert_eq!(run(), *answer, "both do the same job");
    start.elapsed().as_nanos() as f64 / ROWS as f64
}

fn main() {
    let path: PathBuf = std::env::temp_dir().join(format!("tidegate-backtest-{}.csv", std::process::id()));
    generate(&path).expect("the temporary folder can be written");
    let rows = read_all(&path);
    let answer = hand_from_file(&path);
    let mut times: [Vec<f64>; 5] = Default::default();
    for _ in 0..RUNS {
        let copy = rows.clone();
        let hand_in_memory = || {
            rows.iter()
                .fold(Hand::default(), |mut hand, (_, t)| {
                    hand.trade(t.price.units());
                    hand
                })
                .answer()
        };
        times[0].push(timed(&answer, hand_in_memory));
        times[1].push(timed(&answer, || tidegate(Memory(copy.into_iter()))));
        times[2].push(timed(&answer, || hand_from_file(&path)));
        times[3].push(timed(&answer, || tidegate(open(&path))));
        times[4].push(timed(&answer, || {
            let mut tape = Tape::open(&path, TapeOptions::default()).expect("the tape is well formed");
            while tape.next_row().expect("the tape is well formed").is_some() {}
            answer
        }));
    }
    fs::remove_file(&path).expect("the tape was ours");
    println!("{} rows, orders {}, ns a row (median of {RUNS}):", ROWS, answer.0);
    for (name, mut times) in [
        "hand, in memory",
        "tidegate, in memory",
        "hand, from CSV",
        "tidegate, from CSV",
        "reading the CSV alone",
    ]
    .iter()
    .zip(times)
    {
        times.sort_by(f64::total_cmp);
        println!("{name:<24}{:>8.1}", times[RUNS / 2]);
    }
}
