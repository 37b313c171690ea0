//! Every indicator of prices and of bars against its formula, over three days.

use tidegate::indicator::{
    adx, atr, bollinger, dema, donchian, ema, garman_klass, keltner, macd, obv, order_flow, parkinson,
    realised_volatility, rsi, sma, stochastic, wilder, wma,
};
use tidegate::network::{Fold, Ohlc, State, Windowed, simulate, sum};

use crate::by_hand::{self, Line, each, tail};
use crate::series::{agree, agree_on_scale, bars, prices};

const SEEDS: [u64; 3] = [1, 2, 3];
const COUNT: usize = 180;

/// What a fold says of the first, the first two, …
pub(crate) fn said<A: State, F: Fold<A>>(all: &[A], fold: F) -> Vec<F::Out>
where
    F::Out: Clone + Send + Sync,
{
    let input = (1..).zip(all.iter().cloned());
    simulate(input, |x| x.total(fold)).into_iter().map(|(_, value)| value).collect()
}

/// One line of several.
fn line<A>(all: &[Option<A>], of: impl Fn(&A) -> f64) -> Line {
    all.iter().map(|found| found.as_ref().map(&of)).collect()
}

#[test]
fn averages() {
    for x in SEEDS.map(|seed| prices(seed, COUNT)) {
        for n in [1, 2, 9, 20] {
            agree("sma", &said(&x, sma(n)), &each(&x, |x| by_hand::sma(x, n)));
            agree("wma", &said(&x, wma(n)), &each(&x, |x| by_hand::wma(x, n)));
            agree("ema", &said(&x, ema(n)), &each(&x, |x| tail(x, n).map(|_| by_hand::ema(x, n))));
            agree("wilder", &said(&x, wilder(n)), &each(&x, |x| by_hand::wilder(x, n)));
            let double = |x: &[f64]| 2.0 * by_hand::ema(x, n) - by_hand::ema_of_emas(x, n);
            agree("dema", &said(&x, dema(n)), &each(&x, |x| tail(x, 2 * n - 1).map(|_| double(x))));
        }
    }
}

#[test]
fn convergence_of_averages() {
    for x in SEEDS.map(|seed| prices(seed, COUNT)) {
        let found = said(&x, macd(12, 26, 9));
        let lines: Vec<f64> = (1..=COUNT).map(|n| by_hand::macd_line(&x[..n], 12, 26)).collect();
        let warm = |n: usize| n >= 26 + 9 - 1;
        let expected: Line = (1..=COUNT).map(|n| warm(n).then(|| lines[n - 1])).collect();
        let signal: Line = (1..=COUNT).map(|n| warm(n).then(|| by_hand::ema(&lines[..n], 9))).collect();
        let apart: Line = expected
            .iter()
            .zip(&signal)
            .map(|(line, signal)| Some(line.as_ref()? - signal.as_ref()?))
            .collect();
        agree_on_scale(1.0, "macd", &line(&found, |macd| macd.line), &expected);
        agree_on_scale(1.0, "its signal", &line(&found, |macd| macd.signal), &signal);
        agree_on_scale(1.0, "its histogram", &line(&found, |macd| macd.histogram), &apart);
    }
}

#[test]
fn relative_strength() {
    for x in SEEDS.map(|seed| prices(seed, COUNT)) {
        for n in [2, 14] {
            // The first stretch does not move: there is no strength of nothing.
            let moves = |x: &[f64]| x.windows(2).any(|two| two[0] != two[1]);
            agree("rsi", &said(&x, rsi(n)), &each(&x, |x| by_hand::rsi(x, n).filter(|_| moves(x))));
        }
    }
}

#[test]
fn ranges_of_bars() {
    for x in SEEDS.map(|seed| bars(seed, COUNT)) {
        for n in [1, 14] {
            agree("atr", &said(&x, atr(n)), &each(&x, |x| by_hand::atr(x, n)));
            let found = said(&x, adx(n));
            let expected = each(&x, |x| by_hand::adx(x, n));
            let warm = |x: &[Ohlc<f64>]| by_hand::directions(x, n).filter(|_| x.len() >= 2 * n);
            agree("adx", &line(&found, |found| found.adx), &expected);
            agree("plus", &line(&found, |found| found.plus), &each(&x, |x| warm(x).map(|found| found.0)));
            agree("minus", &line(&found, |found| found.minus), &each(&x, |x| warm(x).map(|found| found.1)));
        }
    }
}

