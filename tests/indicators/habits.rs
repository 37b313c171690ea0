//! What all indicators have in common: lengths that have no meaning, saved states, fresh starts.

use tidegate::indicator::{
    Quote, adx, atr, bollinger, dema, donchian, ema, garman_klass, keltner, macd, obv, order_flow_imbalance,
    parkinson, realised_volatility, rsi, sma, stochastic, trade_run, volume_profile, vwap, wilder, wma,
};
use tidegate::network::{BuildError, Event, Fold, Network, Ohlc, Shared, State, Windowed, simulate};
use tidegate::prelude::*;

use crate::series::{bars, prices};

/// Who refuses it, where it is used.
fn refused<A: State, F: Fold<A, Out: Send + Sync>>(fold: F) -> &'static str {
    let built = Network::build(Time::EPOCH, |border| {
        let (_, x) = border.input::<A>();
        border.output(x.total(fold))
    });
    match built.expect_err("it has no meaning") {
        BuildError::OutOfRange { operator, found, used_at, .. } => {
            assert_eq!((used_at.file(), &*found), (file!(), "0"));
            operator
        }
        other => panic!("{other}"),
    }
}

#[test]
fn lengths_of_zero_are_refused_by_name() {
    assert_eq!(refused(sma::<f64>(0)), "sma");
    assert_eq!(refused(wma(0)), "wma");
    assert_eq!(refused(ema(0)), "ema");
    assert_eq!(refused(dema(0)), "dema");
    assert_eq!(refused(wilder(0)), "wilder");
    for (fast, slow, signal) in [(0, 2, 2), (2, 0, 2), (2, 2, 0), (0, 0, 0)] {
        assert_eq!(refused(macd(fast, slow, signal)), "macd");
    }
    assert_eq!(refused(rsi(0)), "rsi");
    for (length, smooth, signal) in [(0, 1, 1), (1, 0, 1), (1, 1, 0)] {
        assert_eq!(refused(stochastic(length, smooth, signal)), "stochastic");
    }
    assert_eq!(refused(atr(0)), "atr");
    assert_eq!(refused(adx(0)), "adx");
    assert_eq!(refused(bollinger(0, 2.0)), "bollinger");
    assert_eq!(refused(keltner(0, 1, 2.0)), "keltner");
    assert_eq!(refused(keltner(1, 0, 2.0)), "keltner");
    assert_eq!(refused(donchian(0)), "donchian");
    assert_eq!(refused(realised_volatility(0)), "realised_volatility");
    assert_eq!(refused(parkinson(0)), "parkinson");
    assert_eq!(refused(garman_klass(0)), "garman_klass");
    assert_eq!(refused(order_flow_imbalance(0)), "order_flow_imbalance");
    assert_eq!(refused(volume_profile::<BtcUsdt>("0".parse().expect("a price"))), "volume_profile");
}

/// What comes out, as text: all outputs have one type.
fn text<E: Event<Item: std::fmt::Debug>>(x: E) -> Shared<String> {
    x.map(|x| format!("{x:?}")).share()
}

type All = (f64, Ohlc<f64>);

/// A trade at that price.
fn trade(price: f64) -> Trade<BtcUsdt> {
    let tick = Price::from_units(1_000_000).expect("a cent");
    Trade {
        instrument: Only,
        id: TradeId(1),
        price: Price::rounded_from_f64(price, tick).expect("a price"),
        quantity: "1.5".parse().expect("a quantity"),
        aggressor: if price.fract() < 0.5 { Side::Buy } else { Side::Sell },
    }
}

fn quote(bar: &Ohlc<f64>) -> Quote {
    Quote { bid: bar.low, bid_size: bar.open, ask: bar.high, ask_size: bar.close }
}

