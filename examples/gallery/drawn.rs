//! A picture: what an author wrote, run over the day.

use tidegate::network::{Event, Root, Shared, simulate};

use crate::day::Minute;

/// Points, by second of the day or by price.
pub(crate) type Line = Vec<(i32, f64)>;

/// What lies along the lower edge.
#[derive(Clone, Copy)]
pub(crate) enum Across {
    Day,
    Prices,
}

/// What it is, what an author writes for it, and lines with their names.
pub(crate) struct Picture {
    pub(crate) title: &'static str,
    pub(crate) formula: &'static str,
    pub(crate) code: &'static str,
    pub(crate) across: Across,
    pub(crate) levels: Vec<f64>,
    pub(crate) lines: Vec<(&'static str, Line)>,
}

impl Picture {
    /// With lines from side to side at these values.
    pub(crate) fn with_levels(self, levels: &[f64]) -> Self {
        Self { levels: levels.to_vec(), ..self }
    }
}

/// Runs what an author wrote over the day.
pub(crate) fn drawn<const N: usize, E>(
    day: &[(i32, Minute)],
    names: [&'static str; N],
    wire: impl FnOnce(Shared<Minute>) -> E,
) -> Vec<(&'static str, Line)>
where
    E: Event<Item = [Option<f64>; N], Level = Root>,
{
    let values = simulate(day.iter().copied(), wire);
    let line = |at: usize| values.iter().filter_map(|(second, all)| Some((*second, all[at]?))).collect();
    names.into_iter().enumerate().map(|(at, name)| (name, line(at))).collect()
}

/// A picture of what is written, and of the lines that are taken from it: what is shown as code is what has run.
macro_rules! picture {
    (
        $title:literal, $formula:literal, $day:expr,
        |$minutes:ident| $written:expr,
        |$out:pat_param| { $($name:literal: $line:expr),+ $(,)? }
    ) => {
        $crate::drawn::Picture {
            title: $title,
            formula: $formula,
            code: stringify!($written),
            across: $crate::drawn::Across::Day,
            levels: Vec::new(),
            lines: $crate::drawn::drawn($day, [$($name),+], |$minutes| $written.map(|$out| [$($line),+])),
        }
    };
}

pub(crate) use picture;
