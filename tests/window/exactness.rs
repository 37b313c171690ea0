//! What the documentation of `Number` promises, against whole numbers, over long histories.
//!
//! The ignored tests are the same over 10⁸ members: `cargo test --release --test window -- --ignored --nocapture`.

use tidegate::network::{Aggregate, Fold, mean, sum, variance};

use crate::history::{Exact, History};

const MILLION: u64 = 1_000_000;
const WINDOW: usize = 200;

/// An aggregate with its state, outside any network.
struct Kept<A, S>(A, S);

impl<A: Aggregate<f64>> Kept<A, A::State> {
    fn new(aggregate: A) -> Self {
        let state = aggregate.start();
        Self(aggregate, state)
    }

    fn step(&mut self, x: i128, gone: Option<(i128, Option<i128>)>) -> A::Out {
        if let Some((gone, next)) = gone {
            self.0.leave(&mut self.1, &(gone as f64), next.map(|next| next as f64).as_ref());
        }
        self.0.arrive(&mut self.1, &(x as f64));
        self.0.out(&self.1)
    }
}

fn two_to(n: i32) -> f64 {
    2.0_f64.powi(n)
}

/// The greatest part of its bound that an error has taken.
fn worst_sum(members: u64, seed: u64) -> f64 {
    // Up to 2¹¹⁰: more digits than two floats have.
    let (mut history, mut exact) = (History::new(seed, 30, 80), Exact::new(WINDOW));
    let (mut sums, mut means) = (Kept::new(sum()), Kept::new(mean()));
    let mut worst = 0.0_f64;
    for _ in 0..members {
        let x = history.next();
        let gone = exact.step(x);
        let (sum, mean) = (sums.step(x, gone), means.step(x, gone));
        // All partial sums are whole, so is the result.
        let off = (sum as i128 - exact.sum).abs() as f64;
        let drift = exact.came as f64 * WINDOW as f64 * exact.greatest as f64 * two_to(-103);
        let bound = exact.sum.abs() as f64 * two_to(-53) + drift;
        assert!(off <= bound, "after {} members the sum is off by {off}, above {bound}", exact.came);
        worst = worst.max((off - exact.sum.abs() as f64 * two_to(-53)) / drift);

        let (count, mean) = (exact.count() as f64, mean.expect("there are members"));
        let of_mean = exact.sum as f64 / count;
        // Two roundings of ours, two of the comparison.
        let bound = of_mean.abs() * two_to(-51) + drift / count;
        assert!((mean - of_mean).abs() <= bound, "the mean is {mean}, not {of_mean}");
    }
    worst
}

fn worst_variance(members: u64, seed: u64) -> f64 {
    // Squares of up to 2¹⁰⁶, sums of squares of up to 2¹¹⁴.
    let (mut history, mut exact) = (History::new(seed, 13, 39), Exact::new(WINDOW));
    let mut variances = Kept::new(variance());
    let mut worst = 0.0_f64;
    for _ in 0..members {
        let x = history.next();
        let gone = exact.step(x);
        let found = variances.step(x, gone);
        let count = exact.count();
        if count < 2 {
            assert_eq!(found, None);
            continue;
        }
        let found = found.expect("there are two");
        assert!(found >= 0.0, "a variance is never negative");
        assert!(found == 0.0 || !exact.constant(), "that of a constant is 0");
        let numerator = count * exact.squares - exact.sum * exact.sum;
        let expected = numerator as f64 / (count * (count - 1)) as f64;
        let drift = exact.came as f64 * WINDOW as f64 * (exact.greatest as f64).powi(2) * two_to(-101);
        let off = (found - expected).abs();
        let bound = expected * two_to(-50) + drift;
        assert!(off <= bound, "after {} members the variance is off by {off}, above {bound}", exact.came);
        worst = worst.max((off - expected * two_to(-50)) / drift);
    }
    worst
}

#[test]
fn sums_of_floats_keep_their_bound_over_a_million_members() {
    for seed in 0..2 {
        worst_sum(MILLION / 2, seed);
    }
}

#[test]
fn variances_of_floats_keep_their_bound_over_a_million_members() {
    for seed in 0..2 {
        worst_variance(MILLION / 2, seed);
    }
}

#[test]
#[ignore = "10^8 members: some seconds in release, minutes otherwise"]
fn sums_of_floats_keep_their_bound_over_a_hundred_million_members() {
    println!("the sum took {:e} of its bound", worst_sum(100 * MILLION, 7));
}

#[test]
#[ignore = "10^8 members: some seconds in release, minutes otherwise"]
fn variances_of_floats_keep_their_bound_over_a_hundred_million_members() {
    println!("the variance took {:e} of its bound", worst_variance(100 * MILLION, 7));
}

#[test]
fn sums_and_variances_of_integers_are_exact() {
    // Sums of squares need up to 106 digits, and another 8 when they are multiplied by the count.
    let (mut history, mut exact) = (History::new(3, 20, 30), Exact::new(WINDOW));
    let (sums, variances) = (sum(), variance());
    let (mut total, mut spread) = (Fold::<i64>::start(&sums), Fold::<i64>::start(&variances));
    for _ in 0..MILLION / 5 {
        let x = history.next();
        if let Some((gone, _)) = exact.step(x) {
            sums.leave(&mut total, &(gone as i64), None);
            variances.leave(&mut spread, &(gone as i64), None);
        }
        sums.arrive(&mut total, &(x as i64));
        variances.arrive(&mut spread, &(x as i64));
        assert_eq!(Fold::<i64>::out(&sums, &total), exact.sum);
        let (count, found) = (exact.count(), Fold::<i64>::out(&variances, &spread));
        let numerator = count * exact.squares - exact.sum * exact.sum;
        let expected = numerator as f64 / (count * (count - 1)) as f64;
        assert!(count < 2 || found.is_some_and(|found| (found - expected).abs() <= expected * two_to(-50)));
    }
}
