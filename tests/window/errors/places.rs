//! What depends on the order of the members: nothing is rounded but between two of them.

use std::collections::VecDeque;

use tidegate::model::fold as model;
use tidegate::network::{
    Aggregate, Extremum, Fold, Ohlc, Rank, argmax, argmin, first, last, max, median, min, ohlc, quantile,
    rank, unique,
};

use super::beside::{Beside, Exactly, Reach, Step, Watched};
use super::fine::Fine;
use super::table::{Exact, Table, equal, exactly, known, measured, two_to};
use super::ticks::Tick;
use super::whole::Whole;

#[derive(Debug, Default)]
struct Members(VecDeque<f64>);

impl Exactly for Members {
    fn step(&mut self, step: &Step) {
        if step.gone.is_some() {
            self.0.pop_front();
        }
        self.0.push_back(step.comes.x);
    }
}

type Ends = (Option<f64>, Option<f64>, Option<Ohlc<f64>>);
type Extremes = (Option<f64>, Option<f64>, Option<Extremum<f64>>, Option<Extremum<f64>>);
type Places = (Option<f64>, Option<f64>, Option<Rank>, u64);
type Members3 = (Option<f64>, Option<f64>, Option<f64>);
type All = (Ends, Extremes, Places, Members3);

fn folds() -> impl Aggregate<Tick, Out = All> {
    let ends = (first(), last(), ohlc());
    let places = (median(), quantile(0.9), rank(), unique());
    let members = (quantile(0.9).lower(), quantile(0.9).higher(), quantile(0.9).nearest());
    (ends, (min(), max(), argmin(), argmax()), places, members).of(|tick: &Tick| tick.x)
}

/// `q` of all, exactly, and within what floats can say of the place and of what lies between.
fn between(q: f64, sorted: &[f64]) -> Exact {
    if sorted.is_empty() {
        return Exact::Nothing;
    }
    // q as a whole number of 2⁻⁵⁶.
    let place = (q * two_to(56)) as i128 * (sorted.len() - 1) as i128;
    let (whole, part) = ((place >> 56) as usize, place & ((1 << 56) - 1));
    let [low, high] = [whole, (whole + 1).min(sorted.len() - 1)].map(|place| sorted[place]);
    let [from, to] = [low, high].map(|x| Whole::of(x as i128));
    let value = from * Whole::of((1 << 56) - part) + to * Whole::of(part);
    let value = value.fine() / Fine::of(two_to(56));
    match part {
        0 => equal(value),
        _ if from == to => equal(value),
        _ => known(value, two_to(-53), (sorted.len() + 2) as f64 * (high - low) * two_to(-53)),
    }
}

fn look((ends, extremes, places, members): All, exact: &Members, reach: Reach, table: &mut Table) {
    let (all, came) = (exact.0.iter().copied().collect::<Vec<f64>>(), reach.came);
    let mut sorted: Vec<f64> = all.iter().copied().filter(|x| !x.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let mut different = sorted.clone();
    different.dedup();

    table.see("first", ends.0, exactly(model::first(&all)), came);
    table.see("last", ends.1, exactly(model::last(&all)), came);
    let (least, greatest) = (model::min(&all), model::max(&all));
    table.see("min", extremes.0, exactly(least), came);
    table.see("max", extremes.1, exactly(greatest), came);
    let bits = |bar: [f64; 4]| bar.map(f64::to_bits);
    let of_bar = model::ohlc(&all).map(|bar| bits([bar.open, bar.high, bar.low, bar.close]));
    let bar = ends.2.map(|bar| bits([bar.open, bar.high, bar.low, bar.close]));
    table.same("ohlc", bar, of_bar, came);
    let ago = |extremum: Option<Extremum<f64>>| extremum.map(|at| (at.value.to_bits(), at.ago));
    let of = |extremum: Option<(f64, u64)>| extremum.map(|(value, ago)| (value.to_bits(), ago));
    table.same("argmin", ago(extremes.2), of(model::argmin(&all)), came);
    table.same("argmax", ago(extremes.3), of(model::argmax(&all)), came);
    table.same("unique", places.3, different.len() as u64, came);
    let of_rank =
        model::rank(&all).map(|rank| Rank { below: rank.below, equal: rank.equal, count: rank.count });
    table.same("rank", places.2, of_rank, came);
    if let Some((rank, exact)) = places.2.zip(of_rank) {
        let share =
            Fine::of((2 * exact.below + exact.equal + 1) as f64 * 50.0) / Fine::of(exact.count as f64);
        table.see(
            "rank, percentile",
            Some(rank.percentile()),
            measured(share, share.value(), two_to(-52), 0.0),
            came,
        );
    }
    table.see("median", places.0, between(0.5, &sorted), came);
    table.see("quantile 0.9", places.1, between(0.9, &sorted), came);
    let member = |choose: fn(f64, &[f64]) -> Option<f64>| exactly(choose(0.9, &sorted));
    table.see("quantile 0.9, lower", members.0, member(model::quantile_lower), came);
    table.see("quantile 0.9, higher", members.1, member(model::quantile_higher), came);
    table.see("quantile 0.9, nearest", members.2, member(model::quantile_nearest), came);
}

pub(crate) fn window() -> Box<dyn Watched> {
    Beside::window(folds(), Members::default, look)
}
