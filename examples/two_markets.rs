//! Mirrors one market into another: two typed ports and an exchange rate from off the market.
//!
//! `cargo run --release --example two_markets [-- --json]`. The strategy bids for bitcoin in euro, a little
//! below what it fetches in dollars at the current rate, and sells at once in dollars what it bought. The
//! ports are typed: an order for one market does not fit the other, and neither does a connector.

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tidegate::connector::Recorded;
use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::prelude::*;
use tidegate::report::{Backtest, print, shutdown_table, to_json};
use tidegate::runtime::{RunError, Runtime, Sim, Stop};

/// Bitcoin in euro, on another venue than [`BtcUsdt`].
#[derive(Debug)]
struct BtcEur;

impl Market for BtcEur {
    type Base = Btc;
    type Quote = Eur;
    type Instrument = Only;
    const NAME: &'static str = "elsewhere:BTCEUR";
}

/// How many euro a dollar costs, in 1e-4.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct EuroPerDollar(i64);

/// Mirrors one synthetic market into another, at the exchange rate of the moment.
#[derive(Parser)]
struct Args {
    /// Print one JSON document and nothing else
    #[arg(long)]
    json: bool,
}

const EURO: i64 = 100_000_000;

/// The bid in euro for a price in dollars: 0.1 % below, on whole tens of euro.
fn mirrored(dollars: i64, rate: EuroPerDollar) -> i64 {
    let euro = i128::from(dollars) * i128::from(rate.0) / 10_000 * 999 / 1_000;
    i64::try_from(euro).unwrap_or(i64::MAX).div_euclid(10 * EURO) * 10 * EURO
}

/// Takes back the standing bid and places the next one.
fn rebid(last: &mut u64, bid: i64) -> Option<Actions<BtcEur>> {
    let (price, quantity) = (Price::from_units(bid).ok()?, "0.05".parse().ok()?);
    let cancel = (*last > 0)
        .then(|| Action::Cancel { id: OrderId::new(*last), instrument: Only }.because("a new bid"));
    *last += 1;
    let order = Action::Limit { id: OrderId::new(*last), instrument: Only, side: Side::Buy, price, quantity };
    Some(Actions::from(cancel).join(order.because("0.1 % below the dollar market").into()))
}

fn mirror(
    dollars: MarketPort<BtcUsdt>,
    euros: MarketPort<BtcEur>,
    rates: Feed<EuroPerDollar>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<BtcEur>>, Done) {
    let rate = rates.events().map(Some).hold(None);
    let prices = dollars.trades().map_ref(|trade| trade.price.units());
    let bids = prices.sample(rate, |price, rate| Some(mirrored(price, rate?))).filter_map(|bid| bid).dedupe();
    let bought = euros.fills().map_ref(|fills| fills.iter().map(|fill| fill.quantity.units()).sum::<i64>());
    let hedges = bought.filter(|units| *units > 0).map_accum(0, |last, units| {
        *last += 1;
        let quantity = Quantity::from_units(units).ok()?;
        let order = Action::Market { id: OrderId::new(*last), instrument: Only, side: Side::Sell, quantity };
        Some(Actions::from(order.because(format!("bought {quantity} in euro"))))
    });
    (hedges.filter_map(|order| order), bids.map_accum(0, rebid).filter_map(|bid| bid), control.done_at_once())
}

fn run(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    let start = Time::from_secs(1_700_000_000);
    let options = SyntheticOptions::<BtcUsdt>::default().start(start);
    let (dollars, dollar_book) =
        Recorded::new(SimulatedVenue::new(Synthetic::new(Only, options)?), Backtest::new());
    // The same seed: two venues that see the same day, the second in euro.
    let options = SyntheticOptions::<BtcEur>::default().start(start).start_price("54000".parse()?);
    let (euros, euro_book) =
        Recorded::new(SimulatedVenue::new(Synthetic::new(Only, options)?), Backtest::new());
    let rates = (0..24)
        .map(move |hour| (start.after(Span::from_secs(hour * 600)), EuroPerDollar(9_000 + hour as i64 % 3)));
    let stop = Stop::new();
    stop.on_signals()?;
    let outcome = Sim::new().stop_on(stop).run(&mirror, (dollars, euros, rates))?;
    let (dollar_summary, euro_summary) =
        (dollar_book.with(|book| book.summary()), euro_book.with(|book| book.summary()));
    if args.json {
        let (hash, code) = (format!("{:016x}", outcome.trace_hash), outcome.report.exit_code().0);
        let all = json!({
            "dollars": dollar_summary, "euros": euro_summary, "trace_hash": hash, "exit_code": code, "shutdown": outcome.report
        });
        print(to_json(&all)?)?;
    } else {
        let (dollars, euros) = (dollar_summary.table(), euro_summary.table());
        print(format!("{dollars}\n{euros}\n{}", shutdown_table(&outcome.report)))?;
    }
    Ok(outcome.report.exit_code().into())
}

fn main() -> ExitCode {
    run(&Args::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        RunError::code_of(&*error).into()
    })
}
