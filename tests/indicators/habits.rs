//! What all indicators have in common: lengths that have no meaning, saved states, fresh starts.

use tidegate::indicator::{
    Quote, adx, atr, bollinger, dema, donchian, ema, garman_klass, keltner, macd, obv, order_flow_imbalance,
    parkinson, realised_volatility, rsi, sma, stochastic, trade_run, volume_profile, vwap, wilder, wma,
};
use tidegate::network::{BuildError, Event, Fold, Network, Ohlc, Shared, State, Windowed, last, simulate};
use tidegate::prelude::*;

use crate::series::{bars, prices};

/// Who refuses it, where it is used, and what was found.
fn refusal<A: State, F: Fold<A, Out: Send + Sync>>(fold: F) -> (&'static str, String) {
    let built = Network::build(Time::EPOCH, |border| {
        let (_, x) = border.input::<A>();
        border.output(x.total(fold))
    });
    match built.expect_err("it has no meaning") {
        BuildError::OutOfRange { operator, found, used_at, .. } => {
            assert_eq!(used_at.file(), file!());
            (operator, found)
        }
        other => panic!("{other}"),
    }
}

/// Who refuses a zero.
fn refused<A: State, F: Fold<A, Out: Send + Sync>>(fold: F) -> &'static str {
    let (operator, found) = refusal(fold);
    assert_eq!(found, "0");
    operator
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

/// A band has a width.
#[test]
fn widths_that_are_none_are_refused() {
    for width in [-0.5, f64::NAN, f64::INFINITY] {
        assert_eq!(refusal(bollinger(20, width)), ("bollinger", width.to_string()));
        assert_eq!(refusal(keltner(20, 10, width)), ("keltner", width.to_string()));
    }
}

/// Lengths that no run reaches are lengths.
#[test]
fn lengths_beyond_all_runs_say_nothing() {
    let most = usize::MAX;
    let found = simulate((1..).zip(prices(1, 30)), |x| {
        x.total((
            dema(most),
            macd(1, most, most),
            (macd(26, 2, 1), rsi(most)),
            (sma(most), bollinger(most, 1.0)),
        ))
    });
    let (double, far, (swapped, strength), (mean, band)) = found[24].1;
    assert_eq!((double, far, swapped, strength, mean, band), (None, None, None, None, None, None));
    assert!(found[25].1.2.0.is_some(), "when the longer one is warm");
}

/// What is no price is seen, and does not pass for one that stands still.
#[test]
fn what_is_not_a_number_is_not_taken_for_a_pause() {
    let closes = [10.0, 13.0, f64::NAN, 12.0, 12.0];
    let strength = simulate((1..).zip(closes), |x| x.total(rsi(2)));
    assert!(strength[3].1.is_some_and(f64::is_nan), "{strength:?}");
    let bar = |low: f64, high: f64| Ohlc { open: low, high, low, close: high };
    let bars =
        [bar(1.0, 2.0), bar(2.0, 3.0), bar(f64::NAN, f64::NAN), bar(2.0, 3.0), bar(2.0, 4.0), bar(3.0, 4.0)];
    let ranges = simulate((1..).zip(bars), |x| x.total((atr(2), adx(2), keltner(2, 2, 1.0))));
    let (range, direction, band) = ranges[5].1;
    assert!(
        range.is_some_and(f64::is_nan) && direction.is_some_and(|found| found.adx.is_nan()),
        "{ranges:?}"
    );
    assert!(band.is_some_and(|band| band.upper.is_nan()), "{ranges:?}");
    let balance = simulate((1..).zip(closes.map(|close| (close, 1.0))), |x| x.total(obv()));
    assert!(balance[4].1.is_nan(), "{balance:?}");
}

/// Three bars of which two have no range: k and d are those of the bars before.
#[test]
fn a_range_of_nothing_leaves_a_place_where_it_was() {
    let bar = |low, high, close| Ohlc { open: low, high, low, close };
    let moving = [bar(1.0, 3.0, 2.0), bar(2.0, 5.0, 4.0), bar(3.0, 6.0, 3.0)];
    let still = [bar(3.0, 3.0, 3.0); 4];
    let found = simulate((1..).zip(moving.into_iter().chain(still)), |x| x.total(stochastic(2, 1, 2)));
    let last_with_range = found[3].1;
    assert!(last_with_range.is_some());
    assert!(found[4..].iter().all(|(_, place)| *place == last_with_range), "{found:?}");
}

/// Parts of a whole are not above it, whatever is rounded.
#[test]
fn nothing_is_above_a_hundred() {
    for seed in 0..200 {
        let mut x = prices(seed, 40);
        x.sort_by(f64::total_cmp);
        let strengths = simulate((1..).zip(x), |x| x.total(rsi(14)));
        assert!(strengths.iter().all(|(_, strength)| strength.is_none_or(|strength| strength <= 100.0)));
        let rising = bars(seed, 60);
        let found = simulate((1..).zip(rising), |x| x.total((adx(3), stochastic(5, 1, 1))));
        for (_, (directions, places)) in found {
            let all = directions.map(|found| [found.plus, found.minus, found.adx]).into_iter().flatten();
            let all = all.chain(places.map(|found| found.k));
            assert!(all.into_iter().all(|part| (0.0..=100.0).contains(&part)));
        }
    }
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
    (spiky[50], spiky[120], spiky[200], spiky[250]) = (1e15, f64::NAN, f64::NEG_INFINITY, 1e200);
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

/// The rows of the module's page that stand in no other test.
#[test]
fn of_bars_of_their_own_and_without_what_is_not_finite() {
    let ticks: Vec<(i32, f64)> = (1..=45).map(|second| (second, f64::from(second * 7 % 11))).collect();
    let ten = Span::from_secs(10);
    let of_bars = simulate(ticks.clone(), |x| {
        x.bars(ten, Time::EPOCH, last()).filter_map(|bar| bar.value).total(rsi(2)).filter_map(|rsi| rsi)
    });
    // A bar holds what came before its end; the last ends after the last tick.
    let closes = [9, 19, 29, 39, 45].map(|second| (second, f64::from(second * 7 % 11)));
    let of_closes = simulate(closes, |x| x.total(rsi(2)).filter_map(|rsi| rsi));
    let values = |of: &[(i32, f64)]| of.iter().map(|(_, value)| *value).collect::<Vec<_>>();
    assert_eq!((values(&of_bars), of_bars.len()), (values(&of_closes), 3));

    let odd = [(1, 3.0), (2, f64::INFINITY), (3, f64::NAN), (4, 5.0)];
    let means = simulate(odd, |x| x.total(sma(2).only(|x: &f64| x.is_finite())));
    assert_eq!(means, [(1, None), (2, None), (3, None), (4, Some(4.0))]);
}
