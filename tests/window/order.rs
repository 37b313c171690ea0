//! Folds of order give what the model gives: for all short histories, and for long ones of all kinds.

use std::collections::VecDeque;

use proptest::prelude::*;
use tidegate::model::{event, fold, window as model};
use tidegate::network::{
    Aggregate, Bar, Event, Extremum, Fold, Input, Network, Output, Rank, Snapshot, Windowed, argmax, argmin,
    max, median, min, quantile, rank, simulate, unique,
};
use tidegate::time::{Span, Time};

use crate::lists::{close, float, modelled};
use crate::timeline::{occurrences, run_from};

type Between = (Option<f64>, Option<f64>, Option<f64>, Option<f64>);
type Members = (Option<f64>, Option<f64>, Option<f64>);
type Places = (Option<Rank>, u64, Option<Extremum<f64>>, Option<Extremum<f64>>);
type Orders = (Between, Members, Places);

/// All folds of order in one.
fn orders() -> impl Aggregate<f64, Out = Orders> {
    let between = (median(), quantile(0.9), quantile(0.0), quantile(0.3).midpoint());
    let members = (quantile(0.25).lower(), quantile(0.6).higher(), quantile(0.75).nearest());
    (between, members, (rank(), unique(), argmin(), argmax()))
}

fn extremum<A>((value, ago): (A, u64)) -> Extremum<A> {
    Extremum { value, ago }
}

fn ranked(rank: fold::Rank) -> Rank {
    Rank { below: rank.below, equal: rank.equal, count: rank.count }
}

fn model_orders(all: &[f64]) -> Orders {
    let quantile = |q| fold::quantile(q, all);
    let between = (fold::median(all), quantile(0.9), quantile(0.0), fold::quantile_midpoint(0.3, all));
    let members =
        (fold::quantile_lower(0.25, all), fold::quantile_higher(0.6, all), fold::quantile_nearest(0.75, all));
    let extremes = [fold::argmin(all), fold::argmax(all)].map(|found| found.map(extremum));
    (between, members, (fold::rank(all).map(ranked), fold::unique(all), extremes[0], extremes[1]))
}

/// Those between two members to within rounding, the others exactly.
fn alike(found: &Orders, expected: &Orders) -> bool {
    let near = |x: Option<f64>, y: Option<f64>| {
        close(x, y) || x.zip(y).is_some_and(|(x, y)| (x - y).abs() <= 1e-14 * y.abs())
    };
    let (x, y) = (&found.0, &expected.0);
    let between = near(x.0, y.0) && near(x.1, y.1) && near(x.2, y.2) && near(x.3, y.3);
    between && format!("{:?}{:?}", found.1, found.2) == format!("{:?}{:?}", expected.1, expected.2)
}

fn all_alike(found: &[(i32, Orders)], expected: &[(i32, Orders)]) -> bool {
    let same = |(x, y): (&(i32, Orders), &(i32, Orders))| x.0 == y.0 && alike(&x.1, &y.1);
    found.len() == expected.len() && found.iter().zip(expected).all(same)
}

