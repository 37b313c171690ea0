//! Whether what was found is what was expected.

use crate::data::Expected;
use crate::run::Found;

/// How far a figure may be off, as a part of itself.
const NEAR: f64 = 1e-9;

/// How far a function is off on a series.
#[derive(Debug)]
pub(crate) struct Difference {
    /// The largest difference, as a part of the figure.
    pub(crate) largest: f64,
    /// How many figures there were.
    pub(crate) compared: usize,
}

/// The difference, or what is wrong.
pub(crate) fn compare(found: &Found, expected: &Expected) -> Result<Difference, String> {
    if let Some(n) = (0..found.occurrences.len().max(expected.times.len()))
        .find(|n| found.occurrences.get(*n).map(|(at, _)| at) != expected.times.get(*n))
    {
        let (found, expected) = (found.occurrences.get(n), expected.times.get(n));
        return Err(format!("occurrence {n} is {found:?}, expected at {expected:?}"));
    }
    let mut largest = 0.0_f64;
    for (n, expected_figure) in &expected.kept {
        let (_, figure) = found.occurrences[*n];
        let off = match (figure, *expected_figure) {
            (Some(x), Some(y)) if x == y => 0.0,
            (Some(x), Some(y)) if !found.exact => (x - y).abs() / y.abs().max(expected.least),
            (None, None) => 0.0,
            _ => f64::INFINITY,
        };
        // Not `off > NEAR`, which holds of no NaN.
        if !matches!(off, 0.0..=NEAR) {
            return Err(format!(
                "occurrence {n} is {figure:?}, expected {expected_figure:?}; off by {off:e}"
            ));
        }
        largest = largest.max(off);
    }
    Ok(Difference { largest, compared: expected.kept.len() })
}

#[cfg(test)]
mod tests {
    use tidegate::time::Time;

    use super::*;

    fn outcome(exact: bool, found: Option<f64>, expected: Option<f64>, least: f64) -> Option<f64> {
        let at = Time::from_secs(1);
        let found = Found { exact, occurrences: vec![(at, found)] };
        let expected = Expected { times: vec![at], kept: vec![(0, expected)], least };
        compare(&found, &expected).ok().map(|difference| difference.largest)
    }

    #[test]
    fn what_is_off_by_more_than_a_billionth_is_refused() {
        assert!(
            outcome(false, Some(2.0 + 1e-9), Some(2.0), 0.0).is_some_and(|off| off > 4e-10 && off < 6e-10)
        );
        assert_eq!(outcome(false, Some(2.0 + 3e-9), Some(2.0), 0.0), None);
        assert_eq!(outcome(false, Some(-2.0), Some(2.0), 0.0), None);
        assert_eq!(outcome(false, Some(f64::NAN), Some(2.0), 0.0), None);
        assert_eq!(outcome(false, Some(f64::INFINITY), Some(2.0), 0.0), None);
    }

    #[test]
    fn zero_is_zero_unless_there_is_something_to_compare_it_with() {
        assert_eq!(outcome(false, Some(1e-17), Some(0.0), 0.0), None);
        assert!(outcome(false, Some(1e-17), Some(0.0), 1e-3).is_some());
        assert_eq!(outcome(false, Some(1e-11), Some(0.0), 1e-3), None);
        assert_eq!(outcome(false, Some(0.0), Some(0.0), 0.0), Some(0.0));
    }

    #[test]
    fn none_and_what_has_to_be_equal_are_equal_or_refused() {
        assert_eq!(outcome(false, None, Some(0.0), 1.0), None);
        assert_eq!(outcome(false, Some(0.0), None, 1.0), None);
        assert_eq!(outcome(true, None, None, 1.0), Some(0.0));
        assert_eq!(outcome(true, Some(1.0 + f64::EPSILON), Some(1.0), 1.0), None);
    }

    #[test]
    fn another_time_or_one_occurrence_too_many_is_refused() {
        let [at, later] = [1, 2].map(Time::from_secs);
        let found = Found { exact: false, occurrences: vec![(at, Some(1.0))] };
        for times in [vec![later], vec![], vec![at, at]] {
            assert!(compare(&found, &Expected { times, kept: vec![], least: 0.0 }).is_err());
        }
    }
}
