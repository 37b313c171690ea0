//! Two-sided quotes, skewed by inventory: sampled once a second and sent only when they change.
//!
//! `cargo run --release --example market_maker [-- --json | --graph maker.svg]`. What is held pushes both quotes the other way,
//! so that the market brings the inventory back. Nothing here keeps state by hand: the inventory is a
//! behavior, the standing orders are the state of one `map_accum`.

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use serde::{Deserialize, Serialize};
use tidegate::connector::Recorded;
use tidegate::connector::synthetic::{Synthetic, SyntheticOptions};
use tidegate::connector::venue::SimulatedVenue;
use tidegate::prelude::*;
use tidegate::report::{Backtest, print, shutdown_table, to_json, write_graph};
use tidegate::runtime::{RunError, Runtime, Sim, Stop};

/// Two-sided quotes on a synthetic market, skewed by inventory.
#[derive(Parser)]
struct Args {
    /// Seed of the synthetic market
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print one JSON document and nothing else
    #[arg(long)]
    json: bool,
    /// Write how the network looks (.svg, .dot, .mmd, .json or .txt) and do nothing else
    #[arg(long)]
    graph: Option<String>,
}

/// Both quotes, in 1e-8 of the quote currency.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Quotes {
    bid: i64,
    ask: i64,
}

const CENT: i64 = 1_000_000;
/// Distance of each quote from the mid.
const HALF_SPREAD: i64 = 40 * CENT;
/// How far one lot of inventory moves both quotes.
const SKEW: i64 = 8 * CENT;
/// What each order trades: 0.01 of the base.
const LOT: i64 = 1_000_000;

/// Quotes around the middle of the best prices, moved against the inventory, on whole tens of cents.
fn quotes(mid: i64, inventory: i64) -> Quotes {
    let fair = mid - inventory / LOT * SKEW;
    let step = 10 * CENT;
    Quotes {
        bid: (fair - HALF_SPREAD).div_euclid(step) * step,
        ask: -(-fair - HALF_SPREAD).div_euclid(step) * step,
    }
}

/// Takes back the two standing orders and places two new ones, numbered upwards.
fn requote(last: &mut u64, quotes: Quotes) -> Actions<BtcUsdt> {
    let standing = [last.saturating_sub(1), *last].into_iter().filter(|id| *id > 0);
    let cancels =
        standing.map(|id| Action::Cancel { id: OrderId::new(id), instrument: Only }.because("new quotes"));
    let mut actions: Actions<BtcUsdt> = cancels.collect();
    for (side, price) in [(Side::Buy, quotes.bid), (Side::Sell, quotes.ask)] {
        *last += 1;
        let (Ok(price), Ok(quantity)) = (Price::from_units(price), Quantity::from_units(LOT)) else {
            continue;
        };
        let order = Action::Limit { id: OrderId::new(*last), instrument: Only, side, price, quantity };
        actions.push(order.because(format!("quotes {} to {} cents", quotes.bid / CENT, quotes.ask / CENT)));
    }
    actions
}

fn market_maker(
    market: MarketPort<BtcUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, Done) {
    let filled = market.fills().map_ref(|fills| fills.iter().map(Fill::signed_units).sum::<i64>());
    let inventory = filled.scan(0, |held, filled| held + filled).hold(0).named("inventory");
    let mids = market.book().filter_map_ref(|book| book.mid().map(|mid| mid.units()));
    let both = mids.map(Some).hold(None).named("mid").lift2(inventory, |mid, held| (mid, held));
    let wanted = every(Span::from_secs(1)).named("clock").sample(both, |_, both| both);
    let changed = wanted.filter_map(|(mid, held)| Some(quotes(mid?, held))).named("quotes").dedupe();
    (changed.map_accum(0, requote).named("requote"), control.done_at_once())
}

fn run(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    if let Some(file) = &args.graph {
        write_graph(file, "market_maker", &tidegate::strategy::describe(&market_maker)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let data = Synthetic::<BtcUsdt>::new(Only, SyntheticOptions::default().seed(args.seed))?;
    let venue = SimulatedVenue::new(data).maker_fee("0.0001".parse()?).taker_fee("0.001".parse()?);
    let (venue, recorder) = Recorded::new(venue, Backtest::new());
    let stop = Stop::new();
    stop.on_signals()?;
    let outcome = Sim::new().stop_on(stop).run(&market_maker, (venue,))?;
    recorder.with(|backtest| {
        if args.json {
            let mut all = serde_json::to_value(backtest.summary())?;
            all["trace_hash"] = format!("{:016x}", outcome.trace_hash).into();
            all["exit_code"] = outcome.report.exit_code().0.into();
            all["shutdown"] = serde_json::to_value(&outcome.report)?;
            print(to_json(&all)?)?;
        } else {
            backtest.tables().iter().try_for_each(|table| print(format!("{table}\n")))?;
            print(shutdown_table(&outcome.report))?;
        }
        Ok(outcome.report.exit_code().into())
    })
}

fn main() -> ExitCode {
    run(&Args::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        RunError::code_of(&*error).into()
    })
}
