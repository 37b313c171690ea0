//! The formulas, each worked out anew from the list of all members so far.

use tidegate::network::Ohlc;

pub(crate) type Line = Vec<Option<f64>>;

/// A function of the first, the first two, … of them.
pub(crate) fn each<A>(all: &[A], f: impl Fn(&[A]) -> Option<f64>) -> Line {
    (1..=all.len()).map(|n| f(&all[..n])).collect()
}

pub(crate) fn tail<A>(all: &[A], n: usize) -> Option<&[A]> {
    all.len().checked_sub(n).map(|from| &all[from..])
}

pub(crate) fn mean(all: &[f64]) -> f64 {
    all.iter().sum::<f64>() / all.len() as f64
}

pub(crate) fn sma(all: &[f64], n: usize) -> Option<f64> {
    tail(all, n).map(mean)
}

pub(crate) fn wma(all: &[f64], n: usize) -> Option<f64> {
    let weighted: f64 = tail(all, n)?.iter().zip(1..).map(|(x, weight)| x * f64::from(weight)).sum();
    Some(weighted / (n * (n + 1) / 2) as f64)
}

/// As a sum of weights, not step by step.
pub(crate) fn ema(all: &[f64], n: usize) -> f64 {
    let keeps = 1.0 - 2.0 / (n as f64 + 1.0);
    let newest = all.iter().skip(1).rev().zip(0..).map(|(x, age)| (1.0 - keeps) * keeps.powi(age) * x);
    newest.sum::<f64>() + keeps.powi(all.len() as i32 - 1) * all[0]
}

pub(crate) fn wilder(all: &[f64], n: usize) -> Option<f64> {
    let (first, rest) = all.split_at_checked(n)?;
    let keeps = 1.0 - 1.0 / n as f64;
    let newest = rest.iter().rev().zip(0..).map(|(x, age)| keeps.powi(age) * x / n as f64);
    Some(newest.sum::<f64>() + keeps.powi(rest.len() as i32) * mean(first))
}

pub(crate) fn steps<A, B>(all: &[A], f: impl Fn(&A, &A) -> B) -> Vec<B> {
    all.windows(2).map(|two| f(&two[0], &two[1])).collect()
}

pub(crate) fn ema_of_emas(all: &[f64], n: usize) -> f64 {
    let once: Vec<f64> = (1..=all.len()).map(|m| ema(&all[..m], n)).collect();
    ema(&once, n)
}

pub(crate) fn macd_line(all: &[f64], fast: usize, slow: usize) -> f64 {
    ema(all, fast) - ema(all, slow)
}

pub(crate) fn rsi(all: &[f64], n: usize) -> Option<f64> {
    let changes = steps(all, |a, b| b - a);
    let gains: Vec<f64> = changes.iter().map(|x| if *x > 0.0 { *x } else { 0.0 }).collect();
    let losses: Vec<f64> = changes.iter().map(|x| if *x < 0.0 { -*x } else { 0.0 }).collect();
    let (gain, loss) = (wilder(&gains, n)?, wilder(&losses, n)?);
    Some(100.0 - 100.0 / (1.0 + gain / loss))
}

pub(crate) fn range_of(bars: &[Ohlc<f64>]) -> (f64, f64) {
    (
        bars.iter().map(|bar| bar.low).fold(f64::MAX, f64::min),
        bars.iter().map(|bar| bar.high).fold(f64::MIN, f64::max),
    )
}

pub(crate) fn raw_stochastic(bars: &[Ohlc<f64>], n: usize) -> Option<f64> {
    let (low, high) = range_of(tail(bars, n)?);
    Some(100.0 * (bars[bars.len() - 1].close - low) / (high - low))
}

/// The greatest of the three distances of Wilder.
pub(crate) fn true_ranges(bars: &[Ohlc<f64>]) -> Vec<f64> {
    steps(bars, |before, now| {
        let distances = [now.high - now.low, (now.high - before.close).abs(), (now.low - before.close).abs()];
        distances.into_iter().fold(0.0, f64::max)
    })
}

pub(crate) fn atr(bars: &[Ohlc<f64>], n: usize) -> Option<f64> {
    wilder(&true_ranges(bars), n)
}

/// Plus and minus.
pub(crate) fn directions(bars: &[Ohlc<f64>], n: usize) -> Option<(f64, f64)> {
    let up = steps(bars, |a, b| {
        let (up, down) = (b.high - a.high, a.low - b.low);
        if up > down && up > 0.0 { up } else { 0.0 }
    });
    let down = steps(bars, |a, b| {
        let (up, down) = (b.high - a.high, a.low - b.low);
        if down > up && down > 0.0 { down } else { 0.0 }
    });
    let range = atr(bars, n)?;
    // Nothing of nothing.
    let of_range = |part: f64| if range == 0.0 { 0.0 } else { 100.0 * part / range };
    Some((of_range(wilder(&up, n)?), of_range(wilder(&down, n)?)))
}

pub(crate) fn adx(bars: &[Ohlc<f64>], n: usize) -> Option<f64> {
    let lines = (1..=bars.len()).filter_map(|m| directions(&bars[..m], n));
    let apart: Vec<f64> = lines
        .map(
            |(plus, minus)| {
                if plus + minus == 0.0 { 0.0 } else { 100.0 * (plus - minus).abs() / (plus + minus) }
            },
        )
        .collect();
    wilder(&apart, n)
}

/// The deviation of the population.
pub(crate) fn deviation(all: &[f64]) -> f64 {
    let middle = mean(all);
    let squares: Vec<f64> = all.iter().map(|x| (x - middle) * (x - middle)).collect();
    mean(&squares).sqrt()
}
