//! A backtest as it is watched: counts, exact account, curves, the last actions.
//!
//! A [`Backtest`] is an [`Observer`] of one market. It keeps a bounded amount, whatever the length of the
//! tape, and can be asked at any time: a run that is stopped half way has a report of its half. Money is
//! exact; only the curves are floating point.
//!
//! | file | idea |
//! |---|---|
//! | `worth.rs` | what each instrument earns, their sum, its deepest fall |
//! | `steps.rs` | a curve of a value that holds until it changes |
//! | `past.rs` | the last actions, why they were asked for and what became of them |
//! | `summary.rs` | the result as one value, for programs and as a table |

mod past;
mod steps;
mod summary;
mod worth;

pub use summary::Summary;

use super::{Chart, Colour, Marks, Page, Progress, Shape, Table};
use crate::connector::Observer;
use crate::market::{Action, Advice, Fill, MarketEvent, OrderEvent, Repeats, Trade};
use crate::money::{Market, MoneyError};
use crate::time::Time;
use past::Past;
use std::fmt;
use steps::Steps;
use worth::Worth;

/// Actions that are kept with their reasons unless told otherwise: a screen has room for them.
const LAST: usize = 10;

/// Events between two looks at the part of the tape that is done; see [`Progress`].
const EVENTS_PER_LOOK: u64 = 1 << 16;

/// How often each thing happened.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    events: u64,
    trades: u64,
    orders: u64,
    cancels: u64,
    refused: u64,
    fills: u64,
    in_flight: u64,
}

/// Watches a run and reports it.
///
/// ```
/// use tidegate::connector::Observer;
/// use tidegate::market::{Action, Fill, Fills, Liquidity, OrderId, Side, Trade, TradeId};
/// use tidegate::money::{BtcUsdt, Only};
/// use tidegate::report::Backtest;
/// use tidegate::time::Time;
///
/// let (id, instrument, side) = (OrderId::new(1), Only, Side::Buy);
/// let trade = |price: &str| Trade::<BtcUsdt> {
///     instrument,
///     id: TradeId(1),
///     price: price.parse().unwrap(),
///     quantity: "1".parse().unwrap(),
///     aggressor: Side::Buy,
/// };
/// let mut backtest = Backtest::new();
/// backtest.event(Time::from_secs(1), &trade("100").into());
/// let buy = Action::Market { id, instrument, side, quantity: "2".parse()? };
/// backtest.action(Time::from_secs(1), &buy.because("a test"));
/// let (price, quantity, fee) = ("100".parse()?, "2".parse()?, "0.2".parse()?);
/// let fill = Fill { id, trade: TradeId(2), instrument, side, price, quantity, fee, liquidity: Liquidity::Taker };
/// backtest.event(Time::from_secs(1), &Fills::from(fill).into());
/// backtest.event(Time::from_secs(2), &trade("97").into());
///
/// let summary = backtest.summary();
/// assert_eq!((summary.trades, summary.orders, summary.fills), (2, 1, 1));
/// assert_eq!((summary.pnl.as_str(), summary.max_drawdown.as_str()), ("-6.2", "6.2"));
/// assert!(backtest.page("A run").html().contains("a test"));
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
pub struct Backtest<M: Market> {
    counts: Counts,
    /// The time of the first event.
    first: Option<Time>,
    /// That of the last one, if there was a first.
    last: Time,
    repeats: Repeats<M>,
    worth: Worth<M>,
    past: Past<M>,
    price: Steps,
    equity: Steps,
    fall: Steps,
    entries: Marks,
    exits: Marks,
    progress: Option<Progress>,
    done: Box<dyn FnMut() -> Option<f64> + Send>,
}

impl<M: Market> Backtest<M> {
    /// Watches from the start of a run, without a progress line.
    #[must_use]
    pub fn new() -> Self {
        Self {
            counts: Counts::default(),
            first: None,
            last: Time::EPOCH,
            repeats: Repeats::new(),
            worth: Worth::new(),
            past: Past::keeping(LAST),
            price: Steps::default(),
            equity: Steps::default(),
            fall: Steps::default(),
            entries: Marks::new(),
            exits: Marks::new(),
            progress: None,
            done: Box::new(|| None),
        }
    }

    /// Keeps the last `count` actions instead of ten.
    #[must_use = "the backtest is returned with its choice changed"]
    pub fn keep_last(mut self, count: usize) -> Self {
        self.past = Past::keeping(count);
        self
    }

    /// Shows a progress line; `done` tells the part of the tape that was read, if it is known.
    #[must_use = "the backtest is returned with its progress line"]
    pub fn progress(mut self, line: Progress, done: impl FnMut() -> Option<f64> + Send + 'static) -> Self {
        self.progress = Some(line);
        self.done = Box::new(done);
        self
    }

    /// Takes the progress line back, before something else is printed.
    pub fn finish_progress(&mut self) {
        self.progress = None;
    }

    /// Sets how many fills were still to come when the run ended, which the venue knows.
    pub fn fills_in_flight(&mut self, count: u64) {
        self.counts.in_flight = count;
    }

