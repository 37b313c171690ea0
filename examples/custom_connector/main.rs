//! A connector of one's own, tried against a venue in the same process.
//!
//! `cargo run --release --example custom_connector`. The folder `tcp` is the connector: a producer that is woken when a line has
//! come, an executor that writes one, a terminator that says goodbye and waits for the answer. It connects, reads and writes
//! on threads of its own, in real time.

mod tcp;
mod venue;

use std::error::Error;
use std::process::ExitCode;

use tidegate::connector::{ConnectorError, MarketData, Quote};
use tidegate::prelude::*;
use tidegate::report::{print, shutdown_table};
use tidegate::runtime::{RunError, Runtime, Threads};

use tcp::TcpVenue;

/// Ten trades, as fast as they are asked for.
struct TenTrades(u64);

impl MarketData<BtcUsdt> for TenTrades {
    fn next_quote(&mut self) -> Result<Option<(Time, Quote<BtcUsdt>)>, ConnectorError> {
        self.0 += 1;
        let price = "60000".parse().map_err(|error| ConnectorError::input("ten trades", error))?;
        let (id, quantity) = (TradeId(self.0), Quantity::from_units(1_000_000).unwrap_or(Quantity::ZERO));
        let trade = Trade { instrument: Only, id, price, quantity, aggressor: Side::Buy };
        Ok((self.0 <= 10).then_some((Time::EPOCH, Quote::Trade(trade))))
    }
}

/// An order at every trade; done when the venue has answered for all of them.
fn ten_orders(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let orders = market.trades().map(|trade| {
        let Trade { price, quantity, .. } = trade;
        let id = OrderId::new(trade.id.0);
        let order = Action::Limit { id, instrument: Only, side: Side::Buy, price, quantity };
        order.because("one for each trade").into()
    });
    let answers = market.orders().scan(0, |answers, _| answers + 1);
    let all = answers.filter(|answers| *answers == 10).map(|_| DoneCode::OK);
    (orders, control.done_when(all))
}

fn run() -> Result<ExitCode, Box<dyn Error>> {
    let (address, venue) = venue::open()?;
    let connector = TcpVenue { address, quotes: TenTrades(0) };
    let outcome = Threads::new().run(&ten_orders, (connector,))?;
    let ledger = venue.join().map_err(|_| "the venue panicked")??;
    print(shutdown_table(&outcome.report))?;
    print(format!("the venue read {} lines; {} orders are left\n", ledger.lines, ledger.working.len()))?;
    Ok(outcome.report.exit_code().into())
}

fn main() -> ExitCode {
    run().unwrap_or_else(|error| {
        eprintln!("error: {error}");
        RunError::code_of(&*error).into()
    })
}
