//! Networks give what the model gives.

use proptest::prelude::*;
use tidegate::model::run::Run;
use tidegate::model::{Occurrences, dynamic, event, fold, window as model};
use tidegate::network::{
    Bar, Burst, Event, Fold, Ohlc, Shared, Smooth, Stretch, Windowed, count, first, last, max, mean, min,
    ohlc, std, sum, variance,
};
use tidegate::time::{Span, Time};

use crate::lists::{close, float, modelled};
use crate::members::Members;
use crate::timeline::{instants, occurrences, run_from};

type List = [Option<i64>];

fn secs(secs: u64) -> Span {
    Span::from_secs(secs)
}

fn all(members: &[i64]) -> Vec<i64> {
    members.to_vec()
}

/// The network and the program of each law, over the same inputs; `n` is a small number above 0.
macro_rules! agree {
    ($($name:ident($n:ident): $wire:expr, $program:expr;)*) => { $(
        #[test]
        fn $name() {
            proptest!(ProptestConfig::with_cases(128), |(list in instants(), $n in 1_u8..6)| {
                let found = occurrences(run_from(0, &list, |a, _| $wire(a)));
                prop_assert_eq!(found, modelled(&list, $program));
            });
        }
    )* };
}

fn bar<B>(bar: model::Bar<B>) -> Bar<B> {
    Bar { start: bar.start, end: bar.end, value: bar.value }
}

/// Stretches of `n` seconds: two side by side, one apart from them, and one that is far behind.
fn bounds(n: u8) -> [(Time, Time); 4] {
    let n = i32::from(n);
    [(2 - n, 2), (2, 2 + n), (4 + n, 4 + 2 * n), (900, 901)]
        .map(|(start, end)| (Time::from_secs(start), Time::from_secs(end)))
}

fn stretches(n: u8) -> Vec<Stretch> {
    bounds(n).map(|(start, end)| Stretch { start, end }).to_vec()
}

fn parts<V: Clone + Send + Sync + 'static>(
    bursts: impl Event<Item = Burst<i64, V>>,
) -> impl Event<Item = Vec<(i64, V)>> {
    bursts.map(|burst| burst.into_iter().collect())
}

fn key(x: &i64) -> i64 {
    x.rem_euclid(3)
}

