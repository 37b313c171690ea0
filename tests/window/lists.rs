//! What the model makes of a list of instants.

use tidegate::model::run::{Run, drive};
use tidegate::model::{Occurrences, event};
use tidegate::time::{Span, Time};

use crate::timeline::{AFTERWARDS, Instant};

/// With its second, what occurs.
pub(crate) fn modelled<B: Clone>(
    list: &[Instant],
    program: impl Fn(&Run, &[Option<i64>]) -> Occurrences<B>,
) -> Vec<(i32, B)> {
    let rounds: Vec<_> = list.iter().map(|at| (Time::from_secs(at.at), at.a)).collect();
    let end = rounds.last().map_or(Time::EPOCH, |last| last.0).after(Span::from_secs(AFTERWARDS));
    let before_end = Time::from_nanos(end.nanos() - 1);
    let (run, found) =
        drive(Time::EPOCH, &rounds, before_end, |run, a| program(run, &event::filter_map(|a| a, a)));
    let second = |at: Time| (at.nanos() / 1_000_000_000) as i32;
    run.stamped(&found).into_iter().map(|(at, x)| (second(at), x)).collect()
}

/// Numbers that are not all ordinary.
pub(crate) fn float(x: i64) -> f64 {
    match x {
        -5 => f64::NAN,
        4 => f64::INFINITY,
        5 => f64::NEG_INFINITY,
        x => x as f64 * 0.75,
    }
}

/// The same to within rounding; of numbers that are not finite, the same kind.
pub(crate) fn close(found: Option<f64>, expected: Option<f64>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) if expected.is_finite() => (found - expected).abs() < 1e-12,
        (Some(found), Some(expected)) => found.to_string() == expected.to_string(),
        (found, expected) => found.is_none() && expected.is_none(),
    }
}
