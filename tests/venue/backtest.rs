//! Whole backtests: a moving average cross through tape, venue, recorder and report, to the last digit.
//!
//! The expected figures come from a loop of integers in this file that knows none of these parts, and for
//! the full tapes from other programs.

use std::io::{self, Read};

use crate::stage::{self, Many};
use tidegate::connector::replay::{Tape, TapeData, TapeOptions};
use tidegate::connector::venue::{FillRule, SimulatedVenue};
use tidegate::connector::{Connector, Executor, Handler, MarketData, Observer, Producer, Quote, Recorded};
use tidegate::market::{Account, Action, Fill, Fills, Liquidity, MarketEvent, OrderId, Side, TradeId};
use tidegate::money::{Amount, BtcUsdt, InstrumentId, Only, Price, Quantity, fixed};
use tidegate::report::{Backtest, Summary};
use tidegate::safety::{Exposure, Gate};
use tidegate::time::Time;

const UNIT: i64 = 100_000_000;

/// The crossing of two exponential averages, as published for these tapes.
#[derive(Default)]
struct Cross {
    averages: Option<(f64, f64)>,
    sign: Option<bool>,
}

impl Cross {
    fn step(&mut self, price: f64) -> Option<Side> {
        let (fast, slow) = self.averages.get_or_insert((price, price));
        *fast += 2.0 / 13.0 * (price - *fast);
        *slow += 2.0 / 27.0 * (price - *slow);
        let apart = *fast - *slow;
        if apart.abs() <= 1e-9 * price {
            return None;
        }
        let before = self.sign.replace(apart > 0.0);
        match before {
            Some(before) if before != (apart > 0.0) => Some(if before { Side::Sell } else { Side::Buy }),
            _ => None,
        }
    }
}

/// A strategy that answers each event before the next one.
#[derive(Default)]
struct Strategy {
    cross: Cross,
    wanted: Option<Side>,
}

impl Handler<BtcUsdt> for Strategy {
    fn fire(&mut self, _at: Time, event: MarketEvent<BtcUsdt>) {
        if let MarketEvent::Trade(trade) = event {
            self.wanted = self.cross.step(trade.price.to_f64());
        }
    }
}

/// Lets the strategy trade `data` and gives the report.
pub(crate) fn traded(data: impl MarketData<BtcUsdt>, rule: FillRule) -> Backtest<BtcUsdt> {
    let venue = SimulatedVenue::new(data).fee("0.001".parse().expect("a rate")).fill(rule);
    let stats = venue.stats();
    let (connector, recorder) = Recorded::new(venue, Backtest::new());
    let mut parts = connector.start().expect("a venue in memory starts");
    let (gate, _keeper) = Gate::open();
    let (mut strategy, mut id) = (Strategy::default(), 0);
    let quantity = Quantity::from_units(UNIT).expect("one");
    while let Some(at) = parts.producer.next_at().expect("a sound tape") {
        parts.producer.produce(&mut strategy).expect("a sound tape");
        if let Some(side) = strategy.wanted.take() {
            id += 1;
            let order = Action::Market { id: OrderId::new(id), instrument: Only, side, quantity };
            let admitted = gate.admit(order.because("cross"), Exposure::FLAT).expect("an open gate");
            parts.executor.execute(at, admitted, &mut strategy).expect("an open venue");
        }
    }
    drop(parts);
    let mut backtest = recorder.into_inner().expect("the connector is gone");
    backtest.fills_in_flight(stats.in_flight());
    backtest
}

/// What matters of a summary: counts, fees, profit, deepest fall, position.
fn figures(summary: &Summary) -> (u64, u64, u64, String, String, String, String) {
    let Summary { trades, orders, fills, fees, pnl, max_drawdown, position, .. } = summary.clone();
    (trades, orders, fills, fees, pnl, max_drawdown, position)
}

/// One row of the made up tape: price in 0.01, quantity in 0.00001, milliseconds, maker.
struct Row {
    price: i64,
    quantity: i64,
    at: i64,
    maker: bool,
}

/// The made up tape of the comparison with other systems.
fn rows() -> impl Iterator<Item = Row> {
    let (mut x, mut price, mut at) = (42_u64, 6_000_000_i64, 1_700_000_000_000_i64);
    let mut r = move || {
        x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (x >> 33) as i64
    };
    std::iter::from_fn(move || {
        at += r() % 100;
        if r() % 4 == 0 {
            price += r() % 201 - 100;
        }
        let quantity = 1 + r() % 100_000;
        Some(Row { price, quantity, at, maker: r() % 2 == 1 })
    })
}

/// The same tape as the bytes of a file, written as it is read.
struct Written<I> {
    rows: I,
    id: u64,
    line: Vec<u8>,
    used: usize,
}

