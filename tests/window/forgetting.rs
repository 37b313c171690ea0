//! Folds that forget give what the model gives, and over long histories what comes out if all is weighed anew.

use proptest::prelude::*;
use tidegate::model::{clock, event, forgetting, window as model};
use tidegate::network::{
    Clock, Event, Exponential, Fold, Join, Shared, Smooth, Windowed, exponential, exponential_by_time,
    simulate, variance,
};
use tidegate::time::{Span, Time};

use crate::history::History;
use crate::lists::{close, float, modelled};
use crate::timeline::{instants, occurrences, run_from};

type Row = [Option<f64>; 3];

/// Plain and adjusted, with their second.
type Rows = (i32, [Row; 2]);

fn row(found: Option<Exponential>) -> Row {
    found.map_or([None; 3], |found| [Some(found.mean), found.variance, Some(found.biased_variance)])
}

fn model_row(found: Option<forgetting::Exponential>) -> Row {
    found.map_or([None; 3], |found| [Some(found.mean), found.variance, Some(found.biased_variance)])
}

fn rows_agree(found: &[Rows], expected: &[Rows]) -> bool {
    let alike = |(x, y): (&Row, &Row)| x.iter().zip(y).all(|(x, y)| close(*x, *y));
    let same = |(x, y): (&Rows, &Rows)| x.0 == y.0 && x.1.iter().zip(&y.1).all(alike);
    found.len() == expected.len() && found.iter().zip(expected).all(same)
}

const ALPHAS: [f64; 5] = [1.0, 0.9, 0.5, 0.25, 0.01];

fn odd(x: &f64) -> bool {
    !x.is_finite()
}

proptest! {
    #[test]
    fn by_occurrence(list in instants(), which in 0_usize..5, n in 1_u64..9, all_ordinary: bool) {
        let alpha = ALPHAS[which];
        let value = move |x: i64| if all_ordinary { x as f64 * 0.75 } else { float(x) };
        let folds = || (exponential(alpha), exponential(alpha).adjusted());
        let rows = |(plain, adjusted)| [row(plain), row(adjusted)];
        let expected = |all: &[i64]| {
            let all: Vec<f64> = all.iter().map(|x| value(*x)).collect();
            [false, true].map(|adjusted| model_row(forgetting::exponential(alpha, adjusted, &all)))
        };
        let found = occurrences(run_from(0, &list, |a, _| a.map(value).total(folds()).map(rows)));
        let expected_rows = modelled(&list, |_, a| model::total(0, expected, a));
        prop_assert!(rows_agree(&found, &expected_rows), "{:?}\n{:?}", found, expected_rows);
        let found = occurrences(run_from(0, &list, |a, _| a.map(value).tick_bars(n, folds()).map(rows)));
        let expected_rows = modelled(&list, |_, a| model::tick_bars(0, n, expected, a));
        prop_assert!(rows_agree(&found, &expected_rows), "{:?}\n{:?}", found, expected_rows);
    }

    #[test]
    fn by_time(list in instants(), secs in 1_u64..9, all_ordinary: bool) {
        let half_life = Span::from_secs(secs);
        let value = move |x: i64| if all_ordinary { x as f64 * 0.75 } else { float(x) };
        let folds = || (exponential_by_time(half_life), exponential_by_time(half_life).adjusted());
        let rows = |(plain, adjusted)| [row(plain), row(adjusted)];
        let expected = |all: &[(Time, f64)]| {
            [false, true].map(|adjusted| model_row(forgetting::exponential_by_time(half_life, adjusted, all)))
        };
        let found = occurrences(run_from(0, &list, |a, _| a.map(value).timestamped().total(folds()).map(rows)));
        let expected_rows = modelled(&list, |run, a| {
            model::total(0, expected, &clock::timestamped(run, &event::map(value, a)))
        });
        prop_assert!(rows_agree(&found, &expected_rows), "{:?}\n{:?}", found, expected_rows);
        let bar = Span::from_secs(7);
        let found = occurrences(run_from(0, &list, |a, _| {
            a.map(value).timestamped().bars(bar, Time::EPOCH, folds()).map(move |bar| rows(bar.value))
        }));
        let expected_rows = modelled(&list, |run, a| {
            let timed = clock::timestamped(run, &event::map(value, a));
            event::map(|bar| bar.value, &model::bars(run, 0, bar, Time::EPOCH, expected, &timed))
        });
        prop_assert!(rows_agree(&found, &expected_rows), "{:?}\n{:?}", found, expected_rows);
    }

    #[test]
    fn the_mean_is_that_of_ewma(list in instants(), which in 1_usize..5, secs in 1_u64..9) {
        let (alpha, half_life) = (ALPHAS[which], Span::from_secs(secs));
        let mean = |all: Option<Exponential>| all.map(|all| all.mean);
        let by_occurrence = |a: Shared<i64>| {
            let x = a.map(|x| x as f64).share();
            x.ewma(alpha).coincide(x.total(exponential(alpha)).map(mean), |x, y| (x, y))
        };
        let by_time = |a: Shared<i64>| {
            let x = a.map(|x| x as f64).share();
            let timed = x.timestamped().total(exponential_by_time(half_life)).map(mean);
            x.ewma_half_life(half_life).coincide(timed, |x, y| (x, y))
        };
        let all = occurrences(run_from(0, &list, |a, _| by_occurrence(a)));
        let all = all.into_iter().chain(occurrences(run_from(0, &list, |a, _| by_time(a))));
        for (_, (ewma, mean)) in all {
            prop_assert!(close(Some(ewma), mean), "{} and {:?}", ewma, mean);
        }
    }
}

