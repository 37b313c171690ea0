//! The result of a run as one value.

use crate::report::{Table, grouped};
use serde::Serialize;

/// What a run did. Counts are numbers; money, prices and positions are exact decimals as text, because
/// readers of JSON make floating point of numbers.
///
/// A caller with more to say turns it into a map and adds to it:
///
/// ```
/// use tidegate::money::BtcUsdt;
/// use tidegate::report::{Backtest, to_json};
/// let summary = Backtest::<BtcUsdt>::new().summary();
/// let text = to_json(&summary)?;
/// assert!(text.contains("\"orders\": 0,") && text.contains("\"pnl\": \"0\","));
/// # Ok::<(), tidegate::report::ReportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// Venue and pair.
    pub market: String,
    /// Everything the market told, trades included.
    pub events: u64,
    /// Trades of others: the rows of a tape.
    pub trades: u64,
    /// Time of the first event.
    pub first_time: Option<String>,
    /// Time of the last event.
    pub last_time: Option<String>,
    /// Orders that a gate let through.
    pub orders: u64,
    /// Cancels that a gate let through.
    pub cancels: u64,
    /// Orders that were refused by the venue.
    pub refused: u64,
    /// Fills; an order filled in three parts counts three times.
    pub fills: u64,
    /// Fills that were still to come when the run ended.
    pub fills_in_flight: u64,
    /// Fees of all fills.
    pub fees: String,
    /// Cash and the worth of the position at the last price, after fees.
    pub pnl: String,
    /// The deepest fall of that below its peak, looked at with each trade.
    pub max_drawdown: String,
    /// What is held of the base currency.
    pub position: String,
    /// The last price, if there is one instrument only.
    pub last_price: Option<String>,
    /// Why the account is not to be trusted, if it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

impl Summary {
    /// The summary for people.
    #[must_use]
    pub fn table(&self) -> Table {
        let time = |time: &Option<String>| time.clone().unwrap_or_else(|| "-".to_owned());
        let table = Table::new("Result")
            .row("market", &self.market)
            .row("from", time(&self.first_time))
            .row("to", time(&self.last_time))
            .row("events", grouped(self.events))
            .row("trades", grouped(self.trades))
            .row("orders", grouped(self.orders))
            .row("cancels", grouped(self.cancels))
            .row("refused", grouped(self.refused))
            .row("fills", grouped(self.fills))
            .row("fills in flight", grouped(self.fills_in_flight))
            .row("position", &self.position)
            .row("last price", self.last_price.as_deref().unwrap_or("-"))
            .row("fees", &self.fees)
            .row("profit and loss", &self.pnl)
            .row("deepest drawdown", &self.max_drawdown);
        match &self.fault {
            Some(fault) => table.row("account fault", fault),
            None => table,
        }
    }
}
