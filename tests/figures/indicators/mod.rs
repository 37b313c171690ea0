//! Indicators against pandas and numpy: every function of `src/indicator`.
//!
//! `indicators.py` makes three series of bars, trades and quotes and says in the words of pandas what each indicator is to give;
//! `indicators.json` is what it said. To write it again: `python3 tests/figures/indicators.py`. The definitions are those of the
//! authors; from here it has how averages begin, and from when on there is a figure. Where pandas would begin otherwise unless told, it is told:
//!
//! | here | there | why |
//! |---|---|---|
//! | `sma`, `wma`, `donchian` | `rolling(n)`, for `wma` with `np.average(weights=1 to n)` | both wait for n |
//! | `ema` | `ewm(span=n, adjust=False)`, hidden before the n-th | `adjust=True`, the default there, is another average; it speaks from the first on |
//! | `dema`, `macd` | `ewm` of `ewm` | each begins with the first member, hidden until all are warm |
//! | `wilder` | `ewm(alpha=1 / n, adjust=False)` of a series whose first n are one, their mean | Wilder begins so; `ewm` alone begins with the first |
//! | `rsi` | 100 - 100 / (1 + gain / loss), of `diff().clip(…)` | Wilder's own form; where neither moved both have none |
//! | `stochastic` | `rolling(…).min()`, `max()`, of that `dropna().rolling(3).mean()` twice, `ffill()` | a range of nothing says nothing, and what was said before holds |
//! | `true_range`, `atr` | the greatest of three distances, from the second bar on | pandas' `max` would pass over the close that the first has not |
//! | `adx` | `where(…)` of `diff()`, 0 for 0 / 0 | a direction of nothing is 0; the lines are hidden until adx is warm, too |
//! | `bollinger` | `rolling(n).apply(np.std)` | of the population: `ddof=0`, numpy's default and not that of pandas |
//! | `keltner` | `ewm` and Wilder's average of ranges | hidden until both are warm |
//! | `realised_volatility`, `parkinson`, `garman_klass` | `np.log1p` of what prices differ by, `rolling(n).apply(np.mean)` | near 60,000 the ratio has been rounded to nine digits of a move by a cent; sums that roll keep something of a spike |
//! | `obv` | `cumsum()` of volume by `np.sign(diff())` | the first counts as 0 |
//! | `vwap` | `cumsum()`, by session with `groupby`, `rolling("10s").sum()`, `np.average(weights=…)` | the combinator says over what |
//! | `volume_profile` | `groupby(price // step).sum()`, `idxmax()` | of equal ones both have the lowest; 70 % are gathered by a loop |
//! | `trade_run` | `cumcount()` of what `(side != side.shift()).cumsum()` groups; sales below 0 | |
//! | `order_flow`, `order_flow_imbalance` | `np.select` by where prices went, `rolling(n).sum()` | the form in words; here it is the sum of four |
//! | `Quote` | columns | |
//!
//! Edges, steps, volumes by price and runs have to be equal; all else may be off by 10⁻⁹ of the figure, however near to 0 it is.
//! The largest difference there is, 7 · 10⁻¹¹, is one of `macd`: between averages near 60,000, whose digits it has. Of everything
//! else it is below 10⁻¹¹ (`cargo test --release --test figures -- --nocapture indicators` prints a table). Of the figures the first
//! 45 are kept, so that the whole warm-up is seen, every twelfth behind, and the last; of the times at which they come out, all.

mod prices;
mod row;
mod trades;

use std::collections::{BTreeMap, BTreeSet};

use self::row::{price, rows};
use crate::comparison::Difference;
use crate::data::{Data, read};
use crate::differences;
use crate::run::Run;

const SERIES: [&str; 3] = ["prices", "walk", "whole numbers"];

fn indicators() -> Data {
    read(include_str!("../indicators.json"))
}

fn compared(data: &Data, series: &str) -> BTreeMap<String, Difference> {
    let mut run = Run::new(data, series, rows(data, series));
    prices::add(&mut run);
    trades::add(&mut run, price(data.column::<f64>(series, "step")[0]));
    let names: BTreeSet<&String> = data.figures.keys().collect();
    assert_eq!(names, run.found.keys().collect(), "each figure of the data is compared, and no other");
    differences(data, series, &run.found)
}

/// With `--nocapture` it prints how far each indicator is off.
#[test]
fn figures_of_indicators_are_those_of_pandas_and_numpy() {
    let data = indicators();
    let all = SERIES.map(|series| compared(&data, series));
    println!("{:50}{:>12}{:>12}{:>15}", "largest relative difference", SERIES[0], SERIES[1], SERIES[2]);
    for name in data.figures.keys() {
        let [prices, walk, whole] = all.each_ref().map(|of| of[name].largest);
        println!("{name:50}{prices:12.1e}{walk:12.1e}{whole:15.1e}");
        let limit = if name.starts_with("macd") { 1e-9 } else { 1e-11 };
        assert!([prices, walk, whole].iter().all(|off| *off <= limit), "what is said above of {name}");
    }
    let figures: usize = all.iter().flat_map(|of| of.values()).map(|of| of.compared).sum();
    println!("{} functions of 3 series, {figures} figures", data.figures.len());
}

/// The functions that `src/indicator` has, and the questions that a quote answers.
fn all_indicators() -> BTreeSet<String> {
    let source = include_str!("../../../src/indicator/mod.rs");
    let exported = source.split("pub use self::").skip(1).filter_map(|line| line.split(['{', '}']).nth(1));
    let names = exported.flat_map(|group| group.split(',').map(|name| name.trim().to_owned()));
    let functions = names.filter(|name| name.starts_with(char::is_lowercase));
    let of_quotes = include_str!("../../../src/indicator/quote.rs").lines();
    let of_quotes =
        of_quotes.filter_map(|line| line.trim().strip_prefix("pub fn ")?.strip_suffix("(&self) -> f64 {"));
    functions.chain(of_quotes.map(|name| format!("quote {name}"))).collect()
}

#[test]
fn no_indicator_is_missing() {
    let (data, all) = (indicators(), all_indicators());
    assert!(all.len() >= 27 && all.contains("sma") && all.contains("quote mid"), "{all:?}");
    for indicator in all {
        let is_one = |name: &String| {
            let rest = name.strip_prefix(&indicator);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        assert!(data.figures.keys().any(is_one), "there are no figures of {indicator}");
    }
}

/// Nothing before it is warm, much afterwards, and not always the same.
#[test]
fn every_indicator_has_something_to_say_on_every_series() {
    let data = indicators();
    for (name, series) in data.figures.keys().flat_map(|name| SERIES.map(|series| (name, series))) {
        let figures: Vec<Option<f64>> =
            data.expected(name, series).kept.into_iter().map(|(_, figure)| figure).collect();
        let some = figures.iter().flatten().count();
        assert!(some >= 20 && 5 * some > 2 * figures.len(), "{name}, {series}: {some} of {}", figures.len());
        let different =
            figures.iter().flatten().map(|figure| figure.to_bits()).collect::<BTreeSet<_>>().len();
        assert!(different >= 2, "{name}, {series}: {different} different ones");
    }
}
