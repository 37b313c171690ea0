//! What `figures.py` and `indicators.py` have written.

use std::collections::BTreeMap;

use serde::Deserialize;
use tidegate::time::{Span, Time};

use crate::value::Value;

/// The file. Lists of numbers are texts: JSON's own numbers are not read to the last digit unless asked for.
#[derive(Deserialize)]
pub(crate) struct Data {
    /// Nanoseconds to which all times are relative.
    start: i64,
    series: BTreeMap<String, Columns>,
    /// By how many figures there are: the places of those that are kept.
    kept: BTreeMap<String, String>,
    pub(crate) figures: BTreeMap<String, Figure>,
}

#[derive(Deserialize)]
struct Columns {
    /// By clock: when something comes out.
    times: BTreeMap<String, String>,
    /// By name: a value of each row.
    #[serde(flatten)]
    values: BTreeMap<String, String>,
}

/// One function.
#[derive(Deserialize)]
pub(crate) struct Figure {
    /// Its clock.
    at: String,
    /// By series, of the figures that are kept.
    values: BTreeMap<String, String>,
    /// By series: nearer to 0 than this it is compared with this.
    #[serde(default)]
    least: BTreeMap<String, String>,
    /// By series: how far pandas' own windows are from it.
    #[serde(default, rename = "pandas astray")]
    pub(crate) astray: BTreeMap<String, Astray>,
}

/// How far pandas' own windows are from the figures of one window after the other.
#[derive(Debug, Deserialize)]
pub(crate) struct Astray {
    /// At how many rows by more than 10⁻⁹.
    pub(crate) rows: usize,
    worst: String,
}

impl Astray {
    /// The largest relative difference.
    pub(crate) fn worst(&self) -> f64 {
        f64::read(&self.worst)
    }
}

/// What one function is to give on one series.
pub(crate) struct Expected {
    /// When it occurs, always.
    pub(crate) times: Vec<Time>,
    /// The figures that are kept, each with the number of its occurrence.
    pub(crate) kept: Vec<(usize, Option<f64>)>,
    pub(crate) least: f64,
}

pub(crate) fn read(text: &str) -> Data {
    serde_json::from_str(text).expect("the data as the script has written them")
}

fn numbers<X>(text: &str, read: impl Fn(&str) -> X) -> impl Iterator<Item = X> {
    text.split(' ').map(read)
}

impl Data {
    pub(crate) fn start(&self) -> Time {
        Time::from_nanos(self.start)
    }

    fn times(&self, series: &str, clock: &str) -> Vec<Time> {
        let since = |text: &str| self.start().after(Span::from_nanos(text.parse().expect("nanoseconds")));
        numbers(&self.series[series].times[clock], since).collect()
    }

    /// When, and the values of the columns then.
    pub(crate) fn rows<X: Value, const N: usize>(
        &self,
        series: &str,
        columns: [&str; N],
    ) -> Vec<(Time, [X; N])> {
        let columns = columns.map(|name| self.column::<X>(series, name));
        let times = self.times(series, "each");
        assert!(columns.iter().all(|column| column.len() == times.len()), "columns of one length");
        times
            .into_iter()
            .enumerate()
            .map(|(n, at)| (at, columns.each_ref().map(|column| column[n])))
            .collect()
    }

    pub(crate) fn column<X: Value>(&self, series: &str, name: &str) -> Vec<X> {
        numbers(&self.series[series].values[name], X::read).collect()
    }

    pub(crate) fn expected(&self, name: &str, series: &str) -> Expected {
        let figure = self.figures.get(name).unwrap_or_else(|| panic!("the data have no `{name}`"));
        let times = self.times(series, &figure.at);
        let places = numbers(&self.kept[&times.len().to_string()], |text| text.parse().expect("a place"));
        let places: Vec<usize> = places.collect();
        let some = |text: &str| (text != "none").then(|| f64::read(text));
        let values: Vec<Option<f64>> = numbers(&figure.values[series], some).collect();
        assert_eq!(places.len(), values.len(), "{name}, {series}");
        let least = figure.least.get(series).map_or(0.0, |text| f64::read(text));
        Expected { times, kept: places.into_iter().zip(values).collect(), least }
    }
}