fn of_floats(all: &[i64]) -> Orders {
    model_orders(&all.iter().map(|x| float(*x)).collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn of_windows_and_of_all(list in crate::timeline::instants(), n in 1_u64..8) {
        let (size, span) = (n as usize, Span::from_secs(n));
        let found = [
            occurrences(run_from(0, &list, |a, _| a.map(float).window(span, orders()))),
            occurrences(run_from(0, &list, |a, _| a.map(float).window_at(span, orders()))),
            occurrences(run_from(0, &list, |a, _| a.map(float).window_of(size, orders()))),
            occurrences(run_from(0, &list, |a, _| a.map(float).total(orders()))),
            occurrences(run_from(0, &list, |a, _| a.map(float).tick_bars(n, orders()))),
            occurrences(run_from(0, &list, |a, _| {
                a.bars(span, Time::EPOCH, orders().of(|x: &i64| float(*x))).map(|bar: Bar<Orders>| bar.value)
            })),
        ];
        let expected = [
            modelled(&list, |run, a| model::window(run, 0, span, of_floats, a)),
            modelled(&list, |run, a| model::window_at(run, 0, span, of_floats, a)),
            modelled(&list, |_, a| model::window_of(0, size, of_floats, a)),
            modelled(&list, |_, a| model::total(0, of_floats, a)),
            modelled(&list, |_, a| model::tick_bars(0, n, of_floats, a)),
            modelled(&list, |run, a| {
                event::map(|bar| bar.value, &model::bars(run, 0, span, Time::EPOCH, of_floats, a))
            }),
        ];
        for (found, expected) in found.iter().zip(&expected) {
            prop_assert!(all_alike(found, expected), "{:?}\n{:?}", found, expected);
        }
    }

    #[test]
    fn of_integers(list in crate::timeline::instants(), n in 1_usize..8) {
        let folds = || ((quantile(0.4).nearest(), median()), rank(), (unique(), argmin()));
        let found = occurrences(run_from(0, &list, |a, _| a.window_of(n, folds())));
        let expected = modelled(&list, |_, a| model::window_of(0, n, |all| {
            let floats: Vec<f64> = all.iter().map(|x| *x as f64).collect();
            let quantiles = (fold::quantile_nearest(0.4, all), fold::median(&floats));
            (quantiles, fold::rank(all).map(ranked), (fold::unique(all), fold::argmin(all).map(extremum)))
        }, a));
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_extremes_are_those_of_min_and_max(list in crate::timeline::instants(), n in 1_usize..8) {
        let folds = || ((min(), max()), (argmin(), argmax()));
        let found = occurrences(run_from(0, &list, |a, _| a.map(float).window_of(n, folds())));
        for (_, ((least, greatest), (low, high))) in found {
            let values = (low.map(|low| low.value), high.map(|high| high.value));
            prop_assert_eq!(format!("{:?}", (least, greatest)), format!("{:?}", values));
        }
    }
}

/// Floats in stretches of all kinds.
struct Stream {
    random: u64,
    left: u64,
    kind: u64,
    level: f64,
}

impl Stream {
    fn below(&mut self, end: u64) -> u64 {
        self.random =
            self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) % end
    }

    fn next(&mut self) -> f64 {
        if self.left == 0 {
            (self.left, self.kind) = (self.below(4_000) + 1, self.below(8));
            self.level = self.below(1_000) as f64 - 500.0;
        }
        self.left -= 1;
        let (noise, one_in_fifty) = (self.below(1 << 30) as f64 / 1e9, self.below(50) == 0);
        match self.kind {
            // A constant, with and without interruptions.
            0 => self.level,
            1 if one_in_fifty => f64::NAN,
            1 => self.level.round(),
            // Prices that move by whole ticks: many are equal.
            2 => {
                self.level += [-1.0, 0.0, 0.0, 1.0][self.below(4) as usize];
                self.level
            }
            // Noise with spikes, some of them infinite.
            3 if one_in_fifty => [1e12, -1e12, f64::INFINITY, f64::NEG_INFINITY][self.below(4) as usize],
            3 => noise,
            // Up, down, steps.
            4 => {
                self.level += noise;
                self.level
            }
            5 => {
                self.level -= noise;
                self.level
            }
            6 => {
                self.level += if one_in_fifty { 10.0 } else { 0.0 };
                self.level
            }
            // Zeros of both signs, and what is not a number as often.
            _ => [0.0, -0.0, f64::NAN, 1.0][self.below(4) as usize],
        }
    }
}

/// Windows of the same members, by count and by time: a tick a second.
struct Windows {
    network: Network,
    input: Input<f64>,
    outputs: Vec<Output<Orders>>,
}

impl Windows {
    fn of(size: u64) -> Self {
        let (count, span) = (size as usize, Span::from_secs(size));
        let built = Network::build(Time::EPOCH, |border| {
            let (input, x) = border.input::<f64>();
            let by_count = border.output(x.window_of(count, orders()));
            let by_time = border.output(x.window(span, orders()));
            (input, vec![by_count, by_time, border.output(x.window_at(span, orders()))])
        });
        let (network, (input, outputs)) = built.expect("the network builds");
        Self { network, input, outputs }
    }

    fn tick(&mut self, second: u32, x: f64) {
        let at = Time::from_secs(second as i32);
        while let Some(due) = self.network.next_deadline().filter(|due| *due < at) {
            self.network.instant(due).expect("it is due").run().expect("it runs");
        }
        self.network.feed(at, &self.input, x).expect("time goes on");
    }

    fn handed_over(self, size: u64) -> Self {
        let snapshot = self.network.save().expect("the state can be saved");
        let bytes = postcard::to_allocvec(&snapshot).expect("a snapshot is data");
        let read: Snapshot = postcard::from_bytes(&bytes).expect("and comes back");
        let next = Self::of(size);
        let network = next.network.restore(&read).expect("the shape is the same");
        assert_eq!(network.save().as_ref(), Ok(&snapshot), "what was restored is what was saved");
        Self { network, ..next }
    }
}

/// Compares with the model every few ticks, and hands over to a network just built now and then.
fn windows_agree(size: u64, ticks: u32, every: u32) {
    let mut stream = Stream { random: size, left: 0, kind: 0, level: 0.0 };
    let (mut windows, mut members) = (Windows::of(size), VecDeque::new());
    for second in 0..ticks {
        let x = stream.next();
        members.push_back(x);
        if members.len() > size as usize {
            members.pop_front();
        }
        windows.tick(second, x);
        if second % every == 0 || second == ticks - 1 {
            let expected = model_orders(members.make_contiguous());
            for output in &windows.outputs {
                let found = windows.network.get(output).expect("the window occurs");
                assert!(alike(found, &expected), "size {size}, tick {second}\n{found:?}\n{expected:?}");
            }
        }
        if second % (ticks / 3) == ticks / 5 {
            windows = windows.handed_over(size);
        }
    }
}

#[test]
fn of_the_last() {
    windows_agree(1, 20_000, 1);
}

#[test]
fn of_the_last_two() {
    windows_agree(2, 20_000, 1);
}

#[test]
fn of_the_last_256() {
    windows_agree(256, 60_000, 61);
}

#[test]
fn of_the_last_10_000() {
    windows_agree(10_000, 60_000, 1_999);
}

#[test]
#[ignore = "10^6 ticks for each size: a minute in release"]
fn of_a_million_ticks() {
    for (size, every) in [(1, 1), (2, 1), (256, 97), (10_000, 4_999)] {
        windows_agree(size, 1_000_000, every);
    }
}

/// A million members in a window of 256: order, and places that are kept while others come and go.
#[test]
fn over_a_million_members_nothing_is_lost() {
    let fold = (median(), rank(), unique());
    let mut state = Fold::<f64>::start(&fold);
    let mut stream = Stream { random: 5, left: 0, kind: 0, level: 0.0 };
    let mut members = VecDeque::new();
    for n in 0..1_000_000_u32 {
        if members.len() == 256 {
            let gone = members.pop_front().expect("it is full");
            fold.leave(&mut state, &gone, members.front());
        }
        let x = stream.next();
        fold.arrive(&mut state, &x);
        members.push_back(x);
        if n % 487 == 0 {
            let all = members.make_contiguous();
            let expected = (fold::rank(all).map(ranked), fold::unique(all));
            let (middle, rank, unique) = Fold::<f64>::out(&fold, &state);
            assert!(close(middle, fold::median(all)), "member {n}");
            assert_eq!((rank, unique), expected, "member {n}");
        }
    }
}

#[test]
fn all_of_many_and_one_of_each() {
    let mut stream = Stream { random: 3, left: 0, kind: 0, level: 0.0 };
    let all: Vec<f64> = (0..20_000).map(|_| stream.next()).collect();
    let seen = simulate((0..).zip(all.iter().copied()), |x| x.total(orders()));
    for (n, found) in seen.iter().step_by(1_777) {
        let expected = model_orders(&all[..=*n as usize]);
        assert!(alike(found, &expected), "tick {n}\n{found:?}\n{expected:?}");
    }
}

#[test]
fn of_those_that_stay_one_of_each_is_kept() {
    let fold = unique();
    let mut state = fold.start();
    (0..10_000_u32).for_each(|n| fold.enter(&mut state, &(n % 7)));
    assert_eq!(fold.out(&state), 7);
    let bytes = postcard::to_allocvec(&state).expect("it is data");
    assert!(bytes.len() < 20, "{} bytes", bytes.len());
}

#[test]
fn what_equals_another_is_told_from_it_by_age() {
    let ticks = [(1, 0.0), (2, -0.0), (3, 0.0), (4, -0.0)];
    let seen = simulate(ticks, |x| x.window_of(2, (quantile(0.0).lower(), quantile(1.0).higher(), unique())));
    let signs = |(at, (first, last, unique)): (i32, (Option<f64>, Option<f64>, u64))| {
        (at, first.map(f64::is_sign_negative), last.map(f64::is_sign_negative), unique)
    };
    let seen: Vec<_> = seen.into_iter().map(signs).collect();
    let row = |at, first, last| (at, Some(first), Some(last), 1);
    assert_eq!(seen, [row(1, false, false), row(2, false, true), row(3, true, false), row(4, false, true)]);
}

#[test]
fn windows_that_run_empty_have_no_order() {
    let fold = || (median(), quantile(1.0).lower(), (rank(), unique()), argmax());
    let seen = simulate([(1, 5), (9, 6)], |x| x.window(Span::from_secs(2), fold()));
    assert_eq!(seen[1], (3, (None, None, (None, 0), None)));
    let first = Rank { below: 0, equal: 1, count: 1 };
    assert_eq!(seen[2], (9, (Some(6.0), Some(6), (Some(first), 1), Some(Extremum { value: 6, ago: 0 }))));
}

#[test]
fn what_is_not_a_number_is_passed_over() {
    let ticks = (0..).zip([2.0, f64::NAN, 1.0, f64::NAN, f64::NAN]);
    let seen = simulate(ticks, |x| x.window_of(2, (median(), quantile(0.5).higher(), rank(), unique())));
    let numbers: Vec<_> =
        seen.into_iter().map(|(_, (m, q, rank, n))| (m, q, rank.map(|r| r.count), n)).collect();
    let one = |x, rank| (Some(x), Some(x), rank, 1);
    let none = (None, None, None, 0);
    assert_eq!(numbers, [one(2.0, Some(1)), one(2.0, None), one(1.0, Some(1)), one(1.0, None), none]);
}

#[test]
fn between_numbers_that_are_far_apart_or_infinite() {
    let far = f64::MAX;
    let middle = |values: [f64; 2]| {
        let seen = simulate((0..).zip(values), |x| x.window_of(2, median()).full());
        seen[0].1.expect("there are two")
    };
    assert_eq!(middle([far, far]), far);
    assert_eq!(middle([-far, far]), 0.0);
    assert_eq!(middle([f64::INFINITY; 2]), f64::INFINITY);
    assert_eq!(middle([f64::INFINITY, 1.0]), f64::INFINITY);
    assert!(middle([f64::INFINITY, f64::NEG_INFINITY]).is_nan());
}

#[test]
fn ranks_are_shared_in_three_ways() {
    let rank = Rank { below: 3, equal: 2, count: 10 };
    assert_eq!((rank.min(), rank.max(), rank.average(), rank.percentile()), (4, 5, 4.5, 45.0));
}
