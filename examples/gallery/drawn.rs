//! A picture: what an author wrote, run over the day.

use tidegate::network::{Event, Fold, Ohlc, Root, Shared, Windowed, simulate};

use crate::day::Minute;

/// Points of the day, by second.
type Line = Vec<(i32, f64)>;

/// A title, and lines with their names.
pub(crate) struct Picture {
    pub(crate) title: &'static str,
    pub(crate) lines: Vec<(&'static str, Line)>,
}

/// Runs what an author wrote over the day.
pub(crate) fn drawn<const N: usize, E>(
    day: &[(i32, Minute)],
    title: &'static str,
    names: [&'static str; N],
    wire: impl FnOnce(Shared<Minute>) -> E,
) -> Picture
where
    E: Event<Item = [Option<f64>; N], Level = Root>,
{
    let values = simulate(day.iter().copied(), wire);
    let line = |at: usize| values.iter().filter_map(|(second, all)| Some((*second, all[at]?))).collect();
    Picture { title, lines: names.into_iter().enumerate().map(|(at, name)| (name, line(at))).collect() }
}

/// Of closes.
pub(crate) fn of_closes<const N: usize, F>(
    day: &[(i32, Minute)],
    title: &'static str,
    names: [&'static str; N],
    fold: F,
) -> Picture
where
    F: Fold<f64, Out = [Option<f64>; N]>,
{
    drawn(day, title, names, |x| x.map(|minute| minute.bar.close).total(fold))
}

/// Of bars.
pub(crate) fn of_bars<const N: usize, F>(
    day: &[(i32, Minute)],
    title: &'static str,
    names: [&'static str; N],
    fold: F,
) -> Picture
where
    F: Fold<Ohlc<f64>, Out = [Option<f64>; N]>,
{
    drawn(day, title, names, |x| x.map(|minute| minute.bar).total(fold))
}
