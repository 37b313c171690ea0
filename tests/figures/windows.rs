//! Every window and bar, with some folds; who may be a member; averages that forget.

use tidegate::network::{
    Event, Fold, Ohlc, Sequence, Smooth, Stretch, Windowed, count, last, max, mean, median, min, ohlc, std,
    sum, unique,
};
use tidegate::time::{Span, Time};

use crate::folds::{counted, member, total, x};
use crate::run::Run;
use crate::value::{Row, Value};

const SPAN: Span = Span::from_secs(10);

pub(crate) fn add<X: Value>(run: &mut Run<Row<X>>) {
    add_chosen_members(run);
    add_changes(run);
    add_bars(run);
    add_sessions(run);
    add_averages(run);
    add_neighbours(run);
}

fn has_weight<X: Value>(row: &Row<X>) -> bool {
    row.2 > X::default()
}

fn add_chosen_members<X: Value>(run: &mut Run<Row<X>>) {
    run.see("sum of the last 20 once full", |rows| {
        rows.window_of(20, sum().of(x::<X>)).full().map(total::<X>)
    });
    run.see("range of the last 20 once full", |rows| {
        let range = |(greatest, least): (Option<X>, Option<X>)| Some(greatest?.float() - least?.float());
        rows.window_of(20, (max().of(x::<X>), min().of(x::<X>))).full().map(range)
    });
    run.see("mean of 10 s of at least 5", |rows| {
        rows.window_at(SPAN, mean().at_least(5).of(x::<X>)).map(|mean| mean.flatten())
    });
    run.see("mean of those of weight of the last 20", |rows| {
        rows.window_of(20, mean().of(x::<X>).only(has_weight::<X>))
    });
    run.see_exactly("max of those of weight of 10 s", |rows| {
        rows.window_at(SPAN, max().of(x::<X>).only(has_weight::<X>)).map(member)
    });
    run.see_exactly("count of those of weight so far", |rows| {
        rows.total(count().of(x::<X>).only(has_weight::<X>)).map(counted)
    });
    run.see("mean of the last 5 of its kind", |rows| {
        let of_kind = rows.per_key(has_weight::<X>, |_, own| own.window_of(5, mean().of(x::<X>)));
        of_kind.filter_map(|burst| burst.into_iter().next()).map(|(_, mean)| mean)
    });
}

fn add_changes<X: Value>(run: &mut Run<Row<X>>) {
    run.see_exactly("count of 10 s at each change", |rows| rows.window(SPAN, count()).map(counted));
    run.see("sum of 10 s at each change", |rows| rows.window(SPAN, sum().of(x::<X>)).map(total::<X>));
    run.see("mean of 10 s at each change", |rows| rows.window(SPAN, mean().of(x::<X>)));
    run.see_exactly("max of 10 s at each change", |rows| rows.window(SPAN, max().of(x::<X>)).map(member));
    run.see("median of 10 s at each change", |rows| rows.window(SPAN, median().of(x::<X>)));
}

fn add_bars<X: Value>(run: &mut Run<Row<X>>) {
    fn see_price<X: Value>(run: &mut Run<Row<X>>, name: &str, price: fn(Ohlc<X>) -> X) {
        run.see_exactly(name, |rows| {
            let bars = rows.bars(SPAN, Time::EPOCH, ohlc().of(x::<X>));
            bars.map(move |bar| bar.value.map(|four| price(four).float()))
        });
    }
    see_price(run, "open of bars of 10 s", |four| four.open);
    see_price(run, "high of bars of 10 s", |four| four.high);
    see_price(run, "low of bars of 10 s", |four| four.low);
    see_price(run, "close of bars of 10 s", |four| four.close);
    run.see_exactly("count of bars of 10 s", |rows| {
        rows.bars(SPAN, Time::EPOCH, count()).map(|bar| counted(bar.value))
    });
    run.see("sum of bars of 10 s", |rows| {
        rows.bars(SPAN, Time::EPOCH, sum().of(x::<X>)).map(|bar| total::<X>(bar.value))
    });
    run.see("mean of bars of 10 s", |rows| {
        rows.bars(SPAN, Time::EPOCH, mean().of(x::<X>)).map(|bar| bar.value)
    });
    run.see("std of bars of 10 s", |rows| {
        rows.bars(SPAN, Time::EPOCH, std().of(x::<X>)).map(|bar| bar.value)
    });
    run.see("sum of bars of 20 rows", |rows| rows.tick_bars(20, sum().of(x::<X>)).map(total::<X>));
    run.see("median of bars of 20 rows", |rows| rows.tick_bars(20, median().of(x::<X>)));
    run.see_exactly("unique of bars of 20 rows", |rows| rows.tick_bars(20, unique().of(x::<X>)).map(counted));
    run.see_exactly("last of bars of 20 rows", |rows| rows.tick_bars(20, last().of(x::<X>)).map(member));
}

/// The first 20 of each 30 seconds, for as long as any series.
pub(crate) fn sessions() -> Vec<Stretch> {
    let opening = |n: i32| Time::from_secs(1_760_000_010 - 30 + 30 * n);
    (0..60).map(|n| Stretch { start: opening(n), end: opening(n).after(Span::from_secs(20)) }).collect()
}

fn add_sessions<X: Value>(run: &mut Run<Row<X>>) {
    run.see("sum since the session began", |rows| {
        rows.total_in(sessions(), sum().of(x::<X>)).map(total::<X>)
    });
    run.see_exactly("max since the session began", |rows| {
        rows.total_in(sessions(), max().of(x::<X>)).map(member)
    });
    run.see_exactly("count since the session began", |rows| rows.total_in(sessions(), count()).map(counted));
    run.see_exactly("count of sessions", |rows| {
        rows.bars_in(sessions(), count()).map(|bar| counted(bar.value))
    });
    run.see("mean of sessions", |rows| rows.bars_in(sessions(), mean().of(x::<X>)).map(|bar| bar.value));
}

fn add_averages<X: Value>(run: &mut Run<Row<X>>) {
    for alpha in [0.5, 0.125, 0.01] {
        run.see(&format!("ewma {alpha}"), |rows| rows.map(|row: Row<X>| row.0.float()).ewma(alpha).map(Some));
    }
    for (name, milliseconds) in [("250 ms", 250), ("5 s", 5_000), ("1 min", 60_000)] {
        run.see(&format!("ewma of half-life {name}"), |rows| {
            let x = rows.map(|row: Row<X>| row.0.float());
            x.ewma_half_life(Span::from_millis(milliseconds)).map(Some)
        });
    }
}

fn add_neighbours<X: Value>(run: &mut Run<Row<X>>) {
    run.see_exactly("difference", |rows| {
        rows.map(|row: Row<X>| row.0).difference().map(|apart: X| Some(apart.float()))
    });
    run.see_exactly("three rows ago", |rows| {
        rows.map(|row: Row<X>| row.0).delay_n(3).map(|x| Some(x.float()))
    });
}
