//! Laws of books.

use crate::say::*;
use proptest::prelude::*;
use std::collections::BTreeMap;
use tidegate::{
    market::{Book, BookError, Level},
    money::{Btc, Eth, EthUsdt, Market, Only, Price, Quantity, Rate, Usdt},
};

/// Tether against bitcoin: `BtcUsdt` upside down.
struct UsdtBtc;

impl Market for UsdtBtc {
    type Base = Usdt;
    type Quote = Btc;
    type Instrument = Only;
    const NAME: &'static str = "test:USDTBTC";
}

/// Ether against bitcoin, as `EthUsdt` crossed with `UsdtBtc`.
struct EthBtc;

impl Market for EthBtc {
    type Base = Eth;
    type Quote = Btc;
    type Instrument = Only;
    const NAME: &'static str = "test:ETHBTC";
}

type Raw = Vec<(i64, i64)>;

/// Bids below 1000 whole units and asks above, unsorted, with repeats and empty levels.
fn sides() -> impl Strategy<Value = (Raw, Raw)> {
    let one = 100_000_000_i64;
    let bids = prop::collection::vec((one..1000 * one, 0..50 * one), 0..12);
    let asks = prop::collection::vec((1000 * one..2000 * one, 0..50 * one), 0..12);
    (bids, asks)
}

fn book<X: Market<Instrument = Only>>((bids, asks): &(Raw, Raw)) -> Book<X> {
    let level = |&(at, units): &(i64, i64)| {
        (Price::<X>::from_units(at).unwrap(), Quantity::<X>::from_units(units).unwrap())
    };
    Book::new(Only, bids.iter().map(level), asks.iter().map(level)).unwrap()
}

fn volume<X: Market>(levels: &[Level<X>]) -> i64 {
    levels.iter().map(|level| level.quantity.units()).sum()
}

fn worth<X: Market>(levels: &[Level<X>]) -> i128 {
    levels.iter().map(|level| level.price.notional(level.quantity).units()).sum()
}

const SCALE: i128 = 100_000_000;

/// The same volume taken from two markets, one after the other, at their best prices.
struct ByHand {
    /// In 1e-24, the product of three numbers of 1e-8.
    money: i128,
    /// Whether the far market has not enough left for one more unit at each level.
    used_up: bool,
}

fn by_hand<X: Market, Y: Market>(near: &[Level<X>], far: &[Level<Y>], volume: i64) -> ByHand {
    let (mut left, mut between) = (i128::from(volume), 0);
    for level in near {
        let part = left.min(level.quantity.units().into());
        left -= part;
        between += part * i128::from(level.price.units());
    }
    assert_eq!(left, 0, "the near market has it");
    let (mut left, mut money, mut rest) = (between, 0, 0);
    for level in far {
        let there = i128::from(level.quantity.units()) * SCALE;
        let part = left.min(there);
        left -= part;
        rest += there - part;
        money += part * i128::from(level.price.units());
    }
    assert_eq!(left, 0, "the far market has it");
    let dearest = near.iter().map(|level| i128::from(level.price.units())).max().unwrap_or(0);
    ByHand { money, used_up: rest <= dearest * far.len() as i128 }
}