fn wire(x: Shared<All>) -> Vec<Shared<String>> {
    let closes = x.map(|(close, _)| close).share();
    let bars = x.map(|(_, bar)| bar).share();
    let trades = closes.map(trade).share();
    vec![
        text(closes.total((sma(5), wma(5), ema(5), dema(4)))),
        text(closes.total((macd(3, 6, 2), rsi(5), bollinger(6, 2.0), wilder(4)))),
        text(closes.total((realised_volatility(4), sma(3).then(rsi(3))))),
        text(bars.total((atr(4), adx(3), donchian(5), keltner(4, 3, 1.5)))),
        text(bars.total((stochastic(5, 2, 3), parkinson(4), garman_klass(4)))),
        text(bars.total(order_flow_imbalance(4).of(quote))),
        text(x.total(obv().of(|(close, bar): &All| (*close, bar.open)))),
        text(trades.window_of(6, (vwap(), volume_profile("10".parse().expect("a price"))))),
        text(trades.map(|trade| trade.aggressor).total(trade_run())),
    ]
}

/// Saved and put back at every instant, a run is the run in one piece.
#[test]
fn a_saved_state_goes_on_where_it_was() {
    let input: Vec<All> = prices(5, 60).into_iter().zip(bars(6, 60)).collect();
    let build = || {
        let built = Network::build(Time::EPOCH, |border| {
            let (input, x) = border.input::<All>();
            (input, wire(x).into_iter().map(|line| border.output(line)).collect::<Vec<_>>())
        });
        built.expect("it can be built")
    };
    let (mut whole, (in_whole, out_whole)) = build();
    let (mut pieces, (mut in_pieces, mut out_pieces)) = build();
    for (second, all) in (1..).zip(input) {
        whole.feed(Time::from_secs(second), &in_whole, all).expect("it runs");
        pieces.feed(Time::from_secs(second), &in_pieces, all).expect("it runs");
        for (whole_line, piece_line) in out_whole.iter().zip(&out_pieces) {
            assert_eq!(whole.get(whole_line), pieces.get(piece_line), "at second {second}");
        }
        let snapshot = pieces.save().expect("it can be saved");
        let fresh = build();
        (in_pieces, out_pieces) = fresh.1;
        pieces = fresh.0.restore(&snapshot).expect("it fits");
    }
}

/// A session later an indicator is as new: nothing of the day before is left in it.
#[test]
fn a_fresh_start_leaves_nothing() {
    let day: Vec<All> = prices(8, 40).into_iter().zip(bars(9, 40)).collect();
    let bars_of_ten = |input: Vec<All>| {
        simulate((1..).zip(input), |x| {
            let of = (sma(3), rsi(4), macd(2, 4, 2), ema(3)).of(|(close, _): &All| *close);
            let of_bars = (adx(3), stochastic(3, 2, 2), atr(3), donchian(4)).of(|(_, bar): &All| *bar);
            x.tick_bars(10, (of, of_bars)).map(|found| format!("{found:?}"))
        })
    };
    let all = bars_of_ten(day.clone());
    for (place, piece) in day.chunks(10).enumerate() {
        assert_eq!(bars_of_ten(piece.to_vec())[0].1, all[place].1, "the bar {place}");
    }
}

/// A spike that has left a window is as if it had never been: of means, to the last bit. Its square has more digits than are
/// kept: a deviation is right to seven.
#[test]
fn a_spike_leaves_no_trace() {
    let quiet = prices(3, 400);
    let mut spiky = quiet.clone();
    (spiky[50], spiky[120], spiky[200]) = (1e15, f64::NAN, f64::NEG_INFINITY);
    let last = |x: &[f64]| {
        let folds = (sma(20), wma(20), realised_volatility(19), bollinger(20, 1.0));
        let (mean, linear, spread, band) =
            simulate((1..).zip(x.to_vec()), |x| x.total(folds)).pop().expect("400").1;
        let band = band.expect("twenty");
        ([mean, linear, spread].map(|x| x.expect("twenty").to_bits()), band.upper - band.middle)
    };
    let (means, deviation) = last(&quiet[380..]);
    for x in [spiky, quiet] {
        let found = last(&x);
        assert_eq!(found.0, means);
        assert!((found.1 / deviation - 1.0).abs() < 1e-7, "expected {deviation}, found {}", found.1);
    }
}
