//! What each instrument earns, their sum, and its deepest fall.
//!
//! The sum moves with the one line that moved. Law: with one instrument, worth and deepest fall are those
//! of its [`Account`] after the same fills and marks.

use crate::market::{Account, Fill, Realized, Trade};
use crate::money::{Amount, Market, MoneyError, Price, fixed};
use crate::report::Table;

/// The account of one instrument, and what it was worth at its last trade.
#[derive(Debug)]
struct Line<M: Market> {
    instrument: M::Instrument,
    account: Account<M>,
    last: Option<Price<M>>,
    /// Whether a fill came after the last trade.
    is_filled: bool,
    worth: Amount<M::Quote>,
}

/// All lines, sorted by instrument.
#[derive(Debug)]
pub(super) struct Worth<M: Market> {
    lines: Vec<Line<M>>,
    current: usize,
    total: Amount<M::Quote>,
    peak: Amount<M::Quote>,
    deepest: Amount<M::Quote>,
    fault: Option<MoneyError>,
}

impl<M: Market> Worth<M> {
    pub(super) const fn new() -> Self {
        Self {
            lines: Vec::new(),
            current: 0,
            total: Amount::ZERO,
            peak: Amount::ZERO,
            deepest: Amount::ZERO,
            fault: None,
        }
    }

    /// Looks at the price of a trade; whether the sum is to be drawn.
    #[inline(always)]
    pub(super) fn mark(&mut self, trade: &Trade<M>) -> bool {
        let line = self.line(trade.instrument);
        let is_known = line.last == Some(trade.price) || line.account.position().is_flat();
        line.last = Some(trade.price);
        if is_known && !line.is_filled {
            return false;
        }
        line.is_filled = false;
        let before = std::mem::replace(&mut line.worth, line.account.pnl(trade.price));
        let gain = line.worth.checked_sub(before);
        self.look(gain);
        true
    }

    #[inline(never)]
    fn look(&mut self, gain: Option<Amount<M::Quote>>) {
        match gain.and_then(|gain| self.total.checked_add(gain)) {
            Some(total) => self.total = total,
            None => self.fail(MoneyError::amount("sum of all instruments")),
        }
        self.peak = self.peak.max(self.total);
        self.deepest = self.deepest.max(self.fall());
    }

    /// Takes a fill in; `None` if a sum leaves its range.
    pub(super) fn apply(&mut self, fill: &Fill<M>) -> Option<Realized<M>> {
        let line = self.line(fill.instrument);
        line.is_filled = true;
        match line.account.apply(fill) {
            Ok(realized) => Some(realized),
            Err(fault) => {
                self.fail(fault);
                None
            }
        }
    }

    fn fail(&mut self, fault: MoneyError) {
        self.fault.get_or_insert(fault);
    }

    pub(super) const fn fault(&self) -> Option<MoneyError> {
        self.fault
    }

    /// How far the sum is below its peak.
    pub(super) fn fall(&self) -> Amount<M::Quote> {
        self.peak.checked_sub(self.total).unwrap_or(Amount::from_units(i128::MAX))
    }

    /// What all was worth at the last trade of each.
    pub(super) const fn total(&self) -> Amount<M::Quote> {
        self.total
    }

    /// What all is worth, fills after the last trade included.
    pub(super) fn pnl(&self) -> Amount<M::Quote> {
        let worth = |line: &Line<M>| line.account.pnl(line.last.unwrap_or(Price::ZERO));
        Amount::sum(self.lines.iter().map(worth)).unwrap_or(self.total)
    }

    pub(super) fn fees(&self) -> Amount<M::Quote> {
        let fees = self.lines.iter().map(|line| line.account.fees());
        Amount::sum(fees).unwrap_or(Amount::from_units(i128::MAX))
    }

    pub(super) const fn max_drawdown(&self) -> Amount<M::Quote> {
        self.deepest
    }

    /// What is held of the base currency, all instruments together.
    pub(super) fn position(&self) -> String {
        let units = self.lines.iter().map(|line| i128::from(line.account.position().signed_units())).sum();
        fixed::print(units, fixed::DECIMALS).to_string()
    }

    /// The last price, if there is one instrument only.
    pub(super) fn last_price(&self) -> Option<Price<M>> {
        match self.lines.as_slice() {
            [line] => line.last,
            _ => None,
        }
    }

    /// Each instrument, if there are several.
    pub(super) fn table(&self) -> Option<Table> {
        let mut table =
            Table::new("Instruments").header(["instrument", "last price", "position", "fees", "pnl"]);
        for line in &self.lines {
            let last = line.last.unwrap_or(Price::ZERO);
            table.push([
                line.instrument.to_string(),
                last.to_string(),
                line.account.position().to_string(),
                line.account.fees().to_string(),
                line.account.pnl(last).to_string(),
            ]);
        }
        (self.lines.len() > 1).then_some(table)
    }

    #[inline]
    fn line(&mut self, instrument: M::Instrument) -> &mut Line<M> {
        let is_current = self.lines.get(self.current).is_some_and(|line| line.instrument == instrument);
        if !is_current {
            self.turn_to(instrument);
        }
        &mut self.lines[self.current]
    }

    #[cold]
    fn turn_to(&mut self, instrument: M::Instrument) {
        let found = self.lines.binary_search_by_key(&instrument, |line| line.instrument);
        self.current = found.unwrap_or_else(|at| {
            let (account, worth) = (Account::new(), Amount::ZERO);
            self.lines.insert(at, Line { instrument, account, last: None, is_filled: false, worth });
            at
        });
    }
}
