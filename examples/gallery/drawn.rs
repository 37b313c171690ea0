//! A picture: what an author wrote, run over the day.

use tidegate::network::{Event, Fold, Root, Shared, Windowed, simulate};

use crate::day::Minute;

/// Points, by second of the day or by price.
pub(crate) type Line = Vec<(i32, f64)>;

/// What lies along the lower edge.
#[derive(Clone, Copy)]
pub(crate) enum Across {
    Day,
    Prices,
}

/// A title, and lines with their names.
pub(crate) struct Picture {
    pub(crate) title: &'static str,
    pub(crate) across: Across,
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
    let lines = names.into_iter().enumerate().map(|(at, name)| (name, line(at))).collect();
    Picture { title, across: Across::Day, lines }
}

/// A fold of something of each minute.
pub(crate) fn folded<const N: usize, T, F>(
    day: &[(i32, Minute)],
    title: &'static str,
    names: [&'static str; N],
    of: impl Fn(&Minute) -> T + Send + Sync + 'static,
    fold: F,
) -> Picture
where
    F: Fold<T, Out = [Option<f64>; N]>,
{
    drawn(day, title, names, |x| x.total(fold.of(of)))
}
