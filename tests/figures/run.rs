//! Runs a network over the rows of a series and keeps what comes out.

use std::collections::BTreeMap;

use tidegate::network::{Aggregate, Event, Input, Network, Output, Shared, State, Windowed};
use tidegate::time::{Span, Time};

use crate::data::Data;

/// What one function gave.
pub(crate) struct Found {
    /// Whether figures have to be equal: a count, a place, a member.
    pub(crate) exact: bool,
    pub(crate) occurrences: Vec<(Time, Option<f64>)>,
}

/// The functions over one series, whose rows are `R`.
pub(crate) struct Run<'a, R> {
    data: &'a Data,
    series: &'a str,
    rows: Vec<(Time, R)>,
    pub(crate) found: BTreeMap<String, Found>,
}

impl<'a, R: State + Copy> Run<'a, R> {
    pub(crate) fn new(data: &'a Data, series: &'a str, rows: Vec<(Time, R)>) -> Self {
        Self { data, series, rows, found: BTreeMap::new() }
    }

    /// A function whose figures have digits.
    pub(crate) fn see<E>(&mut self, name: &str, wire: impl FnOnce(Shared<R>) -> E)
    where
        E: Event<Item = Option<f64>>,
    {
        self.put(name, false, wire);
    }

    /// A function whose figures have to be equal.
    pub(crate) fn see_exactly<E>(&mut self, name: &str, wire: impl FnOnce(Shared<R>) -> E)
    where
        E: Event<Item = Option<f64>>,
    {
        self.put(name, true, wire);
    }

    /// A fold over three kinds of windows.
    pub(crate) fn see_windows<A>(
        &mut self,
        (name, exact): (&str, bool),
        fold: impl Fn() -> A,
        number: fn(A::Out) -> Option<f64>,
    ) where
        A: Aggregate<R>,
    {
        self.put(&format!("{name} of the last 20"), exact, |rows| rows.window_of(20, fold()).map(number));
        let span = Span::from_secs(10);
        self.put(&format!("{name} of 10 s"), exact, |rows| rows.window_at(span, fold()).map(number));
        self.put(&format!("{name} so far"), exact, |rows| rows.total(fold()).map(number));
    }

    fn put<E>(&mut self, name: &str, exact: bool, wire: impl FnOnce(Shared<R>) -> E)
    where
        E: Event<Item = Option<f64>>,
    {
        let built = Network::build(self.data.start(), |border| {
            let (input, rows) = border.input();
            (input, border.output(wire(rows)))
        });
        let (network, (input, output)) = built.unwrap_or_else(|error| panic!("{name}: {error}"));
        let occurrences = self.occurrences(name, network, &input, &output);
        let before = self.found.insert(name.to_owned(), Found { exact, occurrences });
        assert!(before.is_none(), "{name} is seen twice");
    }

    /// All that comes out until the last time the data know of.
    // Apart from the wiring, so that it is compiled once and not for each function.
    fn occurrences(
        &self,
        name: &str,
        mut network: Network,
        input: &Input<R>,
        output: &Output<Option<f64>>,
    ) -> Vec<(Time, Option<f64>)> {
        let mut seen = Vec::new();
        let mut note = |network: &Network| {
            seen.extend(network.get(output).map(|figure| (network.now(), *figure)));
        };
        for (at, row) in &self.rows {
            ring(&mut network, |due| due < *at, &mut note);
            network.feed(*at, input, *row).unwrap_or_else(|error| panic!("{name}: {error}"));
            note(&network);
        }
        let until = self.data.expected(name, self.series).times.last().copied();
        ring(&mut network, |due| until.is_some_and(|until| due <= until), &mut note);
        seen
    }
}

/// More alarms than there are between any two rows.
const LIMIT: usize = 10_000;

/// Runs the instants of all alarms of which `wanted` holds.
fn ring(network: &mut Network, wanted: impl Fn(Time) -> bool, note: &mut impl FnMut(&Network)) {
    for _ in 0..LIMIT {
        let Some(due) = network.next_deadline().filter(|due| wanted(*due)) else {
            return;
        };
        let run = network.instant(due).and_then(|instant| instant.run());
        run.unwrap_or_else(|error| panic!("{error}"));
        note(network);
    }
    panic!("alarms come to an end");
}
