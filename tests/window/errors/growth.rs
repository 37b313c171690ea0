//! Products and the means of growth.

use std::collections::VecDeque;

use tidegate::network::{Aggregate, Fold, geometric_mean, product};

use super::beside::{Beside, Exactly, Reach, Step, Watched};
use super::fine::Fine;
use super::grown::Grown;
use super::table::{Exact, Table, exactly, measured, two_to};
use super::ticks::{Tick, UNIT};

/// Members, if they leave, and otherwise the products of all.
#[derive(Debug)]
struct Factors {
    members: Option<VecDeque<Tick>>,
    all: [Grown; 2],
    n: u64,
    zeros: u64,
    nan: u64,
    negative: bool,
}

impl Factors {
    fn new(members: Option<VecDeque<Tick>>) -> Self {
        Self { members, all: [Grown::ONE; 2], n: 0, zeros: 0, nan: 0, negative: false }
    }

    /// The products of factors and of magnitudes.
    fn products(&self) -> [Grown; 2] {
        self.members.as_ref().map_or(self.all, |members| members.iter().fold([Grown::ONE; 2], times))
    }
}

fn times(all: [Grown; 2], tick: &Tick) -> [Grown; 2] {
    let magnitude = tick.magnitude();
    let of_magnitude = if magnitude > 0.0 { all[1].by(Grown::of(magnitude)) } else { all[1] };
    [all[0].by(Grown::of(tick.factor)), of_magnitude]
}

impl Exactly for Factors {
    fn step(&mut self, step: &Step) {
        if let Some((gone, _)) = &step.gone {
            self.n -= 1;
            self.zeros -= u64::from(gone.x == 0.0);
            self.nan -= u64::from(gone.x.is_nan());
            self.negative ^= gone.factor < 0.0;
        }
        let comes = &step.comes;
        self.n += 1;
        self.zeros += u64::from(comes.x == 0.0);
        self.nan += u64::from(comes.x.is_nan());
        self.negative ^= comes.factor < 0.0;
        match &mut self.members {
            None => self.all = times(self.all, comes),
            Some(members) => {
                if step.gone.is_some() {
                    members.pop_front();
                }
                members.push_back(*comes);
            }
        }
    }
}

fn folds() -> impl Aggregate<Tick, Out = (f64, Option<f64>)> {
    (product().of(|tick: &Tick| tick.factor), geometric_mean().of(Tick::magnitude))
}

fn look((grown, mean): (f64, Option<f64>), exact: &Factors, reach: Reach, table: &mut Table) {
    let [product, magnitudes] = exact.products();
    let sign = if exact.negative { -1.0 } else { 1.0 };
    table.same("product", grown.signum(), sign, reach.came);
    see(table, "product", Grown::of(grown).above(product), two_to(-52), reach);
    match mean {
        _ if exact.nan > 0 => table.see("geometric_mean", mean, Exact::NaN, reach.came),
        _ if exact.zeros > 0 => table.see("geometric_mean", mean, exactly(Some(0.0)), reach.came),
        Some(mean) => {
            // By how much its power is off, it is off n times less.
            let power = Grown::of(mean).power(exact.n).above(magnitudes);
            let off = (power.ln_1p() / exact.n as f64).exp_m1();
            let logarithm = |x: f64| (x * UNIT).log2().abs();
            let longest = logarithm(reach.greatest.x).max(logarithm(reach.greatest.least));
            see(table, "geometric_mean", off, (longest + 2.0) * two_to(-51), reach);
        }
        None => panic!("there are members at {}", reach.came),
    }
}

/// One that is off by a part of itself.
fn see(table: &mut Table, name: &'static str, off: f64, bound: f64, reach: Reach) {
    table.see(name, Some(off), measured(Fine::of(0.0), 1.0, bound, 0.0), reach.came);
}

pub(crate) fn window() -> Box<dyn Watched> {
    Beside::window(folds(), || Factors::new(Some(VecDeque::new())), look)
}

pub(crate) fn total() -> Box<dyn Watched> {
    Box::new(Beside::total(folds(), || Factors::new(None), look))
}
