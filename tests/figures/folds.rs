//! Every fold, over the last 20 rows, over 10 s, and over all so far.

use tidegate::network::{
    Extremum, Fold, Rank, argmax, argmin, correlation, count, covariance, first, geometric_mean, kurtosis,
    last, max, mean, median, min, product, quantile, rank, sem, skewness, std, sum, unique, variance,
    weighted_mean, weighted_variance,
};

use crate::run::Run;
use crate::value::{Row, Value};

const EXACT: bool = true;
const CLOSE: bool = false;

pub(crate) fn x<X: Value>(row: &Row<X>) -> X {
    row.0
}

fn pair<X: Value>(row: &Row<X>) -> (X, X) {
    (row.0, row.1)
}

fn weighted<X: Value>(row: &Row<X>) -> (X, X) {
    (row.0, row.2)
}

fn factor<X: Value>(row: &Row<X>) -> X {
    row.3
}

pub(crate) fn member<X: Value>(member: Option<X>) -> Option<f64> {
    member.map(X::float)
}

pub(crate) fn counted(count: u64) -> Option<f64> {
    Some(count as f64)
}

pub(crate) fn total<X: Value>(total: X::Total) -> Option<f64> {
    Some(X::float_of_total(total))
}

fn ago<X>(extremum: Option<Extremum<X>>) -> Option<f64> {
    extremum.map(|extremum| extremum.ago as f64)
}

pub(crate) fn add<X: Value>(run: &mut Run<Row<X>>) {
    add_of_numbers(run);
    add_places(run);
}

/// Those that are computed one way of floats and another way of integers.
pub(crate) fn add_of_numbers<X: Value>(run: &mut Run<Row<X>>) {
    add_sums(run);
    add_moments(run);
    add_quantiles(run);
}

fn add_sums<X: Value>(run: &mut Run<Row<X>>) {
    run.see_windows(("count", EXACT), || count().of(x::<X>), counted);
    run.see_windows(("sum", CLOSE), || sum().of(x::<X>), total::<X>);
    run.see_windows(("mean", CLOSE), || mean().of(x::<X>), |mean| mean);
    run.see_windows(("weighted mean", CLOSE), || weighted_mean().of(weighted::<X>), |mean| mean);
    run.see_windows(("product", CLOSE), || product().of(factor::<X>), Some);
    run.see_windows(("geometric mean", CLOSE), || geometric_mean().of(factor::<X>), |mean| mean);
}

fn add_moments<X: Value>(run: &mut Run<Row<X>>) {
    run.see_windows(("variance", CLOSE), || variance().of(x::<X>), |variance| variance);
    run.see_windows(("std", CLOSE), || std().of(x::<X>), |std| std);
    run.see_windows(("sem", CLOSE), || sem().of(x::<X>), |sem| sem);
    run.see_windows(("skewness", CLOSE), || skewness().of(x::<X>), |skewness| skewness);
    run.see_windows(("kurtosis", CLOSE), || kurtosis().of(x::<X>), |kurtosis| kurtosis);
    run.see_windows(("covariance", CLOSE), || covariance().of(pair::<X>), |covariance| covariance);
    run.see_windows(("correlation", CLOSE), || correlation().of(pair::<X>), |correlation| correlation);
    run.see_windows(
        ("weighted variance", CLOSE),
        || weighted_variance().of(weighted::<X>),
        |variance| variance,
    );
}

fn add_places<X: Value>(run: &mut Run<Row<X>>) {
    run.see_windows(("min", EXACT), || min().of(x::<X>), member);
    run.see_windows(("max", EXACT), || max().of(x::<X>), member);
    run.see_windows(("first", EXACT), || first().of(x::<X>), member);
    run.see_windows(("last", EXACT), || last().of(x::<X>), member);
    run.see_windows(("ago of the least", EXACT), || argmin().of(x::<X>), ago);
    run.see_windows(("ago of the greatest", EXACT), || argmax().of(x::<X>), ago);
    run.see_windows(("unique", EXACT), || unique().of(x::<X>), counted);
    let average = |rank: Option<Rank>| rank.map(|rank| rank.average());
    run.see_windows(("average rank", EXACT), || rank().of(x::<X>), average);
    let least = |rank: Option<Rank>| rank.map(|rank| rank.min() as f64);
    run.see_windows(("least rank", EXACT), || rank().of(x::<X>), least);
    let greatest = |rank: Option<Rank>| rank.map(|rank| rank.max() as f64);
    run.see_windows(("greatest rank", EXACT), || rank().of(x::<X>), greatest);
    let percentile = |rank: Option<Rank>| rank.map(|rank| rank.percentile());
    run.see_windows(("percentile", CLOSE), || rank().of(x::<X>), percentile);
}

fn add_quantiles<X: Value>(run: &mut Run<Row<X>>) {
    run.see_windows(("median", CLOSE), || median().of(x::<X>), |median| median);
    run.see_windows(("quantile 0.1", CLOSE), || quantile(0.1).of(x::<X>), |value| value);
    run.see_windows(("quantile 0.25", CLOSE), || quantile(0.25).of(x::<X>), |value| value);
    run.see_windows(("quantile 0.9", CLOSE), || quantile(0.9).of(x::<X>), |value| value);
    run.see_windows(("lower quantile 0.3", EXACT), || quantile(0.3).lower().of(x::<X>), member);
    run.see_windows(("higher quantile 0.3", EXACT), || quantile(0.3).higher().of(x::<X>), member);
    run.see_windows(("nearest quantile 0.3", EXACT), || quantile(0.3).nearest().of(x::<X>), member);
    run.see_windows(("midpoint quantile 0.3", CLOSE), || quantile(0.3).midpoint().of(x::<X>), |value| value);
}
