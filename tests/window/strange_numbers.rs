//! Numbers that are not numbers, that are infinite, or far out: they leave no trace when they leave.

use tidegate::network::{Windowed, max, mean, min, simulate, std, sum, variance};

type Statistics = (f64, Option<f64>, Option<f64>);

/// Sum, mean and variance of each three in a row.
fn of_three(values: &[f64]) -> Vec<Statistics> {
    let ticks = (0..).zip(values.iter().copied());
    let seen = simulate(ticks, |x| x.window_of(3, (sum(), mean(), variance())).full());
    seen.into_iter().map(|(_, statistics)| statistics).collect()
}

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

#[test]
fn what_is_not_finite_counts_while_it_is_a_member() {
    let seen = of_three(&[INF, 1.0, 2.0, -INF, INF, 4.0, NAN, 5.0, 6.0, 7.0]);
    let expected = [
        (INF, Some(INF), Some(NAN)),
        (-INF, Some(-INF), Some(NAN)),
        (NAN, Some(NAN), Some(NAN)),
        (NAN, Some(NAN), Some(NAN)),
        (NAN, Some(NAN), Some(NAN)),
        (NAN, Some(NAN), Some(NAN)),
        (NAN, Some(NAN), Some(NAN)),
        (18.0, Some(6.0), Some(1.0)),
    ];
    assert_eq!(format!("{seen:?}"), format!("{expected:?}"));
}

#[test]
fn equal_infinities_have_a_mean_and_no_variance() {
    let seen = of_three(&[INF, INF, INF]);
    assert_eq!(format!("{seen:?}"), format!("{:?}", [(INF, Some(INF), Some(NAN))]));
}

#[test]
fn what_is_far_out_is_added_without_overflow_and_leaves_no_trace() {
    let far = f64::MAX;
    let seen = of_three(&[0.1, 0.2, far, far, -far, -far, -far, 0.1, 0.2, 0.4]);
    assert_eq!(seen[0], (far, Some(far / 3.0), Some(INF)), "the variance is beyond all floats");
    assert_eq!(seen[1].0, INF, "and so is the sum");
    assert_eq!(seen[1].1, Some(far / 3.0 * 2.0), "the mean is not");
    assert_eq!((seen[2].0, seen[2].1), (far, Some(far / 3.0)));
    assert_eq!(seen[4], (-INF, Some(-far), Some(0.0)));
    let small = [0.1, 0.2, 0.4];
    assert_eq!(seen.last(), of_three(&small).last());
}

#[test]
fn what_is_far_out_has_a_variance_if_that_can_be_said() {
    let far = 1e150;
    let seen = of_three(&[far, 2.0 * far, 3.0 * far, 1.0, 2.0, 3.0]);
    let variance = seen[0].2.expect("there are three");
    assert!((variance / (far * far) - 1.0).abs() < 1e-15, "{variance}");
    assert_eq!(seen[3], (6.0, Some(2.0), Some(1.0)));
}

#[test]
fn far_out_numbers_that_cancel_leave_the_near_ones() {
    assert_eq!(of_three(&[1e200, 0.1, -1e200])[0].0, 0.1);
}

#[test]
fn constants_have_themselves_as_mean_and_no_variance_whatever_came_before() {
    let mut values = vec![1e30, -7.3, 1e-30];
    values.extend([0.1; 4]);
    let seen = of_three(&values);
    assert_eq!((seen[4].1, seen[4].2), (Some(0.1), Some(0.0)));
    assert_eq!((seen[3].1, seen[3].2), (seen[4].1, seen[4].2));
    assert_eq!(of_three(&[-0.0; 3])[0].1.map(f64::to_bits), Some(0), "a zero is not negative");
}

#[test]
fn an_empty_window_begins_anew() {
    let seen = simulate([(1, 1e30), (2, 0.1), (9, 0.3)], |x| {
        x.window(tidegate::time::Span::from_secs(2), (sum(), std(), min(), max()))
    });
    assert_eq!(seen.last(), Some(&(11, (0.0, None, None, None))));
    assert_eq!(seen[seen.len() - 2], (9, (0.3, None, Some(0.3), Some(0.3))));
}

#[test]
fn a_nan_is_an_extreme_while_it_is_the_oldest() {
    let ticks = (0..).zip([2.0, NAN, 1.0, 3.0]);
    let seen = simulate(ticks, |x| x.window_of(3, (min(), max())));
    let some = |x, y| (Some(x), Some(y));
    let expected = [some(2.0, 2.0), some(2.0, 2.0), some(1.0, 2.0), some(NAN, NAN)];
    let found: Vec<_> = seen.into_iter().map(|(_, both)| both).collect();
    assert_eq!(format!("{found:?}"), format!("{expected:?}"));
}

#[test]
fn sums_of_the_widest_integers_wrap_and_come_back() {
    let ticks = (0..).zip([i128::MAX, 1, 2, 3]);
    let seen = simulate(ticks, |x| x.window_of(2, sum()));
    assert_eq!(seen, [(0, i128::MAX), (1, i128::MIN), (2, 3), (3, 5)]);
}

#[test]
fn variances_of_the_widest_words_are_exact() {
    let ticks = (0..).zip([u64::MAX, 0, u64::MAX, 0]);
    let seen = simulate(ticks, |x| x.window_of(4, variance()).full());
    let apart = u64::MAX as f64;
    assert_eq!(seen, [(3, Some(apart * apart / 3.0))]);
}
