//! `.only` and `.at_least`, and folds of pairs and of shapes, give what the model gives.

use proptest::prelude::*;
use tidegate::model::{fold, window as model};
use tidegate::network::{
    Event, Fold, Shared, Windowed, correlation, count, covariance, first, geometric_mean, kurtosis, last,
    max, mean, min, product, sem, skewness, sum, weighted_mean, weighted_variance,
};
use tidegate::time::{Span, Time};

use crate::lists::{close, float, modelled};
use crate::members::Members;
use crate::timeline::{instants, occurrences, run_from};

fn secs(secs: u64) -> Span {
    Span::from_secs(secs)
}

fn even(x: &i64) -> bool {
    x.rem_euclid(2) == 0
}

proptest! {
    #[test]
    fn who_is_not_taken_in_does_not_leave_either(list in instants(), n in 1_usize..7) {
        let only = |all: &[i64]| fold::only(even, all);
        let expected = modelled(&list, |_, a| model::window_of(0, n, only, a));
        prop_assert_eq!(occurrences(run_from(0, &list, |a, _| a.window_of(n, Members.only(even)))), expected);
        let span = secs(n as u64);
        let expected = modelled(&list, |run, a| model::window(run, 0, span, only, a));
        prop_assert_eq!(occurrences(run_from(0, &list, |a, _| a.window(span, Members.only(even)))), expected);
        let expected = modelled(&list, |_, a| model::tick_bars(0, n as u64, only, a));
        prop_assert_eq!(occurrences(run_from(0, &list, |a, _| a.tick_bars(n as u64, Members.only(even)))), expected);
    }

    #[test]
    fn the_ends_of_those_that_count_are_known(list in instants(), n in 1_usize..7) {
        let ends = |all: &[i64]| {
            let all = fold::only(even, all);
            (fold::first(&all), fold::last(&all), fold::min(&all), fold::max(&all))
        };
        let expected = modelled(&list, |_, a| model::window_of(0, n, ends, a));
        let folds = || (first(), last(), min(), max()).only(even);
        prop_assert_eq!(occurrences(run_from(0, &list, |a, _| a.window_of(n, folds()))), expected);
    }

    #[test]
    fn nothing_is_said_of_too_few(list in instants(), n in 1_u64..6, least in 0_u64..4) {
        let all = |all: &[i64]| all.to_vec();
        let expected = modelled(&list, |run, a| model::window(run, 0, secs(n), |x| fold::at_least(least, all, x), a));
        let found = occurrences(run_from(0, &list, |a, _| a.window(secs(n), Members.at_least(least))));
        prop_assert_eq!(found, expected);
        let expected = modelled(&list, |_, a| model::tick_bars(0, n, |x| fold::at_least(least, all, x), a));
        let found = occurrences(run_from(0, &list, |a, _| a.tick_bars(n, Members.at_least(least))));
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn what_stands_before_sees_what_counts(list in instants(), n in 1_usize..7) {
        let counted = |x: &[i64]| fold::at_least(2, fold::count, &fold::only(even, x));
        let any = |x: &[i64]| fold::at_least(2, |x| fold::count(&fold::only(even, x)), x);
        let expected = modelled(&list, |_, a| model::window_of(0, n, |x| (counted(x), any(x)), a));
        let folds = || (count().at_least(2).only(even), count().only(even).at_least(2));
        prop_assert_eq!(occurrences(run_from(0, &list, |a, _| a.window_of(n, folds()))), expected);
    }

    #[test]
    fn a_nan_that_does_not_count_is_none(list in instants(), n in 1_usize..7) {
        let folds = || (sum(), mean(), skewness()).only(|x: &f64| x.is_finite());
        let found = occurrences(run_from(0, &list, |a, _| a.map(float).window_of(n, folds())));
        let ordinary = |x: &f64| x.is_finite();
        let of = |x: &[i64]| fold::only(ordinary, &x.iter().map(|x| float(*x)).collect::<Vec<_>>());
        let expected = modelled(&list, |_, a| model::window_of(0, n, |x| {
            (fold::float_sum(&of(x)), fold::mean(&of(x)), fold::skewness(&of(x)))
        }, a));
        let alike = |x: &(f64, _, _), y: &(f64, _, _)| x.0 == y.0 && close(x.1, y.1) && close(x.2, y.2);
        let alike = found.iter().zip(&expected).all(|(x, y)| x.0 == y.0 && alike(&x.1, &y.1));
        prop_assert!(alike && found.len() == expected.len(), "{:?}\n{:?}", found, expected);
    }
}

/// The values of the folds at one occurrence.
type Row = Vec<Option<f64>>;

fn of_floats(all: &[f64]) -> Row {
    let product = Some(fold::product(all));
    vec![fold::sem(all), product, fold::geometric_mean(all), fold::skewness(all), fold::kurtosis(all)]
}

/// A partner that is not a line of `x`, of 0 to 4.
fn partner(x: i64) -> i64 {
    (3 * x * x + x).rem_euclid(5)
}

fn of_pairs(all: &[(f64, f64)]) -> Row {
    let weighted = [fold::weighted_mean(all), fold::weighted_variance(all)];
    vec![fold::covariance(all), fold::correlation(all), weighted[0], weighted[1]]
}

fn rows_agree(found: &[(i32, Row)], expected: &[(i32, Row)]) -> bool {
    let row = |(x, y): (&(i32, Row), &(i32, Row))| {
        x.0 == y.0 && x.1.len() == y.1.len() && x.1.iter().zip(&y.1).all(|(x, y)| close(*x, *y))
    };
    found.len() == expected.len() && found.iter().zip(expected).all(row)
}

macro_rules! rows {
    ($x:expr; $window:ident($($n:expr)?)) => {{
        let five = (sem(), product(), geometric_mean(), (skewness(), kurtosis()));
        let row = |(sem, product, mean, (skewness, kurtosis))| vec![sem, Some(product), mean, skewness, kurtosis];
        $x.$window($($n,)? five).map(row)
    }};
}

macro_rules! pair_rows {
    ($x:expr; $window:ident($n:expr)) => {{
        let four = (covariance(), correlation(), weighted_mean(), weighted_variance());
        $x.$window($n, four)
            .map(|(covariance, correlation, mean, variance)| vec![covariance, correlation, mean, variance])
    }};
}

proptest! {
    #[test]
    fn shapes_and_products_of_floats(list in instants(), n in 1_u64..9) {
        let floats = |x: &[i64]| of_floats(&x.iter().map(|x| float(*x)).collect::<Vec<_>>());
        let expected = modelled(&list, |run, a| model::window(run, 0, secs(n), floats, a));
        let found = occurrences(run_from(0, &list, |a, _| rows!(a.map(float); window(secs(n)))));
        prop_assert!(rows_agree(&found, &expected), "{:?}\n{:?}", found, expected);
        let expected = modelled(&list, |_, a| model::tick_bars(0, n, floats, a));
        let found = occurrences(run_from(0, &list, |a, _| rows!(a.map(float); tick_bars(n))));
        prop_assert!(rows_agree(&found, &expected), "{:?}\n{:?}", found, expected);
    }

    #[test]
    fn shapes_and_products_of_integers(list in instants(), n in 1_usize..9) {
        let floats = |x: &[i64]| of_floats(&x.iter().map(|x| *x as f64).collect::<Vec<_>>());
        let expected = modelled(&list, |_, a| model::window_of(0, n, floats, a));
        let found = occurrences(run_from(0, &list, |a: Shared<i64>, _| rows!(a; window_of(n))));
        prop_assert!(rows_agree(&found, &expected), "{:?}\n{:?}", found, expected);
        let expected = modelled(&list, |_, a| model::total(0, floats, a));
        let found = occurrences(run_from(0, &list, |a, _| {
            rows!(a; total())
        }));
        let near = |(x, y): (&Option<f64>, &Option<f64>)| {
            // A product of 24 is no small number.
            close(*x, *y) || x.zip(*y).is_some_and(|(x, y)| (x - y).abs() <= 1e-13 * y.abs())
        };
        let row = |(x, y): (&(i32, Row), &(i32, Row))| x.1.iter().zip(&y.1).all(near);
        prop_assert!(found.iter().zip(&expected).all(row), "{:?}\n{:?}", found, expected);
    }

    #[test]
    fn pairs_of_floats(list in instants(), n in 1_u64..9) {
        let pair = |x: i64| (float(x), partner(x) as f64 * 0.25);
        let pairs = |x: &[i64]| of_pairs(&x.iter().map(|x| pair(*x)).collect::<Vec<_>>());
        let expected = modelled(&list, |run, a| model::window_at(run, 0, secs(n), pairs, a));
        let found = occurrences(run_from(0, &list, |a, _| pair_rows!(a.map(pair); window_at(secs(n)))));
        prop_assert!(rows_agree(&found, &expected), "{:?}\n{:?}", found, expected);
        let turned = |x: i64| (partner(x) as f64, float(x).abs());
        let pairs = |x: &[i64]| of_pairs(&x.iter().map(|x| turned(*x)).collect::<Vec<_>>());
        let expected = modelled(&list, |run, a| model::window(run, 0, secs(n), pairs, a));
        let found = occurrences(run_from(0, &list, |a, _| pair_rows!(a.map(turned); window(secs(n)))));
        prop_assert!(rows_agree(&found, &expected), "{:?}\n{:?}", found, expected);
    }

    #[test]
    fn pairs_of_integers(list in instants(), n in 1_usize..9) {
        let pair = |x: i64| (x, partner(x));
        let pairs = |x: &[i64]| of_pairs(&x.iter().map(|x| (*x as f64, partner(*x) as f64)).collect::<Vec<_>>());
        let expected = modelled(&list, |_, a| model::window_of(0, n, pairs, a));
        let found = occurrences(run_from(0, &list, |a, _| pair_rows!(a.map(pair); window_of(n))));
        prop_assert!(rows_agree(&found, &expected), "{:?}\n{:?}", found, expected);
        let expected = modelled(&list, |run, a| model::bars(run, 0, secs(n as u64), Time::EPOCH, pairs, a));
        let expected: Vec<_> = expected.into_iter().map(|(at, bar)| (at, bar.value)).collect();
        let found = occurrences(run_from(0, &list, |a, _| {
            let four = (covariance(), correlation(), weighted_mean(), weighted_variance());
            a.map(pair).bars(secs(n as u64), Time::EPOCH, four).map(|bar| vec![bar.value.0, bar.value.1, bar.value.2, bar.value.3])
        }));
        prop_assert!(rows_agree(&found, &expected), "{:?}\n{:?}", found, expected);
    }
}