/// A sum that keeps what additions lose.
#[derive(Clone, Copy, Default)]
struct Careful {
    sum: f64,
    lost: f64,
}

impl Careful {
    fn add(&mut self, x: f64) {
        let sum = self.sum + x;
        let kept = sum - self.sum;
        self.lost += (self.sum - (sum - kept)) + (x - kept);
        self.sum = sum;
    }

    fn value(self) -> f64 {
        self.sum + self.lost
    }
}

/// What has come, with the weight it had then and when that was.
#[derive(Clone, Copy)]
struct Member {
    x: f64,
    new: f64,
    at: i64,
}

/// Mean above the newest, variance and biased variance of all that weigh more than 2⁻⁶⁰⁰, since a pause makes light what was not; `halved` is how many times a weight is
/// halved in a unit of time.
fn weighed(all: &[Member], halved: f64) -> [f64; 3] {
    let newest = all[all.len() - 1];
    let aged = |member: &Member| member.new * (-(newest.at - member.at) as f64 * halved).exp2();
    let fresh: Vec<(f64, f64)> = (all.iter().rev())
        .take_while(|member| (newest.at - member.at) as f64 * halved < 600.0)
        .map(|member| (member.x - newest.x, aged(member)))
        .collect();
    let (mut total, mut sum, mut apart) = (Careful::default(), Careful::default(), Careful::default());
    for (x, weight) in &fresh {
        // Each pair of weights twice, so that nothing cancels.
        apart.add(2.0 * weight * total.value());
        total.add(*weight);
        sum.add(x * weight);
    }
    let (total, mut squares) = (total.value(), Careful::default());
    let mean = sum.value() / total;
    fresh.iter().for_each(|(x, weight)| squares.add(weight * (x - mean) * (x - mean)));
    [mean, squares.value() * total / apart.value(), squares.value() / total]
}

/// A fold outside any network; what it keeps is saved and put back now and then.
struct Kept<T, A: Fold<T>>(A, A::State, u64);

impl<T, A: Fold<T>> Kept<T, A> {
    fn new(fold: A) -> Self {
        let state = fold.start();
        Self(fold, state, 0)
    }

    fn step(&mut self, x: T) -> A::Out {
        self.0.enter(&mut self.1, &x);
        self.2 += 1;
        if self.2.is_multiple_of(10_007) {
            let bytes = postcard::to_allocvec(&self.1).expect("the state is data");
            self.1 = postcard::from_bytes(&bytes).expect("and comes back");
        }
        self.0.out(&self.1)
    }
}

/// Around 60,000, in steps of 1/128, in a range of 16,000.
const BASE: f64 = 60_000.0;

fn price(history: &mut History) -> f64 {
    BASE + history.next() as f64 / 128.0
}

/// The greatest errors: of the mean in parts of the range, of the variances in parts of themselves.
#[derive(Debug, Default)]
struct Worst {
    mean: f64,
    variance: f64,
}

impl Worst {
    /// `memory` is how many members count, more or less.
    fn look(&mut self, found: Exponential, all: &[Member], halved: f64, memory: f64) {
        let range = 16_384.0;
        let [above, variance, biased] = weighed(all, halved);
        let mean = (found.mean - all[all.len() - 1].x - above).abs();
        assert!(
            mean <= BASE * 2.0_f64.powi(-52) + range * 2.0_f64.powi(-50),
            "the mean is off by {mean} at {}",
            all.len()
        );
        self.mean = self.mean.max((mean - BASE * 2.0_f64.powi(-52)) / range);
        let found_variance = found.variance.expect("there are two");
        for (found, expected) in [(found_variance, variance), (found.biased_variance, biased)] {
            // What is left of the mean's digits when a price has stood still for long.
            let rest = (BASE * memory).powi(2) * 2.0_f64.powi(-150);
            let off = (found - expected).abs() - rest;
            assert!(off <= 1e-13 * expected, "a variance is {found}, not {expected}, at {}", all.len());
            self.variance = self.variance.max(if expected > 0.0 { off / expected } else { 0.0 });
        }
    }
}