impl<I: Iterator<Item = Row>> Read for Written<I> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.used == self.line.len() {
            let Some(Row { price, quantity, at, maker }) = self.rows.next() else { return Ok(0) };
            self.id += 1;
            let worth = fixed::print_fixed(i128::from(price) * i128::from(quantity) * 10, 8);
            let price = fixed::print_fixed(i128::from(price) * 1_000_000, 8);
            let quantity = fixed::print_fixed(i128::from(quantity) * 1_000, 8);
            let maker = if maker { "True" } else { "False" };
            self.line = format!("{},{price},{quantity},{worth},{at},{maker},True\n", self.id).into_bytes();
            self.used = 0;
        }
        let count = buffer.len().min(self.line.len() - self.used);
        buffer[..count].copy_from_slice(&self.line[self.used..self.used + count]);
        self.used += count;
        Ok(count)
    }
}

pub(crate) fn made_up(count: usize) -> TapeData<BtcUsdt> {
    let written = Written { rows: rows().take(count), id: 0, line: Vec::new(), used: 0 };
    TapeData::new(Tape::from_reader("made up", written, TapeOptions::default()).expect("a tape"), Only)
}

/// The same job by hand: whole numbers of 1e-16, no part of the crate but the printing.
fn by_hand(count: usize, rule: FillRule) -> (u64, u64, u64, String, String, String, String) {
    let (mut cross, mut wanted) = (Cross::default(), None);
    let (mut cash, mut fees, mut held, mut orders, mut fills) = (0_i128, 0_i128, 0_i128, 0, 0);
    let (mut last, mut peak, mut deepest) = (0_i128, 0_i128, 0_i128);
    for row in rows().take(count) {
        last = i128::from(row.price) * 1_000_000 * i128::from(UNIT);
        // At a trade the account is looked at before what the trade fills.
        let worth = cash + held * last - fees;
        peak = peak.max(worth);
        deepest = deepest.max(peak - worth);
        let mut fill = |side: Side| {
            cash -= i128::from(side.sign()) * last;
            held += i128::from(side.sign());
            fees += last / 1_000;
            fills += 1;
        };
        if let Some(side) = wanted.take().filter(|_| rule == FillRule::Next) {
            fill(side);
        }
        wanted = cross.step(row.price as f64 * 1_000_000.0 / 1e8);
        orders += u64::from(wanted.is_some());
        if let Some(side) = wanted.filter(|_| rule == FillRule::Same) {
            fill(side);
        }
    }
    let print = |units: i128| fixed::print(units, 16).to_string();
    let pnl = cash + held * last - fees;
    (count as u64, orders, fills, print(fees), print(pnl), print(deepest), held.to_string())
}

#[test]
fn a_made_up_tape_gives_what_a_loop_by_hand_gives() {
    for rule in [FillRule::Same, FillRule::Next] {
        let backtest = traded(made_up(20_000), rule);
        assert_eq!(figures(&backtest.summary()), by_hand(20_000, rule), "{}", rule.name());
        assert_eq!(backtest.summary().fault, None);
    }
}

/// Computed by another program, once, for the first 20,000 rows.
#[test]
fn a_made_up_tape_gives_the_figures_written_down() {
    let same = traded(made_up(20_000), FillRule::Same).summary();
    assert_eq!((same.orders, same.fills, same.position.as_str()), (SAME.0, SAME.0, SAME.1));
    assert_eq!((same.pnl.as_str(), same.fees.as_str()), (SAME.2, SAME.3));
    let next = traded(made_up(20_000), FillRule::Next).summary();
    assert_eq!(next.pnl, NEXT_PNL);
}
/// Orders, position, profit, fees.
const SAME: (u64, &str, &str, &str) = (663, "1", "-39783.60411", "39811.83411");
const NEXT_PNL: &str = "-39777.01609";

#[test]
fn the_whole_tapes_give_the_published_answers() {
    let Some(folder) = std::env::var_os("TIDEGATE_DATA") else {
        return println!("skipped: TIDEGATE_DATA does not name the folder of recorded data");
    };
    let path = std::path::Path::new(&folder).join("trades/BTCUSDT-trades-2024-08-08.csv.gz");
    for (rule, recorded, made) in
        [(FillRule::Same, "-4777.59156", "-4024926.07812"), (FillRule::Next, "-4763.20698", "-4024959.1469")]
    {
        let data = TapeData::open(&path, TapeOptions::default(), Only).expect("the recorded tape");
        let a = traded(data, rule).summary();
        assert_eq!((a.trades, a.orders, a.fills, a.position.as_str()), (9_757, 82, 82, "0"));
        assert_eq!(a.pnl, recorded, "{}", rule.name());
        let b = traded(made_up(2_000_000), rule).summary();
        assert_eq!((b.trades, b.orders, b.fills, b.position.as_str()), (2_000_000, 67_333, 67_333, "1"));
        assert_eq!(b.pnl, made, "{}", rule.name());
        if rule == FillRule::Same {
            assert_eq!((a.fees.as_str(), b.fees.as_str()), ("5062.11156", "4024319.02812"));
        }
    }
}