agree! {
    windows(n):
        |a: Shared<i64>| a.window(secs(n.into()), Members),
        |run, a| model::window(run, 0, secs(n.into()), all, a);
    windows_at_occurrences(n):
        |a: Shared<i64>| a.window_at(secs(n.into()), Members),
        |run, a| model::window_at(run, 0, secs(n.into()), all, a);
    windows_of_a_count(n):
        |a: Shared<i64>| a.window_of(n.into(), Members),
        |_, a| model::window_of(0, n.into(), all, a);
    full_windows_of_a_count(n):
        |a: Shared<i64>| a.window_of(n.into(), Members).full(),
        |_, a| model::window_of_full(0, n.into(), all, a);
    totals(_n):
        |a: Shared<i64>| a.total(Members),
        |_, a| model::total(0, all, a);
    bars_of_time(n):
        |a: Shared<i64>| a.bars(secs(n.into()), Time::from_secs(i32::from(n) * 3 - 7), Members),
        |run, a| {
            let origin = Time::from_secs(i32::from(n) * 3 - 7);
            event::map(bar, &model::bars(run, 0, secs(n.into()), origin, all, a))
        };
    bars_of_stretches(n):
        |a: Shared<i64>| a.bars_in(stretches(n), Members),
        |run, a| event::map(bar, &model::bars_in(run, 0, &bounds(n), all, a));
    totals_of_stretches(n):
        |a: Shared<i64>| a.total_in(stretches(n), Members),
        |run, a| model::total_in(run, 0, &bounds(n), all, a);
    bars_of_stretches_in_parts_begin_with_the_part(n):
        |a: Shared<i64>| parts(a.per_key(key, move |_, own| {
            let (bars, totals) = (a.bars_in(stretches(n), Members), own.total_in(stretches(n), Members));
            totals.map(|total| (total, None)).merge(bars.map(|bar| (Vec::new(), Some(bar))), |x, y| (x.0, y.1))
        })),
        |run, a| {
            let part = |c: usize, _: &i64, own: &List| {
                let bars = event::map(bar, &model::bars_in(run, c, &bounds(n), all, a));
                let bars = event::map(|bar| (Vec::new(), Some(bar)), &bars);
                let totals = event::map(|total| (total, None), &model::total_in(run, c, &bounds(n), all, own));
                event::merge(|x: (Vec<i64>, _), y: (_, Option<Bar<Vec<i64>>>)| (x.0, y.1), &totals, &bars)
            };
            dynamic::per_key(run, 0, key, part, a)
        };
    bars_of_ticks(n):
        |a: Shared<i64>| a.tick_bars(n.into(), Members),
        |_, a| model::tick_bars(0, n.into(), all, a);
    bars_of_weight(n):
        |a: Shared<i64>| a.bars_by(|x| x.abs(), i64::from(n) * 2, Members),
        |_, a| model::bars_by(0, |x: &i64| x.abs(), i64::from(n) * 2, all, a);
    windows_of_what_windows_give(n):
        |a: Shared<i64>| a.window(secs(n.into()), last()).filter_map(|x| x).window(secs(2), Members),
        |run, a| {
            let newest = model::window(run, 0, secs(n.into()), fold::last, a);
            model::window(run, 0, secs(2), all, &event::filter_map(|x| x, &newest))
        };
    windows_in_parts_begin_with_the_part(n):
        |a: Shared<i64>| parts(a.per_key(key, move |_, own| {
            let (bars, at) = (a.bars(secs(2), Time::EPOCH, Members), a.window_at(secs(n.into()), Members));
            let own = own.window(secs(n.into()), Members).map(|own| (own, None, None));
            let bars = bars.map(|bar| (Vec::new(), Some(bar), None));
            let at = at.map(|at| (Vec::new(), None, Some(at)));
            own.merge(bars, |x, y| (x.0, y.1, None)).merge(at, |x, y| (x.0, x.1, y.2))
        })),
        |run, a| {
            let part = |c: usize, _: &i64, own: &List| {
                let bars = event::map(bar, &model::bars(run, c, secs(2), Time::EPOCH, all, a));
                let own = model::window(run, c, secs(n.into()), all, own);
                let own = event::map(|own| (own, None, None), &own);
                let bars = event::map(|bar| (Vec::new(), Some(bar), None), &bars);
                let at = model::window_at(run, c, secs(n.into()), all, a);
                let at = event::map(|at| (Vec::new(), None, Some(at)), &at);
                let two = event::merge(|x: (_, _, Option<Vec<i64>>), y| (x.0, y.1, None), &own, &bars);
                event::merge(|x, y| (x.0, x.1, y.2), &two, &at)
            };
            dynamic::per_key(run, 0, key, part, a)
        };
    counts_and_ends(n):
        |a: Shared<i64>| a.window(secs(n.into()), (count(), first(), last(), sum())),
        |run, a| model::window(run, 0, secs(n.into()), |all| {
            let wide: Vec<i128> = all.iter().map(|x| i128::from(*x)).collect();
            (fold::count(all), fold::first(all), fold::last(all), fold::sum(&wide))
        }, a);
    open_high_low_close(n):
        |a: Shared<i64>| a.window_of(n.into(), (ohlc(), min(), max())),
        |_, a| model::window_of(0, n.into(), |all| {
            let four = |o: fold::Ohlc<_>| Ohlc { open: o.open, high: o.high, low: o.low, close: o.close };
            (fold::ohlc(all).map(four), fold::min(all), fold::max(all))
        }, a);
    open_high_low_close_of_bars(n):
        |a: Shared<i64>| a.bars(secs(n.into()), Time::EPOCH, ohlc()),
        |run, a| event::map(bar, &model::bars(run, 0, secs(n.into()), Time::EPOCH, |all| {
            fold::ohlc(all).map(|o| Ohlc { open: o.open, high: o.high, low: o.low, close: o.close })
        }, a));
    of_equal_ones_the_oldest(n):
        |a: Shared<i64>| a.map_accum(0, number).window_of(n.into(), (min(), max())).map(told_apart),
        |_, a| {
            let numbered = event::map_accum(0, 0, number, a);
            model::window_of(0, n.into(), |all| told_apart((fold::min(all), fold::max(all))), &numbered)
        };
    of_equal_ones_that_stay_the_oldest(_n):
        |a: Shared<i64>| a.map_accum(0, number).total((min(), max())).map(told_apart),
        |_, a| {
            let numbered = event::map_accum(0, 0, number, a);
            model::total(0, |all| told_apart((fold::min(all), fold::max(all))), &numbered)
        };
}

/// A value that is compared without its number.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
struct Numbered(i64, i64);

impl PartialEq for Numbered {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl PartialOrd for Numbered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.0.partial_cmp(&other.0)
    }
}

fn number(n: &mut i64, x: i64) -> Numbered {
    *n += 1;
    Numbered(x % 3, *n)
}

fn told_apart((least, greatest): (Option<Numbered>, Option<Numbered>)) -> [Option<(i64, i64)>; 2] {
    [least, greatest].map(|numbered| numbered.map(|Numbered(x, n)| (x, n)))
}

/// `found` and `expected` have the same times, and values for which `same` holds.
fn same<V: std::fmt::Debug>(
    found: &[(i32, V)],
    expected: &[(i32, V)],
    same: impl Fn(&V, &V) -> bool,
) -> bool {
    let alike = |(x, y): (&(i32, V), &(i32, V))| x.0 == y.0 && same(&x.1, &y.1);
    found.len() == expected.len() && found.iter().zip(expected).all(alike)
}

