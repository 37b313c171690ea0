//! Statistics against pandas and numpy: the same members, the same figures. Indicators likewise: see `indicators`.
//!
//! `figures.py`, beside this file, makes three series and lets pandas, numpy and (for geometric means) scipy say what each
//! function is to give on each; `figures.json` is what they said. Every name in it is compared here. To write it again:
//! `python3 tests/figures/figures.py`. A function is a statistic over a kind of window: `variance of 10 s`.
//!
//! # How close
//!
//! Counts, places and members have to be equal, and so has what is a difference of two of them. All else may be off by
//! 10⁻⁹ of the figure. Covariances, correlations, skewnesses and kurtoses may be near 0 although their parts are not: nearer
//! than a thousandth of a unit, 10⁻⁹ of that thousandth is allowed (`least` in the data; x has a unit of a cent, of 10⁻⁶, or
//! of 1, pure numbers have one of 1). Where pandas has NaN or nothing, there is to be none. The times at which figures come
//! out have to be the same, all of them; of the figures the first 22 are kept, every ninth behind, and the last.
//!
//! # Where it is not simply what pandas calls it
//!
//! | here | there | why |
//! |---|---|---|
//! | `window_of(20, …)` | `rolling(20, min_periods=1)` | pandas waits for 20 unless told not to, as `.full()` does |
//! | `.at_least(5)` | `min_periods=5` | the same |
//! | `.only(…)` | `where(…)` before the window | pandas passes over NaN |
//! | `window_at(10 s, …)` | `rolling("10s")` | both have `(now - 10 s, now]`, and of rows with one time those up to this one |
//! | `window(10 s, …)` | `rolling("10s", min_periods=0)`, empty rows where members leave | pandas has no alarms |
//! | `total(…)` | `expanding()` | the same |
//! | `bars(10 s, EPOCH, …)` | `resample("10s", origin="epoch")` | pandas names a bar by its start; here it comes out at its end |
//! | `tick_bars(20, …)` | `groupby(row // 20)` | pandas also has the last bar, which is not full |
//! | `total_in`, `bars_in` | `groupby(session)` of the rows in one | a session without a row is a bar here |
//! | `ewma(alpha)` | `ewm(alpha=…, adjust=False)` | `adjust=True`, the default there, is another average |
//! | `ewma_half_life(h)` | `ewm(halflife=h, times=…, adjust=False)` | the same, with times from 0, see below; without `times` a half-life is in rows |
//! | `rank()` | `rolling(…).rank(method=…)` | the same; the percentile is `pct=True`, times 100 |
//! | `argmin().ago` | `len - 1 - np.argmin` | numpy counts from the oldest, here it is from the newest; of equals both take the oldest |
//! | `weighted_mean()` | `np.average(weights=…)` | numpy refuses weights that are all 0; here there is none |
//! | `weighted_variance()` | `np.cov(aweights=…)` | reliability weights; numpy has NaN for one member with weight, here there is none |
//! | `variance()`, `std()`, `sem()` | `Series.var`, `std`, `sem` of one window after the other | pandas' own windows drift, see below |
//! | `covariance()`, `correlation()` | `Series.cov`, `corr` of one window after the other | they drift, too |
//! | `skewness()`, `kurtosis()` | `Series.skew`, `kurt` of one window after the other | pandas' own agree: one way for all moments |
//! | `product()`, `geometric_mean()` | `np.prod`, `scipy.stats.gmean` of one window after the other | pandas has neither of windows |
//!
//! One window after the other is given less its oldest member where the figure does not depend on where 0 is: near 60,000
//! that difference is exact, and the mean of small numbers has more digits than that of great ones.
//!
//! How far pandas' own windows are from that stands in the data as well (`pandas astray`), and a test holds this to it: over
//! prices, in windows of 20 and of 10 s, variance, std, sem, covariance and correlation are off by more than 10⁻⁹ at 40 rows of
//! 307 or more, the variance by up to 10⁻³ of itself behind a spike. Over returns and small whole numbers they are right.
//! Averages with a half-life are expected of times since the start of the series: pandas makes floats of times, and those
//! of 2025 have steps of 256 ns; from these its averages of returns are off by up to 3 · 10⁻⁵ of themselves. The `std` of bars is
//! pandas' own, and the largest difference there is, 2 · 10⁻¹⁰, is its. Of everything else it is below 10⁻¹²
//! (`cargo test --release --test figures -- --nocapture` prints a table).
//!
//! Floats are compared on all three series. Whole numbers come as `i64` as well, where folds do something else of integers.