proptest! {
    #[test]
    fn o17_books_are_equal_after_normalising((mut bids, asks) in sides(), split in 0..1000_i64) {
        let whole = book::<M>(&(bids.clone(), asks.clone()));
        whole.check_invariants();
        if let Some(first) = bids.first_mut() {
            let part = first.1.min(split);
            first.1 -= part;
            let again = (first.0, part);
            bids.push(again);
        }
        bids.reverse();
        prop_assert_eq!(book::<M>(&(bids, asks)), whole);
    }

    #[test]
    fn o18_aggregating_keeps_the_volume_and_never_betters_a_price(raw in sides(), tick in 1..100_000_000_i64) {
        let fine = book::<M>(&raw);
        let coarse = fine.aggregate(price(tick)).unwrap();
        coarse.check_invariants();
        prop_assert_eq!(volume(coarse.bids()), volume(fine.bids()));
        prop_assert_eq!(volume(coarse.asks()), volume(fine.asks()));
        prop_assert!(worth(coarse.bids()) <= worth(fine.bids()));
        prop_assert!(worth(coarse.asks()) >= worth(fine.asks()));
        prop_assert!(coarse.bids().iter().chain(coarse.asks()).all(|l| l.price.units() % tick == 0));
        prop_assert_eq!(coarse.aggregate(price(tick)).unwrap(), coarse);
    }

    #[test]
    fn o18_a_fee_makes_each_side_worse_by_that_fraction(raw in sides(), rate in 0..10_000_000_i64) {
        let (plain, adjusted) = (book::<M>(&raw), book::<M>(&raw).with_fee(Rate::from_units(rate)).unwrap());
        adjusted.check_invariants();
        if let (Some(was), Some(now)) = (plain.best_ask(), adjusted.best_ask()) {
            let exact = i128::from(was.price.units()) * (100_000_000 + i128::from(rate));
            let off = i128::from(now.price.units()) * 100_000_000 - exact;
            prop_assert!((0..100_000_000).contains(&off));
        }
        if let (Some(was), Some(now)) = (plain.best_bid(), adjusted.best_bid()) {
            let exact = i128::from(was.price.units()) * (100_000_000 - i128::from(rate));
            let off = exact - i128::from(now.price.units()) * 100_000_000;
            prop_assert!((0..100_000_000).contains(&off));
        }
    }

    #[test]
    fn o18_an_inverse_promises_no_more_than_the_market(raw in sides()) {
        let market = book::<M>(&raw);
        let inverse: Book<UsdtBtc> = market.inverse(Only).unwrap();
        inverse.check_invariants();
        prop_assert!(inverse.asks().len() <= market.bids().len());
        if let (Some(bid), Some(ask)) = (market.best_bid(), inverse.best_ask()) {
            let product = i128::from(bid.price.units()) * i128::from(ask.price.units());
            prop_assert!(product >= 10_000_000_000_000_000, "buying the quote costs at least 1/bid");
        }
        if let (Some(ask), Some(bid)) = (market.best_ask(), inverse.best_bid()) {
            let product = i128::from(ask.price.units()) * i128::from(bid.price.units());
            prop_assert!(product <= 10_000_000_000_000_000, "selling the quote brings at most 1/ask");
        }
        prop_assert!(i128::from(volume(inverse.asks())) * 100_000_000 <= worth(market.bids()));
        let back: Book<M> = inverse.inverse(Only).unwrap();
        if let (Some(was), Some(now)) = (market.best_bid(), back.best_bid()) {
            prop_assert!(now.price <= was.price);
        }
    }

    #[test]
    fn o18_a_cross_market_can_be_carried_out_on_both(mut a in sides(), b in sides(), thin in 1..100_000_i64) {
        // Ether is worth a thousand tether: without thinning one side would always run out first.
        a.0.iter_mut().chain(&mut a.1).for_each(|level| level.1 /= thin);
        let (near, far) = (book::<EthUsdt>(&a), book::<UsdtBtc>(&b));
        let cross: Book<EthBtc> = near.cross(&far, Only).unwrap();
        cross.check_invariants();
        let bought = by_hand(near.asks(), far.asks(), volume(cross.asks()));
        let sold = by_hand(near.bids(), far.bids(), volume(cross.bids()));
        prop_assert!(volume(cross.asks()) <= volume(near.asks()));
        prop_assert!(volume(cross.bids()) <= volume(near.bids()));
        prop_assert!(worth(cross.asks()) * SCALE >= bought.money, "no cheaper than by hand");
        prop_assert!(worth(cross.bids()) * SCALE <= sold.money, "brings no more than by hand");
        prop_assert!(volume(cross.asks()) == volume(near.asks()) || bought.used_up);
        prop_assert!(volume(cross.bids()) == volume(near.bids()) || sold.used_up);
    }

    #[test]
    fn o18_a_volume_costs_the_sum_of_its_levels(raw in sides(), asked in 1..100_000_000_000_i64) {
        let book = book::<M>(&raw);
        match book.cost_to_buy(quantity(asked)) {
            Ok(taken) => {
                prop_assert!(taken.average <= taken.worst);
                prop_assert!(taken.average.notional(quantity(asked)) >= taken.amount);
                prop_assert!(volume(book.asks()) >= asked);
            }
            Err(error) => {
                prop_assert_eq!(error, BookError::TooThin { asked, found: volume(book.asks()) });
                prop_assert!(volume(book.asks()) < asked);
            }
        }
    }

    #[test]
    fn a_book_is_stored_and_read_back(raw in sides()) {
        let book = book::<M>(&raw);
        let bytes = postcard::to_stdvec(&book).unwrap();
        prop_assert_eq!(postcard::from_bytes::<Book<M>>(&bytes).unwrap(), book);
    }

    #[test]
    fn levels_add_up_as_in_a_map(raw in prop::collection::vec((1..6_i64, 0..9_i64), 0..20)) {
        let mut sums = BTreeMap::new();
        for &(at, units) in raw.iter().filter(|(_, units)| *units > 0) {
            *sums.entry(at).or_insert(0) += units;
        }
        let none: [Level<M>; 0] = [];
        let book = Book::new(Only, none, raw.iter().map(|&(at, units)| level(at, units))).unwrap();
        let expected: Vec<_> = sums.into_iter().map(|(at, units)| level(at, units)).collect();
        prop_assert_eq!(book.asks(), expected);
    }
}

#[test]
fn a_crossed_or_locked_book_is_an_error_also_when_it_is_read_back() {
    for ask in [9, 10] {
        let crossed = Book::new(Only, [level(10, 1)], [level(ask, 1)]);
        assert_eq!(crossed, Err(BookError::Crossed { bid: 10, ask }));
    }
    let text = r#"{"instrument":null,"bids":[{"price":10,"quantity":1}],"asks":[{"price":9,"quantity":1}]}"#;
    assert!(serde_json::from_str::<Book<M>>(text).unwrap_err().to_string().contains("best bid below"));
}

#[test]
fn a_sale_brings_what_the_bids_pay_rounded_down() {
    let none: [Level<M>; 0] = [];
    let book = Book::new(Only, [level(10, 1), level(9, 2)], none).unwrap();
    let taken = book.proceeds_of_sale(quantity(3)).unwrap();
    assert_eq!((taken.average, taken.worst, taken.amount.units()), (price(9), price(9), 28));
    assert_eq!(book.cost_to_buy(quantity(0)), Err(BookError::NothingAsked));
    assert_eq!(book.aggregate(price(0)), Err(BookError::ZeroTick));
}
