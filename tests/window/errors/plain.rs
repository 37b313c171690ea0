//! What is made of numbers one by one: sums, moments, shapes.

use tidegate::network::{
    Aggregate, Fold, count, kurtosis, linear_mean, mean, sem, skewness, std, sum, variance,
};

use super::beside::{Beside, Exactly, Reach, Step, Watched};
use super::fine::Fine;
use super::table::{Exact, Table, equal, known, measured, two_to};
use super::ticks::Tick;
use super::whole::Whole;

/// Sums of powers, and the sum by age.
#[derive(Debug, Default)]
struct Powers {
    n: i128,
    nan: u64,
    sums: [Whole; 4],
    ramp: Whole,
}

impl Powers {
    fn add(&mut self, tick: &Tick, sign: i128) {
        self.n += sign;
        let x = Whole::of(tick.whole[0] * sign);
        let square = x * x;
        let signed = if sign < 0 { -square } else { square };
        for (sum, power) in self.sums.iter_mut().zip([x, signed, square * x, signed * square]) {
            *sum += power;
        }
    }
}

impl Exactly for Powers {
    fn step(&mut self, step: &Step) {
        if let Some((gone, _)) = &step.gone {
            self.ramp -= self.sums[0];
            self.nan -= u64::from(gone.x.is_nan());
            self.add(gone, -1);
        }
        self.add(&step.comes, 1);
        self.nan += u64::from(step.comes.x.is_nan());
        self.ramp += Whole::of(step.comes.whole[0]) * Whole::of(self.n);
    }
}

type Sums = (f64, Option<f64>, Option<f64>, u64);
type Spreads = (Option<f64>, Option<f64>, Option<f64>);
type Shapes = (Option<f64>, Option<f64>);

fn folds() -> impl Aggregate<Tick, Out = (Sums, Spreads, Shapes)> {
    let sums = (sum(), mean(), linear_mean(), count());
    (sums, (variance(), std(), sem()), (skewness(), kurtosis())).of(|tick: &Tick| tick.x)
}

pub(crate) fn window() -> Box<dyn Watched> {
    Beside::window(folds(), Powers::default, look)
}

pub(crate) fn total() -> Box<dyn Watched> {
    Box::new(Beside::total(folds(), Powers::default, look))
}

/// How far a root may be from that of `square`, where that may be off by `rest`.
fn under_the_root(square: f64, rest: f64) -> f64 {
    let below = if rest < square { rest / (square.sqrt() + (square - rest).sqrt()) } else { square.sqrt() };
    below.max((square + rest).sqrt() - square.sqrt())
}

fn look((sums, spreads, shapes): (Sums, Spreads, Shapes), exact: &Powers, reach: Reach, table: &mut Table) {
    let Powers { n, sums: [s1, s2, ..], .. } = *exact;
    let greatest = reach.greatest.x;
    let whole = Whole::of(n);
    let (count, of_nan, came) = (n as f64, exact.nan > 0, reach.came);
    let or_nan = |exact: Exact| if of_nan { Exact::NaN } else { exact };
    // n² times the mean of the squared distances.
    let second = whole * s2 - s1 * s1;
    let constant = second == Whole::default();

    let rest = reach.steps() * greatest * two_to(-103);
    table.same("count", sums.3, n as u64, came);
    table.see("sum", Some(sums.0), or_nan(known(s1.fine(), two_to(-53), rest)), came);
    let of_mean = s1.fine() / Fine::of(count);
    let or_equal = |exact: Exact| if constant { equal(of_mean) } else { exact };
    table.see("mean", sums.1, or_nan(or_equal(known(of_mean, two_to(-52), rest / count))), came);

    let weights = count * (count + 1.0);
    let of_ramp = exact.ramp.fine() / Fine::of(weights / 2.0);
    let rest = reach.came as f64 + reach.most;
    let rest = reach.steps() * rest * greatest * two_to(-102) / weights;
    table.see("linear_mean", sums.2, or_nan(or_equal(known(of_ramp, two_to(-52), rest))), came);

    if n < 2 {
        return table.same("variance", spreads, (None, None, None), came);
    }
    let rest = if constant { 0.0 } else { reach.steps() * greatest * greatest * two_to(-101) };
    let of_variance = second.fine() / Fine::of(count * (count - 1.0));
    table.see("variance", spreads.0, or_nan(known(of_variance, two_to(-51), rest)), came);
    let of_std = of_variance.root();
    let root = under_the_root(of_variance.value(), rest);
    table.see("std", spreads.1, or_nan(known(of_std, two_to(-51), root)), came);
    let of_sem = (of_variance / Fine::of(count)).root();
    table.see("sem", spreads.2, or_nan(known(of_sem, two_to(-51), root / count.sqrt())), came);

    if n >= 4 && constant && !of_nan {
        return table.same("skewness", shapes, (None, None), came);
    }
    if n >= 4 {
        look_at_shapes(shapes, exact, second.fine(), reach, table);
    }
}

/// Off by less than this, as their documentation says it has been seen.
const OF_SKEWNESS: f64 = 5e-15;
const OF_KURTOSIS: f64 = 2e-15;

fn look_at_shapes(found: Shapes, exact: &Powers, second: Fine, reach: Reach, table: &mut Table) {
    let Powers { n, sums: [s1, s2, s3, s4], .. } = *exact;
    let n = Whole::of(n);
    let count = Fine::of(exact.n as f64);
    let less = |by: i128| Fine::of((exact.n - by) as f64);
    let times = |by: i128, x: Whole| Whole::of(by) * x;
    // n³ and n⁴ times the means of the third and fourth powers of the distances.
    let third = n * (n * s3 - times(3, s1 * s2)) + times(2, s1 * s1 * s1);
    let fourth =
        n * (n * (n * s4 - times(4, s1 * s3)) + times(6, s1 * s1 * s2)) - times(3, s1 * s1 * s1 * s1);
    let of_skewness = (count * less(1)).root() / less(2) * third.fine() / (second * second.root());
    let of_fourth = less(-1) * fourth.fine() / (second * second) - Fine::of(3.0) * less(1);
    let of_kurtosis = less(1) / (less(2) * less(3)) * of_fourth;
    let or_nan = |exact: Exact, nan: bool| if nan { Exact::NaN } else { exact };
    let scale = 1.0 + of_skewness.value().abs();
    let of_skewness = measured(of_skewness, scale, OF_SKEWNESS, 0.0);
    table.see("skewness", found.0, or_nan(of_skewness, exact.nan > 0), reach.came);
    let scale = 3.0 + of_kurtosis.value();
    table.see(
        "kurtosis",
        found.1,
        or_nan(measured(of_kurtosis, scale, OF_KURTOSIS, 0.0), exact.nan > 0),
        reach.came,
    );
}