mod comparison;
mod data;
mod folds;
mod indicators;
mod run;
mod value;
mod windows;

use std::collections::{BTreeMap, BTreeSet};

use self::comparison::{Difference, compare};
use self::data::{Data, read};
use self::run::{Found, Run};
use self::value::rows;

const SERIES: [&str; 3] = ["prices", "returns", "whole numbers"];

fn statistics() -> Data {
    read(include_str!("figures.json"))
}

/// The largest difference of each function from what is expected on the series.
fn differences(data: &Data, series: &str, found: &BTreeMap<String, Found>) -> BTreeMap<String, Difference> {
    let (mut differences, mut wrong) = (BTreeMap::new(), Vec::new());
    for (name, found) in found {
        match compare(found, &data.expected(name, series)) {
            Ok(difference) => drop(differences.insert(name.clone(), difference)),
            Err(error) => wrong.push(format!("{name}, {series}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    differences
}

/// With `--nocapture` it prints how far each function is off.
#[test]
fn figures_of_floats_are_those_of_pandas_and_numpy() {
    let data = statistics();
    let all = SERIES.map(|series| {
        let mut run = Run::new(&data, series, rows::<f64>(&data, series));
        folds::add(&mut run);
        windows::add(&mut run);
        let names: BTreeSet<&String> = data.figures.keys().collect();
        assert_eq!(names, run.found.keys().collect(), "each figure of the data is compared, and no other");
        differences(&data, series, &run.found)
    });
    assert!(data.figures.len() >= 40, "only {} functions are compared", data.figures.len());
    println!("{:42}{:>12}{:>12}{:>15}", "largest relative difference", SERIES[0], SERIES[1], SERIES[2]);
    for name in data.figures.keys() {
        let [prices, returns, whole] = all.each_ref().map(|of| of[name].largest);
        println!("{name:42}{prices:12.1e}{returns:12.1e}{whole:15.1e}");
        let far = [prices, returns, whole].iter().any(|off| *off > 1e-12);
        assert_eq!(far, name == "std of bars of 10 s", "what is said above of {name}");
    }
    let compared: usize = all.iter().flat_map(|of| of.values()).map(|of| of.compared).sum();
    println!("{} functions of 3 series, {compared} figures", data.figures.len());
}

#[test]
fn figures_of_integers_are_those_of_pandas_and_numpy() {
    let data = statistics();
    let mut run = Run::new(&data, "whole numbers", rows::<i64>(&data, "whole numbers"));
    folds::add_of_numbers(&mut run);
    let all = differences(&data, "whole numbers", &run.found);
    assert!(all.len() >= 40, "only {} functions are compared", all.len());
}

#[test]
fn every_function_has_something_to_say_on_every_series() {
    let data = statistics();
    for (name, series) in data.figures.keys().flat_map(|name| SERIES.map(|series| (name, series))) {
        let figures = data.expected(name, series).kept;
        let some = figures.iter().filter(|(_, figure)| figure.is_some()).count();
        assert!(some >= 5 && some * 2 > figures.len(), "{name}, {series}: {some} of {}", figures.len());
    }
}

#[test]
fn windows_of_pandas_go_astray_where_the_table_says_so() {
    let data = statistics();
    for statistic in ["variance", "std", "sem", "covariance", "correlation"] {
        for window in ["of the last 20", "of 10 s"] {
            let astray = &data.figures[&format!("{statistic} {window}")].astray;
            assert!(astray["prices"].rows >= 40, "{statistic} {window}: {astray:?}");
            assert!(astray["returns"].rows + astray["whole numbers"].rows == 0, "{statistic} {window}");
        }
    }
    let worst = data.figures["variance of the last 20"].astray["prices"].worst();
    assert!((1e-4..1e-2).contains(&worst), "the variance is off by {worst}");
    let worst = data.figures["ewma of half-life 5 s"].astray["returns"].worst();
    assert!((1e-6..1e-4).contains(&worst), "the average is off by {worst}");
    for (name, figure) in
        data.figures.iter().filter(|(name, _)| name.contains("ness") || name.contains("kurt"))
    {
        assert!(figure.astray.len() == 3 && figure.astray.values().all(|astray| astray.rows == 0), "{name}");
    }
}
