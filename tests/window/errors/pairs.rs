//! What is made of pairs: of two values, and of a value and its weight.

use tidegate::network::{Aggregate, Fold, correlation, covariance, weighted_mean, weighted_variance};

use super::beside::{Beside, Exactly, Reach, Step, Watched};
use super::fine::Fine;
use super::table::{Exact, Table, equal, known, measured, two_to};
use super::ticks::Tick;
use super::whole::Whole;

/// Sums of products.
#[derive(Debug, Default)]
struct Products {
    n: i128,
    nan: u64,
    x: Whole,
    y: Whole,
    xx: Whole,
    xy: Whole,
    yy: Whole,
}

impl Products {
    fn add(&mut self, tick: &Tick, sign: i128) {
        self.n += sign;
        // A pair is in with both its sides or, where one is NaN, with none that matters.
        let [x, y] = [tick.whole[0], tick.whole[1]].map(Whole::of);
        let sign = Whole::of(sign);
        self.x += sign * x;
        self.y += sign * y;
        self.xx += sign * (x * x);
        self.xy += sign * (x * y);
        self.yy += sign * (y * y);
    }
}

impl Exactly for Products {
    fn step(&mut self, step: &Step) {
        if let Some((gone, _)) = &step.gone {
            self.nan -= u64::from(gone.is_nan());
            self.add(gone, -1);
        }
        self.add(&step.comes, 1);
        self.nan += u64::from(step.comes.is_nan());
    }
}

fn together() -> impl Aggregate<Tick, Out = (Option<f64>, Option<f64>)> {
    (covariance(), correlation()).of(Tick::pair)
}

fn look_together(found: (Option<f64>, Option<f64>), exact: &Products, reach: Reach, table: &mut Table) {
    let Products { x, y, xx, xy, yy, .. } = *exact;
    let greatest = [reach.greatest.x, reach.greatest.y];
    let (n, count, came) = (Whole::of(exact.n), exact.n as f64, reach.came);
    if exact.n < 2 {
        return table.same("covariance", found, (None, None), came);
    }
    if exact.nan > 0 {
        table.see("covariance", found.0, Exact::NaN, came);
        return table.see("correlation", found.1, Exact::NaN, came);
    }
    let [of_x, both, of_y] = [n * xx - x * x, n * xy - x * y, n * yy - y * y];
    let divisor = Fine::of(count * (count - 1.0));
    let constant = of_x == Whole::default() || of_y == Whole::default();
    let rest = if constant { 0.0 } else { reach.steps() * greatest[0] * greatest[1] * two_to(-101) };
    table.see("covariance", found.0, known(both.fine() / divisor, two_to(-51), rest), came);
    if constant {
        return table.see("correlation", found.1, Exact::Nothing, came);
    }
    let deviations = [of_x, of_y].map(|of| (of.fine() / divisor).root().value());
    let k = (greatest[0] / deviations[0]).max(greatest[1] / deviations[1]);
    let rest = reach.steps() * k * k * two_to(-99);
    if rest < 0.125 {
        let of_correlation = both.fine() / (of_x.fine().root() * of_y.fine().root());
        table.see("correlation", found.1, measured(of_correlation, 1.0, two_to(-49), rest), came);
    }
}

/// Weighted sums.
#[derive(Debug, Default)]
struct Weights {
    /// Of those that weigh anything.
    n: u64,
    nan: u64,
    weights: Whole,
    weighted: Whole,
    squares: Whole,
    squared_weights: Whole,
}

impl Weights {
    fn add(&mut self, tick: &Tick, sign: i128) {
        let [x, weight] = [tick.whole[0], tick.whole[2]].map(Whole::of);
        let signed = Whole::of(sign) * weight;
        self.weights += signed;
        self.weighted += signed * x;
        self.squares += signed * (x * x);
        self.squared_weights += signed * weight;
    }
}

/// One, if it weighs anything, and if it is a NaN.
fn counts(tick: &Tick) -> [u64; 2] {
    [u64::from(tick.weight != 0.0), u64::from(tick.weight != 0.0 && tick.x.is_nan())]
}

impl Exactly for Weights {
    fn step(&mut self, step: &Step) {
        if let Some((gone, _)) = &step.gone {
            let [one, nan] = counts(gone);
            (self.n, self.nan) = (self.n - one, self.nan - nan);
            self.add(gone, -1);
        }
        let [one, nan] = counts(&step.comes);
        (self.n, self.nan) = (self.n + one, self.nan + nan);
        // Who is not a number has no part in the sums, and so no weight.
        self.add(&step.comes, 1);
    }
}

fn weighted() -> impl Aggregate<Tick, Out = (Option<f64>, Option<f64>)> {
    (weighted_mean(), weighted_variance()).of(Tick::weighted)
}

fn look_weighted(found: (Option<f64>, Option<f64>), exact: &Weights, reach: Reach, table: &mut Table) {
    let Weights { weights, weighted, squares, squared_weights, .. } = *exact;
    let (x, v) = (reach.greatest.x, reach.greatest.weight);
    let came = reach.came;
    if exact.n == 0 {
        return table.same("weighted_mean", found, (None, None), came);
    }
    if exact.nan > 0 {
        table.see("weighted_mean", found.0, Exact::NaN, came);
        let of_variance = if exact.n < 2 { Exact::Nothing } else { Exact::NaN };
        return table.see("weighted_variance", found.1, of_variance, came);
    }
    let total = weights.fine();
    let numerator = weights * squares - weighted * weighted;
    let constant = numerator == Whole::default();
    let (mean, rest) = (weighted.fine() / total, reach.steps() * x * v * two_to(-102) / total.value());
    let of_mean = if constant { equal(mean) } else { known(mean, two_to(-51), rest) };
    table.see("weighted_mean", found.0, of_mean, came);
    if exact.n < 2 {
        return table.see("weighted_variance", found.1, Exact::Nothing, came);
    }
    let apart = (weights * weights - squared_weights).fine();
    let rest = reach.steps() * v * x * x * two_to(-99) * total.value() / apart.value();
    let rest = if constant { 0.0 } else { rest };
    table.see("weighted_variance", found.1, known(numerator.fine() / apart, two_to(-50), rest), came);
}

pub(crate) fn window() -> [Box<dyn Watched>; 2] {
    let together = Beside::window(together(), Products::default, look_together);
    [together, Beside::window(weighted(), Weights::default, look_weighted)]
}

pub(crate) fn total() -> [Box<dyn Watched>; 2] {
    let together = Beside::total(together(), Products::default, look_together);
    [Box::new(together), Box::new(Beside::total(weighted(), Weights::default, look_weighted))]
}
