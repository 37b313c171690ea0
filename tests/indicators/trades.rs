//! What is made of trades: volume by price, mean prices, runs.

use std::collections::BTreeMap;

use tidegate::indicator::{Run, trade_run, volume_profile, vwap};
use tidegate::network::{Event, Windowed, simulate};
use tidegate::prelude::*;
use tidegate::time::Span;

use crate::formulas::said;
use crate::series::Dice;

fn trades(count: usize) -> Vec<Trade<BtcUsdt>> {
    let mut dice = Dice::new(11);
    let mut whole = |below: f64| (dice.part() * below) as i64;
    (0..count)
        .map(|n| Trade {
            instrument: Only,
            id: TradeId(n as u64),
            price: Price::from_units(6_000_000_000_000 + whole(5e9)).expect("a price"),
            quantity: Quantity::from_units(whole(1e8) + 1).expect("a quantity"),
            aggressor: if whole(3.0) == 0 { Side::Buy } else { Side::Sell },
        })
        .collect()
}

fn price(text: &str) -> Price<BtcUsdt> {
    text.parse().expect("a price")
}

/// By whole numbers, which lose nothing.
fn mean_price(trades: &[Trade<BtcUsdt>]) -> f64 {
    let wide = |x: i64| i128::from(x);
    let worth: i128 =
        trades.iter().map(|trade| wide(trade.price.units()) * wide(trade.quantity.units())).sum();
    let volume: i128 = trades.iter().map(|trade| wide(trade.quantity.units())).sum();
    // Price units a hundred times finer, so that the division loses less than the comparison sees.
    (worth * 1_000 / volume) as f64 / 1e11
}

#[test]
fn prices_by_volume() {
    let trades = trades(200);
    for (n, found) in said(&trades, vwap()).into_iter().enumerate() {
        let expected = mean_price(&trades[..=n]);
        let found = found.expect("something was traded");
        assert!((found - expected).abs() < 1e-12 * expected, "{n}: expected {expected}, found {found}");
    }
    // Rolling over ten seconds, a trade a second.
    let rolling = simulate((1..).zip(trades.clone()), |x| x.window_at(Span::from_secs(10), vwap()));
    for (n, (_, found)) in rolling.into_iter().enumerate() {
        let expected = mean_price(&trades[(n + 1).saturating_sub(10)..=n]);
        let found = found.expect("something was traded");
        assert!((found - expected).abs() < 1e-12 * expected, "{n}: expected {expected}, found {found}");
    }
    assert_eq!(said(&[] as &[Trade<BtcUsdt>], vwap()), []);
}

/// Lower edges in whole tens, and volumes.
fn levels(trades: &[Trade<BtcUsdt>]) -> BTreeMap<i64, i128> {
    let mut levels = BTreeMap::new();
    for trade in trades {
        *levels.entry(trade.price.units() / 1_000_000_000 * 1_000_000_000).or_default() +=
            i128::from(trade.quantity.units());
    }
    levels
}

#[test]
fn volume_by_price() {
    let trades = trades(120);
    let step = || price("10");
    let rolling = simulate((1..).zip(trades.clone()), |x| x.window_of(25, volume_profile(step())));
    for (n, (_, profile)) in rolling.into_iter().enumerate() {
        let members = &trades[(n + 1).saturating_sub(25)..=n];
        let expected = levels(members);
        let found: BTreeMap<i64, i128> = profile.levels().map(|(at, volume)| (at.units(), volume)).collect();
        assert_eq!(found, expected, "at {n}");
        let most = expected.values().max().copied();
        let fullest = expected.iter().find(|(_, volume)| Some(**volume) == most).map(|(at, _)| *at);
        assert_eq!(profile.point_of_control().map(Price::units), fullest, "at {n}");
    }
}

#[test]
fn the_area_of_value_grows_on_the_fuller_side() {
    let trade = |at: &str, quantity: &str| Trade::<BtcUsdt> {
        instrument: Only,
        id: TradeId(1),
        price: price(at),
        quantity: quantity.parse().expect("a quantity"),
        aggressor: Side::Buy,
    };
    let trades = ["10", "20", "30", "40", "60"].into_iter().zip(["1", "3", "6", "3", "2"]);
    let trades: Vec<_> = trades.map(|(at, quantity)| trade(at, quantity)).collect();
    let profiles = said(&trades, volume_profile(price("10")));
    let profile = profiles.last().expect("five");
    let area = |part| profile.value_area(part).expect("there were trades");
    assert_eq!(area(0.4), (price("30"), price("40")));
    assert_eq!(area(0.5), (price("20"), price("40")), "of equal ones the lower");
    assert_eq!(area(0.7), (price("20"), price("50")));
    assert_eq!(area(0.9), (price("20"), price("70")), "over a step without trades");
    assert_eq!(area(1.0), (price("10"), price("70")));
    assert_eq!(area(9.0), (price("10"), price("70")), "there is no more");
}

#[test]
fn sides_in_a_row() {
    let trades = trades(100);
    let runs = simulate((1..).zip(trades.clone()), |x| x.map(|trade| trade.aggressor).total(trade_run()));
    for (n, (_, run)) in runs.into_iter().enumerate() {
        let side = trades[n].aggressor;
        let length = trades[..=n].iter().rev().take_while(|trade| trade.aggressor == side).count() as u64;
        assert_eq!(run, Some(Run { side, length }));
    }
}
