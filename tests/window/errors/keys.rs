//! What is said across keys.

use std::collections::BTreeMap;

use tidegate::network::{Aggregate, Rank, across};

use super::beside::{Beside, Exactly, Reach, Step, Watched};
use super::fine::Fine;
use super::table::{Exact, Table, known, measured, two_to};
use super::ticks::Tick;
use super::whole::Whole;

/// The latest of each key, with how many of its ticks are in; and the newest of all.
#[derive(Debug, Default)]
struct Latest {
    of: BTreeMap<u32, (Tick, u64)>,
    newest: Option<Tick>,
}

impl Exactly for Latest {
    fn step(&mut self, step: &Step) {
        if let Some((gone, _)) = &step.gone {
            let left = self.of.get_mut(&gone.key).expect("it is in");
            left.1 -= 1;
            if left.1 == 0 {
                self.of.remove(&gone.key);
            }
        }
        let latest = self.of.entry(step.comes.key).or_insert((step.comes, 0));
        *latest = (step.comes, latest.1 + 1);
        self.newest = Some(step.comes);
    }
}

/// Of full length, of either sign, and for one key 0.
fn weight(key: &u32) -> i128 {
    (i128::from(*key) - 20) * 0x1234_5678_9abc
}

type Found = (Option<f64>, Option<Rank>, f64);

fn folds() -> impl Aggregate<Tick, Out = Found> {
    let all = || across(|tick: &Tick| tick.key, |tick: &Tick| tick.keyed().1);
    (all().z_score(), all().rank(), all().weighted_sum(|key| weight(key) as f64))
}

fn look((score, rank, weighted): Found, exact: &Latest, reach: Reach, table: &mut Table) {
    let (newest, came) = (exact.newest.expect("one has come"), reach.came);
    let all = || exact.of.values().map(|(tick, _)| tick);
    let count = |which: &dyn Fn(&Tick) -> bool| all().filter(|tick| which(tick)).count() as u64;
    let of_rank = Rank {
        below: count(&|tick| tick.x < newest.x),
        equal: count(&|tick| tick.x == newest.x),
        count: count(&|tick| !tick.x.is_nan()),
    };
    table.same("across, rank", rank, (!newest.x.is_nan()).then_some(of_rank), came);

    let nan = all().any(|tick| tick.x.is_nan());
    let weighing = || all().filter(|tick| weight(&tick.key) != 0);
    let (mut of_weighted, mut magnitude) = (Whole::default(), 0.0);
    for tick in weighing() {
        let product = Whole::of(weight(&tick.key)) * Whole::of(tick.whole[0]);
        of_weighted += product;
        magnitude += product.fine().value().abs();
    }
    let of_weighted = match weighing().any(|tick| tick.x.is_nan()) {
        true => Exact::NaN,
        false => known(of_weighted.fine(), two_to(-53), magnitude * two_to(-97)),
    };
    table.see("across, weighted_sum", Some(weighted), of_weighted, came);

    let (mut sum, mut squares, mut greatest) = (Whole::default(), Whole::default(), 0.0_f64);
    for tick in all() {
        let x = Whole::of(tick.whole[0]);
        (sum, squares, greatest) = (sum + x, squares + x * x, greatest.max(tick.x.abs()));
    }
    let keys = exact.of.len() as i128;
    let (n, count) = (Whole::of(keys), Fine::of(keys as f64));
    let second = n * squares - sum * sum;
    let of_score = match () {
        () if keys < 2 => Exact::Nothing,
        () if nan => Exact::NaN,
        () if second == Whole::default() => Exact::Nothing,
        () => {
            let std = (second.fine() / (count * Fine::of((keys - 1) as f64))).root();
            let above = (n * Whole::of(newest.whole[0]) - sum).fine() / count / std;
            let scale = 1.0 + above.value().abs();
            measured(above, scale, two_to(-47), scale * greatest / std.value() * two_to(-95))
        }
    };
    table.see("across, z_score", score, of_score, came);
}

pub(crate) fn window() -> Box<dyn Watched> {
    Beside::window(folds(), Latest::default, look)
}

pub(crate) fn total() -> Box<dyn Watched> {
    Box::new(Beside::total(folds(), Latest::default, look))
}