#[test]
fn a_fill_that_never_came_is_counted() {
    // The tape ends with the row of its last cross.
    let crossing = {
        let (mut cross, mut last) = (Cross::default(), 0);
        for (at, row) in rows().take(20_000).enumerate() {
            if cross.step(row.price as f64 / 100.0).is_some() {
                last = at + 1;
            }
        }
        last
    };
    let summary = traded(made_up(crossing), FillRule::Next).summary();
    assert_eq!((summary.orders, summary.fills_in_flight), (summary.fills + 1, 1));
    let table = traded(made_up(crossing), FillRule::Next).tables().pop().expect("the last actions");
    assert_eq!(table.len(), 10);
    assert!(table.to_string().contains("working") && table.to_string().contains("filled"), "{table}");
}

/// The report's own sum over instruments, with one instrument, is the account's.
#[test]
fn the_report_agrees_with_the_account() {
    struct Both(Strategy, Account<BtcUsdt>, Option<Price<BtcUsdt>>);
    impl Handler<BtcUsdt> for Both {
        fn fire(&mut self, at: Time, event: MarketEvent<BtcUsdt>) {
            match &event {
                MarketEvent::Trade(trade) => {
                    self.1.mark(trade.price);
                    self.2 = Some(trade.price);
                }
                MarketEvent::Fills(fills) => {
                    for fill in fills {
                        self.1.apply(fill).expect("a small sum");
                    }
                }
                _ => {}
            }
            self.0.fire(at, event);
        }
    }
    let venue = SimulatedVenue::new(made_up(5_000)).fee("0.0001".parse().expect("a rate"));
    let (connector, recorder) = Recorded::new(venue, Backtest::<BtcUsdt>::new());
    let mut parts = connector.start().expect("it starts");
    let (gate, _keeper) = Gate::open();
    let (mut both, mut id) = (Both(Strategy::default(), Account::new(), None), 0);
    while let Some(at) = parts.producer.next_at().expect("a sound tape") {
        parts.producer.produce(&mut both).expect("a sound tape");
        if let Some(side) = both.0.wanted.take() {
            id += 1;
            let quantity = Quantity::from_units(UNIT / 4).expect("a quarter");
            let order = Action::Market { id: OrderId::new(id), instrument: Only, side, quantity };
            let admitted = gate.admit(order.into(), Exposure::FLAT).expect("an open gate");
            parts.executor.execute(at, admitted, &mut both).expect("an open venue");
        }
        let summary = recorder.with(|backtest| backtest.summary());
        assert_eq!(summary.max_drawdown, both.1.max_drawdown().to_string());
        assert_eq!(Some(summary.pnl), both.2.map(|last| both.1.pnl(last).to_string()));
    }
    assert!(id > 100, "a run without fills shows nothing");
}

/// The deepest fall is that of the sum, not the sum of the deepest falls.
#[test]
fn several_instruments_are_reported_together_and_one_by_one() {
    let mut backtest = Backtest::<Many>::new();
    let at = Time::from_secs(1);
    let trade = |backtest: &mut Backtest<Many>, instrument, price| {
        if let Quote::Trade(trade) = stage::trade(instrument, Side::Buy, price, 1) {
            backtest.event(at, &trade.into());
        }
    };
    for instrument in [7, 3] {
        trade(&mut backtest, instrument, 100);
        let fill = Fill::<Many> {
            id: OrderId::new(1),
            trade: TradeId(instrument.into()),
            instrument: InstrumentId(instrument),
            side: Side::Buy,
            price: stage::price(100),
            quantity: stage::quantity(1),
            fee: Amount::ZERO,
            liquidity: Liquidity::Taker,
        };
        backtest.event(at, &Fills::from(fill).into());
    }
    for (instrument, price) in [(7, 90), (3, 115), (7, 100), (3, 98)] {
        trade(&mut backtest, instrument, price);
    }
    let summary = backtest.summary();
    assert_eq!((summary.pnl.as_str(), summary.position.as_str()), ("-2", "2"));
    assert_eq!(summary.max_drawdown, "17", "from 15 down to -2");
    let tables = backtest.tables();
    assert!(tables[1].to_string().starts_with("Instruments"), "{}", tables[1]);
    assert_eq!(tables[1].len(), 2);
    let html = backtest.page("Two <instruments>").html();
    assert_eq!(html.matches("<svg").count(), 3);
    assert!(html.contains("Two &lt;instruments&gt;"));
}