    /// The first sum that left its range: from there on the account is not to be trusted.
    #[must_use]
    pub const fn fault(&self) -> Option<MoneyError> {
        self.worth.fault()
    }

    /// The result so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let Counts { events, trades, orders, cancels, refused, fills, in_flight } = self.counts;
        Summary {
            market: M::NAME.to_owned(),
            events,
            trades,
            first_time: self.first.map(|first| first.to_string()),
            last_time: self.first.map(|_| self.last.to_string()),
            orders,
            cancels,
            refused,
            fills,
            fills_in_flight: in_flight,
            fees: self.worth.fees().to_string(),
            pnl: self.worth.pnl().to_string(),
            max_drawdown: self.worth.max_drawdown().to_string(),
            position: self.worth.position(),
            last_price: self.worth.last_price().map(|price| price.to_string()),
            fault: self.fault().map(|fault| fault.to_string()),
        }
    }

    /// The result, each instrument if there are several, and the last actions.
    #[must_use]
    pub fn tables(&self) -> Vec<Table> {
        let result = self.summary().table();
        [Some(result), self.worth.table(), self.past.table()].into_iter().flatten().collect()
    }

    /// Everything on one page: tables, price with entries and exits, worth, drawdown.
    ///
    /// With several instruments the price chart shows them on one scale.
    #[must_use]
    pub fn page(&self, title: &str) -> Page {
        let tables = self.tables().into_iter().fold(Page::new(title), Page::table);
        let price = Chart::new(format!("Price, {}", M::NAME))
            .line("last trade", &self.price.series())
            .marks("entries", &self.entries, Shape::Up, Colour::Green)
            .marks("exits", &self.exits, Shape::Down, Colour::Vermillion)
            .x_time();
        let equity = Chart::new("Profit and loss after fees").line("pnl", &self.equity.series()).x_time();
        let fall = Chart::new("Drawdown").area("below the peak", &self.fall.series()).x_time();
        tables.chart(price).chart(equity).chart(fall.height(200))
    }

    #[inline(always)]
    fn count(&mut self, at: Time) {
        self.counts.events += 1;
        self.first.get_or_insert(at);
        self.last = at;
        if self.counts.events & (EVENTS_PER_LOOK - 1) == 0 {
            self.show_progress();
        }
    }

    /// Out of the way of the many trades that change nothing of ours.
    #[inline(never)]
    fn draw_worth(&mut self, at: Time) {
        draw(&mut self.equity, at, self.worth.total().to_f64());
        draw(&mut self.fall, at, -self.worth.fall().to_f64());
    }

    fn fill(&mut self, at: Time, fill: &Fill<M>) {
        if self.repeats.is_repeated(fill) {
            return;
        }
        self.counts.fills += 1;
        self.past.filled(fill);
        let Some(realized) = self.worth.apply(fill) else { return };
        let (x, y) = (at.nanos(), fill.price.to_f64());
        if !realized.closed.is_zero() {
            self.exits.push(x, y);
        }
        if !realized.opened.is_zero() {
            self.entries.push(x, y);
        }
    }

    #[cold]
    fn show_progress(&mut self) {
        if let Some(line) = &mut self.progress {
            line.tick(self.counts.events, (self.done)());
        }
    }
}

fn draw(curve: &mut Steps, at: Time, y: f64) {
    curve.hold(at.nanos(), y.to_bits() as i64, || y);
}

impl<M: Market> Observer<M> for Backtest<M> {
    fn event(&mut self, at: Time, event: &MarketEvent<M>) {
        match event {
            MarketEvent::Trade(trade) => return self.trade(at, trade),
            MarketEvent::Fills(fills) => fills.iter().for_each(|fill| self.fill(at, fill)),
            MarketEvent::Order(order) => {
                self.counts.refused += u64::from(matches!(order, OrderEvent::Refused { .. }));
                self.past.turned(order);
                if order.is_end() {
                    self.repeats.ended(order.id());
                }
            }
            MarketEvent::Book(_) | MarketEvent::Link(_) | MarketEvent::Status(_) => {}
        }
        self.count(at);
    }

    #[inline(always)]
    fn trade(&mut self, at: Time, trade: &Trade<M>) {
        self.counts.trades += 1;
        self.price.hold(at.nanos(), trade.price.units(), || trade.price.to_f64());
        if self.worth.mark(trade) {
            self.draw_worth(at);
        }
        self.count(at);
    }

    fn action(&mut self, at: Time, advice: &Advice<M>) {
        match advice.action {
            Action::Cancel { .. } => self.counts.cancels += 1,
            Action::Limit { id, .. } | Action::Market { id, .. } => {
                self.counts.orders += 1;
                self.repeats.sent(id);
            }
        }
        self.past.asked(at, advice);
    }
}

impl<M: Market> Default for Backtest<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Market> fmt::Debug for Backtest<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backtest").field("counts", &self.counts).finish_non_exhaustive()
    }
}
