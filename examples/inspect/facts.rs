//! What a tape is described by: each fact is a behavior, asked at the end.

use serde_json::Value;
use tidegate::connector::replay::Row;
use tidegate::money::fixed;
use tidegate::network::{
    Behavior, Border, BoxedBehavior, Event, Held, Input, Output, Sequence, Shared, State, Windowed, sum,
};
use tidegate::session::Calendar;

use crate::bars::{bars, float, json};
use crate::prices::{of_averages, of_prices};
use crate::sessions::{self, sessions};
use crate::statistics::statistics;

/// A fact's name, and where its value appears.
pub(crate) type Fact = (&'static str, Output<Value>);

/// A fact's name, and its value so far.
pub(crate) type Told = (&'static str, BoxedBehavior<Value>);

/// The last occurrence.
pub(crate) fn held<E>(event: E) -> BoxedBehavior<Value>
where
    E: Event<Item: State + Into<Value>>,
{
    event.map(Some).hold(None).map(Value::from).boxed()
}

/// How many occurrences there have been.
pub(crate) fn number(event: impl Event) -> BoxedBehavior<Value> {
    event.count().hold(0).map(Value::from).boxed()
}

/// A number of so many decimals.
fn exact(units: Held<i128>, decimals: u32) -> BoxedBehavior<Value> {
    units.map(move |units| fixed::print_fixed(units, decimals).to_string().into()).boxed()
}

/// How many rows there are, whose, and from when till when.
fn of_rows(rows: Shared<Row>) -> Vec<Told> {
    let (ids, stamps) = (rows.map_ref(|row| row.id).share(), rows.map_ref(|row| row.stamp).share());
    vec![
        ("rows", number(ids)),
        ("rows_where_buyer_is_maker", number(rows.filter_map_ref(|row| row.buyer_is_maker.then_some(())))),
        ("first_time", held(stamps.once())),
        ("last_time", held(stamps)),
        ("distinct_times", number(stamps.dedupe())),
        ("id_first", held(ids.once())),
        ("id_last", held(ids)),
        ("id_gaps", number(ids.difference().filter(|step| *step > 1))),
    ]
}

/// What was traded.
fn of_volume(rows: Shared<Row>) -> Vec<Told> {
    let makers = rows.filter_map_ref(|row| row.buyer_is_maker.then_some(row.quantity));
    let volume = rows.map_ref(|row| row.quantity).total(sum()).hold(0);
    let turnover = rows.map_ref(|row| i128::from(row.price) * i128::from(row.quantity)).total(sum()).hold(0);
    let vwap = turnover.lift2(volume, |worth, volume| match volume {
        0 => Value::Null,
        volume => (worth as f64 / volume as f64 / fixed::SCALE as f64).into(),
    });
    vec![
        ("total_volume_exact", exact(volume, 8)),
        ("volume_where_buyer_is_maker_exact", exact(makers.total(sum()).hold(0), 8)),
        ("turnover_exact", exact(turnover, 16)),
        ("vwap", vwap.boxed()),
    ]
}

/// Wires the description: the row input, the question, and its answers.
pub(crate) fn describe(border: &mut Border, calendar: &Calendar) -> (Input<Row>, Input<()>, Vec<Fact>) {
    let (row, rows) = border.input::<Row>();
    let (ask, asked) = border.input::<()>();
    let prices = rows.map_ref(|row| float(row.price)).share();
    let told = [
        of_rows(rows),
        of_volume(rows),
        of_prices(rows, prices),
        of_averages(prices),
        statistics(rows, calendar),
    ];
    let answer = |(name, fact)| (name, border.output(asked.sample(fact, |(), value| value)));
    let mut answers: Vec<Fact> = told.into_iter().flatten().map(answer).collect();
    let bars = bars(rows, asked).share();
    answers.push(("ohlcv_1min_bars_with_trades", border.output(bars.map(|bars| bars.len().into()))));
    answers.push(("ohlcv_1min", border.output(bars.map(|bars| bars.into_iter().map(json).collect()))));
    let sessions = sessions(rows, asked, calendar).map(|all| all.into_iter().map(sessions::json).collect());
    answers.push(("sessions", border.output(sessions)));
    (row, ask, answers)
}