type Numbers = (Option<f64>, Option<f64>, Option<f64>, Option<f64>);

fn close_numbers(x: &Numbers, y: &Numbers) -> bool {
    close(x.0, y.0) && close(x.1, y.1) && close(x.2, y.2) && close(x.3, y.3)
}

fn model_numbers(members: &[f64]) -> Numbers {
    (Some(fold::float_sum(members)), fold::mean(members), fold::variance(members), fold::std(members))
}

type Extremes = (Option<f64>, Option<f64>, Option<Ohlc<f64>>);

fn model_extremes(members: &[f64]) -> Extremes {
    let four = |o: fold::Ohlc<_>| Ohlc { open: o.open, high: o.high, low: o.low, close: o.close };
    (fold::min(members), fold::max(members), fold::ohlc(members).map(four))
}

proptest! {
    #[test]
    fn statistics_of_floats(list in instants(), n in 1_u64..8) {
        let floats = |x: &[i64]| x.iter().map(|x| float(*x)).collect::<Vec<_>>();
        let expected = modelled(&list, |run, a| model::window(run, 0, secs(n), |x| model_numbers(&floats(x)), a));
        let found = occurrences(run_from(0, &list, |a, _| {
            let numbers = a.map(float).window(secs(n), (sum(), mean(), variance(), std()));
            numbers.map(|(sum, mean, variance, std)| (Some(sum), mean, variance, std))
        }));
        prop_assert!(same(&found, &expected, close_numbers), "{:?}\n{:?}", found, expected);
    }

    #[test]
    fn statistics_of_integers(list in instants(), n in 1_u64..8) {
        let floats = |x: &[i64]| x.iter().map(|x| *x as f64).collect::<Vec<_>>();
        let expected = modelled(&list, |run, a| model::window_at(run, 0, secs(n), |x| model_numbers(&floats(x)), a));
        let found = occurrences(run_from(0, &list, |a, _| {
            let numbers = a.window_at(secs(n), (sum(), mean(), variance(), std()));
            numbers.map(|(sum, mean, variance, std)| (Some(sum as f64), mean, variance, std))
        }));
        prop_assert!(same(&found, &expected, close_numbers), "{:?}\n{:?}", found, expected);
    }

    #[test]
    fn extremes_of_floats(list in instants(), n in 1_usize..8) {
        let floats = |x: &[i64]| x.iter().map(|x| float(*x)).collect::<Vec<_>>();
        let expected = modelled(&list, |_, a| model::window_of(0, n, |x| model_extremes(&floats(x)), a));
        let folds = || (min(), max(), ohlc());
        let found = occurrences(run_from(0, &list, |a, _| a.map(float).window_of(n, folds())));
        prop_assert_eq!(format!("{:?}", found), format!("{:?}", expected));
        let expected = modelled(&list, |_, a| model::tick_bars(0, n as u64, |x| model_extremes(&floats(x)), a));
        let found = occurrences(run_from(0, &list, |a, _| a.map(float).tick_bars(n as u64, folds())));
        prop_assert_eq!(format!("{:?}", found), format!("{:?}", expected));
    }

    #[test]
    fn a_projection_is_a_map_before(list in instants(), n in 1_usize..8) {
        let folds = || (sum(), min(), first(), variance());
        let mapped = run_from(0, &list, |a, _| a.map(|x| x * x).window_of(n, folds()));
        let projected = run_from(0, &list, |a, _| a.window_of(n, folds().of(|x: &i64| x * x)));
        prop_assert_eq!(mapped, projected);
        let mapped = run_from(0, &list, |a, _| a.map(|x| x * x).tick_bars(n as u64, folds()));
        let projected = run_from(0, &list, |a, _| a.tick_bars(n as u64, folds().of(|x: &i64| x * x)));
        prop_assert_eq!(mapped, projected);
    }

    #[test]
    fn averages(list in instants(), alpha in 0.01_f64..1.0, half_life in 1_u64..9) {
        type Program<'a> = &'a dyn Fn(&Run, &[Option<f64>]) -> Occurrences<f64>;
        let expected = |program: Program<'_>| {
            modelled(&list, |run, a| program(run, &event::map(|x| x as f64, a)))
        };
        let alike = |x: &f64, y: &f64| close(Some(*x), Some(*y));
        let found = occurrences(run_from(0, &list, |a, _| a.map(|x| x as f64).ewma(alpha)));
        prop_assert!(same(&found, &expected(&|_, a| model::ewma(0, alpha, a)), alike), "{:?}", found);
        let found =
            occurrences(run_from(0, &list, |a, _| a.map(|x| x as f64).ewma_half_life(secs(half_life))));
        let expected = expected(&|run, a| model::ewma_half_life(run, 0, secs(half_life), a));
        prop_assert!(same(&found, &expected, alike), "{:?}", found);
    }
}