#[test]
fn places_in_a_range() {
    for x in SEEDS.map(|seed| bars(seed, COUNT)) {
        let found = said(&x, stochastic(14, 3, 5));
        let raw: Vec<f64> = (1..=COUNT).filter_map(|n| by_hand::raw_stochastic(&x[..n], 14)).collect();
        let smooth: Vec<f64> = (1..=raw.len()).filter_map(|n| by_hand::sma(&raw[..n], 3)).collect();
        let before = |n: usize| n < 14 + 3 + 5 - 2;
        let k: Line = (1..=COUNT).map(|n| (!before(n)).then(|| smooth[n - 16])).collect();
        let d: Line =
            (1..=COUNT).map(|n| if before(n) { None } else { by_hand::sma(&smooth[..n - 15], 5) }).collect();
        agree("k", &line(&found, |found| found.k), &k);
        agree("d", &line(&found, |found| found.d), &d);
    }
}

#[test]
fn bands() {
    for (x, bars) in SEEDS.map(|seed| (prices(seed, COUNT), bars(seed, COUNT))) {
        let found = said(&x, bollinger(20, 2.5));
        let edge = |by: f64| each(&x, |x| Some(by_hand::sma(x, 20)? + by * by_hand::deviation(tail(x, 20)?)));
        agree("bollinger", &line(&found, |band| band.lower), &edge(-2.5));
        agree("bollinger", &line(&found, |band| band.middle), &edge(0.0));
        agree("bollinger", &line(&found, |band| band.upper), &edge(2.5));

        let found = said(&bars, keltner(20, 10, 1.5));
        let closes: Vec<f64> = bars.iter().map(|bar| bar.close).collect();
        let edge = |by: f64| {
            each(&bars, |bars| {
                let middle = tail(bars, 20).map(|_| by_hand::ema(&closes[..bars.len()], 20))?;
                Some(middle + by * by_hand::atr(bars, 10)?)
            })
        };
        agree("keltner", &line(&found, |band| band.lower), &edge(-1.5));
        agree("keltner", &line(&found, |band| band.upper), &edge(1.5));

        let found = said(&bars, donchian(20));
        let edges = |bars: &[Ohlc<f64>]| tail(bars, 20).map(by_hand::range_of);
        agree(
            "donchian",
            &line(&found, |band| band.lower),
            &each(&bars, |bars| edges(bars).map(|edges| edges.0)),
        );
        agree(
            "donchian",
            &line(&found, |band| band.upper),
            &each(&bars, |bars| edges(bars).map(|edges| edges.1)),
        );
        let middle = |edges: (f64, f64)| f64::midpoint(edges.0, edges.1);
        agree("donchian", &line(&found, |band| band.middle), &each(&bars, |bars| edges(bars).map(middle)));
    }
}

#[test]
fn volatilities() {
    let squared = |x: f64| x.ln() * x.ln();
    let root_of_mean = |all: &[f64], n| tail(all, n).map(|all| by_hand::mean(all).sqrt());
    for (x, bars) in SEEDS.map(|seed| (prices(seed, COUNT), bars(seed, COUNT))) {
        let returns = |x: &[f64]| by_hand::steps(x, |a, b| squared(b / a));
        let expected = each(&x, |x| root_of_mean(&returns(x), 12));
        agree("realised volatility", &said(&x, realised_volatility(12)), &expected);
        let ranges = |bars: &[Ohlc<f64>]| -> Vec<f64> {
            bars.iter().map(|bar| squared(bar.high / bar.low) / (4.0 * 2.0_f64.ln())).collect()
        };
        agree("parkinson", &said(&bars, parkinson(12)), &each(&bars, |bars| root_of_mean(&ranges(bars), 12)));
        let parts = |bars: &[Ohlc<f64>]| -> Vec<f64> {
            let of = |bar: &Ohlc<f64>| {
                squared(bar.high / bar.low) / 2.0 - (2.0 * 2.0_f64.ln() - 1.0) * squared(bar.close / bar.open)
            };
            bars.iter().map(of).collect()
        };
        agree(
            "garman-klass",
            &said(&bars, garman_klass(12)),
            &each(&bars, |bars| root_of_mean(&parts(bars), 12)),
        );
    }
}