const HALF_A_MILLION: usize = 500_000;

#[test]
fn by_occurrence_they_keep_their_digits_over_half_a_million_members() {
    for (seed, alpha) in [(0, 0.3), (1, 0.02), (2, 0.0007)] {
        let mut history = History::new(seed, 7, 13);
        let mut plain = Kept::new(exponential(alpha));
        let mut adjusted = Kept::new(exponential(alpha).adjusted());
        let (mut of_plain, mut of_adjusted) = (Vec::new(), Vec::new());
        let (mut worst, halved) = ([Worst::default(), Worst::default()], -(-alpha).ln_1p() / 2.0_f64.ln());
        for i in 0..HALF_A_MILLION {
            let (x, at) = (price(&mut history), i as i64);
            of_plain.push(Member { x, new: if i == 0 { 1.0 } else { alpha }, at });
            of_adjusted.push(Member { x, new: 1.0, at });
            let (plain, adjusted) = (plain.step(x), adjusted.step(x));
            if i == 1 || i % 4_999 == 4_998 {
                worst[0].look(plain.expect("there is one"), &of_plain, halved, 1.0 / alpha);
                worst[1].look(adjusted.expect("there is one"), &of_adjusted, halved, 1.0 / alpha);
            }
        }
        println!("alpha {alpha}: off by {worst:?}");
    }
}

#[test]
fn by_time_they_keep_their_digits_over_many_members() {
    for (seed, half_life) in [(3, 30_000), (4, 300_000), (5, 4_000_000)] {
        let mut history = History::new(seed, 7, 13);
        let mut plain = Kept::new(exponential_by_time(Span::from_nanos(half_life)));
        let mut adjusted = Kept::new(exponential_by_time(Span::from_nanos(half_life)).adjusted());
        let (mut of_plain, mut of_adjusted) = (Vec::<Member>::new(), Vec::new());
        let (mut worst, halved) = ([Worst::default(), Worst::default()], 1.0 / half_life as f64);
        let mut at = 0_i64;
        for i in 0..HALF_A_MILLION / 2 {
            let x = price(&mut history);
            // Some at once, most soon after, now and then a pause of up to 150 half-lives.
            let random = (i as u64).wrapping_mul(6_364_136_223_846_793_005) >> 33;
            let since = match random % 4_000 {
                0 => (random >> 12) % 150 * half_life,
                one if one % 3 == 0 => 0,
                _ => (random >> 12) % 9_000,
            };
            at += since as i64;
            let new = -(-(since as f64) * halved * 2.0_f64.ln()).exp_m1();
            of_plain.push(Member { x, new: if i == 0 { 1.0 } else { new }, at });
            of_adjusted.push(Member { x, new: 1.0, at });
            let timed = (Time::from_nanos(at), x);
            let (plain, adjusted) = (plain.step(timed), adjusted.step(timed));
            if i % 9_999 == 9_998 || (since > 50 * half_life && i > 10) {
                worst[0].look(plain.expect("there is one"), &of_plain, halved, half_life as f64 / 3_000.0);
                worst[1].look(
                    adjusted.expect("there is one"),
                    &of_adjusted,
                    halved,
                    half_life as f64 / 3_000.0,
                );
            }
        }
        println!("half-life {half_life}: off by {worst:?}");
    }
}

#[test]
fn of_a_constant_it_is_the_constant_with_a_variance_of_zero() {
    for x in [0.1, 1e30, -7.0] {
        let folds = || {
            let by_time = (Time::EPOCH, x);
            let (mut timed, mut state) =
                (Kept::new(exponential_by_time(Span::from_nanos(3)).adjusted()), None);
            (0..1_000).for_each(|_| state = timed.step(by_time));
            state
        };
        let seen = simulate((0..1_000).map(|at| (at, x)), |x| {
            x.total((exponential(0.3), exponential(0.001).adjusted()))
        });
        let expected = Exponential { mean: x, variance: Some(0.0), biased_variance: 0.0 };
        let last = seen[999].1;
        assert_eq!((last.0, last.1, folds()), (Some(expected), Some(expected), Some(expected)));
    }
}

