//! What forgets, of all that has come: `exponential`, `ewma`, and the averages of indicators.
//!
//! The exact sums are fractions of 192 digits: what they lose at each step is forgotten as fast as everything else.

use tidegate::indicator::{dema, ema, wilder};
use tidegate::network::{
    Exponential, Fold, Input, Network, Output, Smooth, exponential, exponential_by_time,
};
use tidegate::time::{Span, Time};

use super::beside::{Beside, Exactly, Reach, Step, Watched};
use super::fine::Fine;
use super::table::{Table, known, measured, two_to};
use super::ticks::{GAPS, HALF_LIFE, Tick};
use super::whole::{FRACTION, Whole};

const ALPHA: f64 = 0.01;
const LENGTH: u64 = 20;

/// ALPHA, exactly.
fn alpha() -> Whole {
    // Of 53 digits the last is at 2⁻⁵⁹.
    shifted(Whole::of((ALPHA * two_to(60)) as i128), FRACTION - 60)
}

fn shifted(x: Whole, by: u32) -> Whole {
    (0..by).fold(x, |x, _| x + x)
}

/// 2⁻ⁿ for the half-lives that `nanos` are.
fn left_after(nanos: u64) -> Whole {
    let one = Whole::fraction(1);
    let (halvings, rest) = (nanos / HALF_LIFE, nanos % HALF_LIFE);
    // ln 2 = Σ 1 / (k 2ᵏ)
    let (mut ln_2, mut power) = (Whole::default(), one);
    for k in 1..200 {
        power = power.over(2);
        ln_2 += power.over(k);
    }
    // e⁻ˣ = Σ (-x)ᵏ / k!
    let x = (ln_2 * Whole::of(rest.into())).over(HALF_LIFE);
    let (mut left, mut term) = (one, one);
    for k in 1..60 {
        term = term.part(x).over(k);
        left = if k % 2 == 1 { left - term } else { left + term };
    }
    (0..halvings).fold(left, |left, _| left.over(2))
}

/// Weighted sums, each weight fading.
#[derive(Debug, Default)]
struct Fading {
    /// What is left of a weight after each gap; of one, where each member is a step.
    left: Vec<Whole>,
    adjusted: bool,
    come: bool,
    weights: Whole,
    weighted: Whole,
    squares: Whole,
    squared_weights: Whole,
    /// Least and greatest of all that has come.
    range: Option<(f64, f64)>,
}

impl Fading {
    fn by_tick(adjusted: bool) -> Self {
        Self { left: vec![Whole::fraction(1) - alpha()], adjusted, ..Self::default() }
    }

    fn by_time(adjusted: bool) -> Self {
        Self { left: GAPS.into_iter().map(left_after).collect(), adjusted, ..Self::default() }
    }
}

impl Exactly for Fading {
    fn step(&mut self, step: &Step) {
        let (left, one, x) = (self.left[step.comes.gap % self.left.len()], Whole::fraction(1), step.comes.x);
        let new = if self.adjusted || !self.come { one } else { one - left };
        self.come = true;
        let whole = Whole::of(step.comes.whole[0]);
        self.weights = left.part(self.weights) + new;
        self.weighted = left.part(self.weighted) + new * whole;
        self.squares = left.part(self.squares) + new * (whole * whole);
        self.squared_weights = left.part(left.part(self.squared_weights)) + new.part(new);
        let (least, greatest) = self.range.unwrap_or((x, x));
        self.range = Some((least.min(x), greatest.max(x)));
    }
}

/// As the documentation says, the variances are within this part of themselves, or of what is left of the mean's digits.
const OF_VARIANCES: f64 = 1e-14;

/// How many weigh something, more or less.
fn memory(by_time: bool) -> f64 {
    if by_time { HALF_LIFE as f64 / GAPS[3] as f64 / 2.0_f64.ln() } else { 1.0 / ALPHA }
}

fn look<const BY_TIME: bool, const ADJUSTED: bool>(
    found: Option<Exponential>,
    exact: &Fading,
    reach: Reach,
    table: &mut Table,
) {
    let [of_mean, of_variance, of_biased] = match (BY_TIME, ADJUSTED) {
        (false, false) => ["exponential, mean", "exponential, variance", "exponential, biased"],
        (false, true) => ["adjusted, mean", "adjusted, variance", "adjusted, biased"],
        (true, false) => ["by time, mean", "by time, variance", "by time, biased"],
        (true, true) => {
            ["by time, adjusted, mean", "by time, adjusted, variance", "by time, adjusted, biased"]
        }
    };
    let Fading { weights, weighted, squares, squared_weights, .. } = *exact;
    let (found, came) = (found.expect("one has come"), reach.came);
    let (least, greatest) = exact.range.expect("one has come");
    let mean = weighted.fine() / weights.fine();
    let distance = (greatest - mean.value()).max(mean.value() - least);
    let magnitude = greatest.max(-least);
    table.see(of_mean, Some(found.mean), known(mean, two_to(-53), distance * two_to(-50)), came);
    if least == greatest {
        let nothing = Exponential { mean: least, biased_variance: 0.0, ..found };
        assert!(found == nothing && found.variance.is_none_or(|variance| variance == 0.0), "{found:?}");
        return;
    }
    // W² times the biased variance, and W² - Σ w².
    let second = weights.part(squares) - weighted.part(weighted);
    let apart = weights.part(weights) - squared_weights;
    let rest = (magnitude * memory(BY_TIME) * two_to(-74)).powi(2);
    let biased = second.fine() / weights.part(weights).fine();
    let off_by = |variance: Fine, rest: f64| {
        measured(variance, variance.value() + rest / OF_VARIANCES, OF_VARIANCES, 0.0)
    };
    table.see(of_biased, Some(found.biased_variance), off_by(biased, rest), came);
    if apart != Whole::default() {
        let corrected = weights.part(weights).fine().value() / apart.fine().value();
        let variance = second.fine() / apart.fine();
        table.see(of_variance, found.variance, off_by(variance, rest * corrected), came);
    }
}

