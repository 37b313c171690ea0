//! Means over time: values that weigh as long as they hold.

use tidegate::network::{Aggregate, Fold, time_weighted_mean};

use super::beside::{Beside, Exactly, Reach, Step, Watched};
use super::fine::Fine;
use super::table::{Exact, Table, equal, known, two_to};
use super::ticks::Tick;
use super::whole::Whole;

/// Pieces: what has held, times how long.
#[derive(Debug, Default)]
struct Pieces {
    newest: Option<Tick>,
    passed: i128,
    sum: Whole,
    squares: Whole,
    /// How many NaN have held.
    nan: u64,
}

impl Pieces {
    fn add(&mut self, held: &Tick, next: &Tick, sign: i128) {
        let nanos = sign * i128::from(next.at.since(held.at).nanos());
        let (x, span) = (Whole::of(held.whole[0]), Whole::of(nanos));
        self.passed += nanos;
        self.sum += x * span;
        self.squares += x * x * span;
        let held = held.x.is_nan() && nanos != 0;
        self.nan = if sign > 0 { self.nan + u64::from(held) } else { self.nan - u64::from(held) };
    }
}

impl Exactly for Pieces {
    fn step(&mut self, step: &Step) {
        if let Some((gone, next)) = &step.gone {
            self.add(gone, next, -1);
        }
        if let Some(held) = self.newest.replace(step.comes) {
            self.add(&held, &step.comes, 1);
        }
    }
}

fn fold() -> impl Aggregate<Tick, Out = Option<f64>> {
    time_weighted_mean().of(Tick::timed)
}

fn look(found: Option<f64>, exact: &Pieces, reach: Reach, table: &mut Table) {
    let passed = exact.passed as f64;
    let constant = Whole::of(exact.passed) * exact.squares == exact.sum * exact.sum;
    let rest = reach.steps() * reach.greatest.x * reach.greatest.gap * two_to(-102) / passed;
    let exact = match exact.passed {
        0 => Exact::Nothing,
        _ if exact.nan > 0 => Exact::NaN,
        _ if constant => equal(exact.sum.fine() / Fine::of(passed)),
        _ => known(exact.sum.fine() / Fine::of(passed), two_to(-51), rest),
    };
    table.see("time_weighted_mean", found, exact, reach.came);
}

pub(crate) fn window() -> Box<dyn Watched> {
    Beside::window(fold(), Pieces::default, look)
}

pub(crate) fn total() -> Box<dyn Watched> {
    Box::new(Beside::total(fold(), Pieces::default, look))
}