#[test]
fn members_of_one_timestamp_weigh_the_same_if_adjusted_and_nothing_otherwise() {
    let values = [3.0, 7.5, -2.25, 11.0];
    let half_life = Span::from_secs(1);
    let seen = simulate([3.0, 7.5, -2.25, 11.0].map(|x| (5, x)), |x| {
        x.timestamped().total((exponential_by_time(half_life).adjusted(), exponential_by_time(half_life)))
    });
    let expected = simulate((0..).zip(values), |x| x.total(variance()));
    let (adjusted, plain) = seen[3].1;
    assert!(close(adjusted.and_then(|all| all.variance), expected[3].1));
    assert_eq!(plain, Some(Exponential { mean: 3.0, variance: None, biased_variance: 0.0 }));
}

#[test]
fn a_nan_stays_unless_it_is_kept_out_or_all_is_forgotten() {
    for strange in [f64::NAN, f64::INFINITY, -1e130] {
        let ticks = [1.0, strange, 2.0, 3.0];
        let seen = simulate((0..).zip(ticks), |x| {
            let usual = |x: &f64| x.abs() < 1e100;
            x.total((exponential(0.5), exponential(0.5).adjusted().only(usual), exponential(1.0)))
        });
        let (stays, kept_out, forgets) = seen[3].1;
        assert!(stays.is_some_and(|all| all.mean.is_nan()
            && all.biased_variance.is_nan()
            && all.std().is_some_and(f64::is_nan)));
        let without = simulate((0..).zip([1.0, 2.0, 3.0]), |x| x.total(exponential(0.5).adjusted()));
        assert_eq!(kept_out, without[2].1);
        assert_eq!(forgets, Some(Exponential { mean: 3.0, variance: None, biased_variance: 0.0 }));
    }
    let seen = simulate([(0, f64::NAN), (201, 1.0), (202, 2.0)], |x| {
        x.timestamped().total(exponential_by_time(Span::from_secs(1)).adjusted())
    });
    assert_eq!(seen[1].1, Some(Exponential { mean: 1.0, variance: None, biased_variance: 0.0 }));
    assert!(close(seen[2].1.map(|all| all.mean), Some(5.0 / 3.0)));
}

#[test]
fn one_that_has_nearly_no_weight_left_still_makes_two() {
    // Of weights ε and 1 the corrected variance of a and b is (a - b)² / 2, whatever ε is.
    for pause in [1, 40, 60, 190, 199] {
        let seen = simulate([(0, 5.0), (pause, 11.0)], |x| {
            x.timestamped().total(exponential_by_time(Span::from_secs(1)).adjusted())
        });
        let all = seen[1].1.expect("there are two");
        assert!(close(all.variance, Some(18.0)), "after {pause}: {all:?}");
        assert!(close(all.std(), Some(18.0_f64.sqrt())) && all.biased_std() == all.biased_variance.sqrt());
    }
}

#[test]
fn what_is_not_finite_is_no_member() {
    let seen = simulate((0..).zip([2.0, f64::NAN, 4.0]), |x| x.total(exponential(0.5).only(|x| !odd(x))));
    assert!(close(seen[2].1.map(|all| all.mean), Some(3.0)));
}

/// The numbers are those of pandas 3.1, `x.ewm(alpha=0.3, adjust=…)` and `x.ewm(halflife="2s", times=t, adjust=…)`, last row.
#[test]
fn the_numbers_are_those_of_pandas() {
    let x = [3.0, 7.5, -2.25, 11.0, 11.0];
    let seen = simulate([0, 1, 4, 4, 10].into_iter().zip(x), |x| {
        let (alpha, half_life) =
            (exponential(0.3).of(|x: &(Time, f64)| x.1), exponential_by_time(Span::from_secs(2)));
        x.timestamped().total((alpha, alpha_adjusted(), half_life, half_life.adjusted()))
    });
    let (plain, adjusted, by_time, by_time_adjusted) = seen[4].1;
    let all = |all: Option<Exponential>| all.expect("there are five");
    let four = |all: Exponential| [Some(all.mean), all.variance, Some(all.biased_variance), all.std()];
    let agree = |found: [Option<f64>; 4], expected: [f64; 4]| {
        assert!(found.iter().zip(expected).all(|(x, y)| close(*x, Some(y))), "{found:?} for {expected:?}");
    };
    agree(four(all(plain)), [6.7713, 31.63786342192581, 24.55270881, 5.624754521036968]);
    agree(four(all(adjusted)), [7.533193898525116, 34.64266275246441, 26.05913760832309, 5.885801793508206]);
    assert!(close(by_time.map(|all| all.mean), Some(9.634018194785552)));
    assert!(close(by_time_adjusted.map(|all| all.mean), Some(9.445102668912579)));
}

fn alpha_adjusted() -> impl Fold<(Time, f64), Out = Option<Exponential>> {
    exponential(0.3).adjusted().of(|x: &(Time, f64)| x.1)
}