/// Once the ratio was taken first, and of a return of a cent near 60,000 there were nine digits.
#[test]
fn a_return_of_a_cent_is_that_of_the_floats() {
    // ln(1 + x) = x - x² / 2 + …, with all digits at x = 2 · 10⁻⁷.
    let close_to = |found: Option<f64>, expected: f64| {
        let found = found.expect("it is warm");
        assert!((found / expected - 1.0).abs() < 1e-15, "expected {expected:e}, found {found:e}");
    };
    let (low, high): (f64, f64) = (60_000.0, 60_000.01);
    let x = (high - low) / low;
    let log = x - x * x / 2.0 + x * x * x / 3.0;
    close_to(said(&[low, high], realised_volatility(1))[1], log);
    let bar = Ohlc { open: low, high, low, close: low };
    close_to(said(&[bar], parkinson(1))[0], log / (4.0 * std::f64::consts::LN_2).sqrt());
    close_to(said(&[bar], garman_klass(1))[0], log / 2.0_f64.sqrt());
}

#[test]
fn volatility_of_what_is_no_price_is_not_a_number() {
    let spread = said(&[1.0, -1.0, -2.0, 0.0, 2.0, 4.0, 4.0], realised_volatility(1));
    let is_nan: Vec<bool> = spread.iter().flatten().map(|spread| spread.is_nan()).collect();
    assert_eq!(is_nan, [true, true, true, true, false, false], "{spread:?}");
    let bar = Ohlc { open: -2.0, high: -1.0, low: -2.0, close: -1.0 };
    assert!(said(&[bar], parkinson(1))[0].is_some_and(f64::is_nan));
    assert!(said(&[bar], garman_klass(1))[0].is_some_and(f64::is_nan));
}

#[test]
fn volume_that_balances() {
    for (x, volumes) in SEEDS.map(|seed| (prices(seed, COUNT), prices(seed + 9, COUNT))) {
        let pairs: Vec<(f64, f64)> = x.iter().copied().zip(volumes).collect();
        let expected = each(&pairs, |pairs| {
            let signed = by_hand::steps(pairs, |a, b| match b.0.partial_cmp(&a.0) {
                Some(std::cmp::Ordering::Greater) => b.1,
                Some(std::cmp::Ordering::Less) => -b.1,
                _ => 0.0,
            });
            Some(signed.iter().sum())
        });
        agree("obv", &said(&pairs, obv().map(Some)), &expected);
    }
}

/// The flow in its other form: what the sizes change by at the same price, or all of them.
#[test]
fn flows_of_orders() {
    use tidegate::indicator::{Quote, order_flow_imbalance};
    let mut dice = crate::series::Dice::new(7);
    let mut whole = |below: f64| (dice.part() * below).floor();
    let quotes: Vec<Quote> = (0..COUNT)
        .map(|_| Quote {
            bid: 100.0 + whole(3.0),
            bid_size: whole(9.0),
            ask: 104.0 + whole(3.0),
            ask_size: whole(9.0),
        })
        .collect();
    let at_bid = |a: &Quote, b: &Quote| match b.bid - a.bid {
        up if up > 0.0 => b.bid_size,
        down if down < 0.0 => -a.bid_size,
        _ => b.bid_size - a.bid_size,
    };
    let at_ask = |a: &Quote, b: &Quote| match b.ask - a.ask {
        up if up > 0.0 => -a.ask_size,
        down if down < 0.0 => b.ask_size,
        _ => b.ask_size - a.ask_size,
    };
    let flows = |quotes: &[Quote]| by_hand::steps(quotes, |a, b| at_bid(a, b) - at_ask(a, b));
    let expected = each(&quotes, |quotes| tail(&flows(quotes), 10).map(|flows| flows.iter().sum()));
    agree("order flow imbalance", &said(&quotes, order_flow_imbalance(10)), &expected);
    let all = each(&quotes, |quotes| Some(flows(quotes).iter().sum()));
    agree("order flow", &said(&quotes, sum().of_steps(order_flow).map(Some)), &all);
}
