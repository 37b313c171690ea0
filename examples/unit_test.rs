//! How a strategy is tested: a script of what the market does, and the actions that should follow.
//!
//! `cargo run --example unit_test` shows a passing and a failing comparison;
//! `cargo test --test unit_test` runs the tests at the end.

use tidegate::prelude::*;
use tidegate::testing::Script;

/// Holds one unit while the price is above the one of two trades before.
fn momentum(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Action<BtcUsdt>>, Done) {
    let prices = market.trades().map(|trade| trade.price).share();
    let last = prices.hold(Price::MAX);
    let before = prices.sample(last, |_, last| last).hold(Price::MAX);
    let rising = prices.sample(before, |now, before| now > before).dedupe();
    let orders = rising.map_accum((0, false), |(orders, long), rising| {
        if *long == rising {
            return None;
        }
        (*orders, *long) = (*orders + 1, rising);
        let side = if rising { Side::Buy } else { Side::Sell };
        let quantity = "1".parse().expect("a quantity");
        Some(Action::Market { id: OrderId::new(*orders), instrument: Only, side, quantity })
    });
    (orders.filter_map(|order| order), control.done_at_once())
}

fn rise_and_fall() -> Script<BtcUsdt> {
    Script::new()
        .trade(1, "100", "1")
        .trade(2, "101", "1")
        .trade(3, "102", "1")
        .trade(4, "103", "1")
        .trade(5, "99", "1")
}

fn main() {
    rise_and_fall().check(&momentum, ["3: market buy 1 (order 1, only)", "5: market sell 1 (order 2, only)"]);
    println!("the strategy does what its script expects; and this is what a difference looks like:\n");

    let script = rise_and_fall();
    let seen = script.seen();
    let _outcome = script.run(&momentum);
    match seen.equals(["2: market buy 1 (order 1, only)"]) {
        Ok(()) => println!("no difference"),
        Err(mismatch) => println!("{mismatch}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Script, momentum, rise_and_fall};

    #[test]
    fn it_buys_a_rise_and_sells_a_fall() {
        rise_and_fall()
            .check(&momentum, ["3: market buy 1 (order 1, only)", "5: market sell 1 (order 2, only)"]);
    }

    #[test]
    fn it_leaves_a_flat_market_alone() {
        let flat = (1..20).fold(Script::new(), |script, second| script.trade(second, "100", "1"));
        flat.check(&momentum, [""; 0]);
    }
}