/// By occurrence.
fn exponentially<const ADJUSTED: bool>() -> Beside<impl Fold<Tick>, Fading> {
    let fold = exponential(ALPHA);
    let fold = if ADJUSTED { fold.adjusted() } else { fold };
    Beside::total(fold.of(|tick: &Tick| tick.x), || Fading::by_tick(ADJUSTED), look::<false, ADJUSTED>)
}

fn by_time<const ADJUSTED: bool>() -> Beside<impl Fold<Tick>, Fading> {
    let fold = exponential_by_time(Span::from_nanos(HALF_LIFE));
    let fold = if ADJUSTED { fold.adjusted() } else { fold };
    Beside::total(fold.of(Tick::timed), || Fading::by_time(ADJUSTED), look::<true, ADJUSTED>)
}

/// Recurrences of which each member is a part.
#[derive(Debug, Default)]
struct Averages {
    came: u64,
    ema: Whole,
    twice: Whole,
    wilder: Whole,
}

impl Exactly for Averages {
    fn step(&mut self, step: &Step) {
        let (x, one) = (Whole::fraction(step.comes.whole[0]), Whole::fraction(1));
        self.came += 1;
        let part = if self.came == 1 { one } else { (one + one).over(LENGTH + 1) };
        self.ema += (x - self.ema).part(part);
        self.twice += (self.ema - self.twice).part(part);
        self.wilder += (x - self.wilder).part(one.over(self.came.min(LENGTH)));
    }
}

type Three = (Option<f64>, Option<f64>, Option<f64>);

fn look_at_averages((ema, dema, wilder): Three, exact: &Averages, reach: Reach, table: &mut Table) {
    if exact.came < 2 * LENGTH {
        return;
    }
    let bound = |more: u64| (LENGTH + more) as f64 * two_to(-52) * reach.greatest.x;
    let value = |x: Whole| x.fine() / Whole::fraction(1).fine();
    table.see("ema", ema, known(value(exact.ema), 0.0, bound(2)), reach.came);
    let of_dema = exact.ema + exact.ema - exact.twice;
    table.see("dema", dema, known(value(of_dema), 0.0, 4.0 * bound(2)), reach.came);
    table.see("wilder", wilder, known(value(exact.wilder), 0.0, bound(1)), reach.came);
}

fn averages() -> Box<dyn Watched> {
    let length = LENGTH as usize;
    let folds = (ema(length), dema(length), wilder(length)).of(|tick: &Tick| tick.x);
    Box::new(Beside::total(folds, Averages::default, look_at_averages))
}

/// What is no fold, in a network, beside the fold of the same weights.
struct Smoothed<A: Fold<Tick>> {
    name: &'static str,
    /// The least part that a member is.
    least: f64,
    network: Network,
    input: Input<f64>,
    output: Output<f64>,
    fold: Beside<A, Fading>,
}

impl<A: Fold<Tick>> Smoothed<A> {
    fn by_tick(fold: Beside<A, Fading>) -> Self {
        let built = Network::build(Time::EPOCH, |border| {
            let (input, x) = border.input::<f64>();
            (input, border.output(x.ewma(ALPHA)))
        });
        let (network, (input, output)) = built.expect("the network builds");
        Self { name: "ewma", least: ALPHA, network, input, output, fold }
    }

    fn by_time(fold: Beside<A, Fading>) -> Self {
        let built = Network::build(Time::EPOCH, |border| {
            let (input, x) = border.input::<f64>();
            (input, border.output(x.ewma_half_life(Span::from_nanos(HALF_LIFE))))
        });
        let (network, (input, output)) = built.expect("the network builds");
        let least = GAPS[3] as f64 / HALF_LIFE as f64 * 2.0_f64.ln();
        Self { name: "ewma_half_life", least, network, input, output, fold }
    }
}

impl<A: Fold<Tick>> Watched for Smoothed<A> {
    fn step(&mut self, step: &Step) {
        self.network.feed(step.comes.at, &self.input, step.comes.x).expect("time goes on");
        self.fold.step(step);
    }

    fn restart(&mut self) {
        self.fold.restart();
    }

    fn look(&self, reach: Reach, table: &mut Table) {
        self.fold.look(reach, table);
        let bound = two_to(-50) / self.least * reach.greatest.x;
        let mean = self.fold.exact.weighted.fine() / self.fold.exact.weights.fine();
        let found = self.network.get(&self.output).copied();
        table.see(self.name, found, known(mean, 0.0, bound), reach.came);
    }
}

pub(crate) fn total() -> [Box<dyn Watched>; 5] {
    [
        Box::new(Smoothed::by_tick(exponentially::<false>())),
        Box::new(exponentially::<true>()),
        Box::new(Smoothed::by_time(by_time::<false>())),
        Box::new(by_time::<true>()),
        averages(),
    ]
}
