//! What do statistics cost, against the incremental code one would write by hand?
//!
//! By hand means: the last few in a ring, running sums of plain floats, a queue for extremes, a sorted list for the median. Such sums
//! drift, and keep for ever what a spike or a NaN leaves in them; the folds do not. The code by hand runs twice: alone in a loop, and
//! as the state machine of an author who does without the folds, in the same network. Ratios are of interleaved runs, medians of nine.
//! `cargo bench --bench statistics -- variance` runs the rows whose names have that.

use tidegate::indicator::{bollinger, macd, rsi, wma};
use tidegate::network::{
    Border, Event, Input, Network, Output, Shared, State, Windowed, correlation, max, mean, median, min, std,
    sum, variance, weighted_mean,
};
use tidegate::time::Time;

#[path = "workload/measure.rs"]
mod measure;

use by_hand::{Average, Extreme, Ring, Squares};

mod by_hand {
    //! What one would write.

    use serde::{Deserialize, Serialize};
    use std::collections::VecDeque;

    /// The last few.
    #[derive(Clone, Serialize, Deserialize)]
    pub(crate) struct Ring<T> {
        size: usize,
        members: Vec<T>,
        at: usize,
    }

    impl<T: Copy> Ring<T> {
        pub(crate) fn new(size: usize) -> Self {
            Self { size, members: Vec::with_capacity(size), at: 0 }
        }

        /// Takes one in; who goes.
        pub(crate) fn push(&mut self, x: T) -> Option<T> {
            if self.members.len() < self.size {
                self.members.push(x);
                return None;
            }
            let gone = std::mem::replace(&mut self.members[self.at], x);
            self.at = if self.at + 1 == self.size { 0 } else { self.at + 1 };
            Some(gone)
        }

        pub(crate) fn len(&self) -> usize {
            self.members.len()
        }
    }

    /// An average that forgets.
    #[derive(Clone, Serialize, Deserialize)]
    pub(crate) struct Average {
        part: f64,
        value: Option<f64>,
    }

    impl Average {
        pub(crate) fn new(part: f64) -> Self {
            Self { part, value: None }
        }

        pub(crate) fn push(&mut self, x: f64) -> f64 {
            let value = self.value.map_or(x, |value| value + self.part * (x - value));
            self.value = Some(value);
            value
        }
    }

    /// Candidates for the extreme one, with their numbers.
    #[derive(Clone, Default, Serialize, Deserialize)]
    pub(crate) struct Extreme {
        queue: VecDeque<(u64, f64)>,
        number: u64,
    }

    impl Extreme {
        pub(crate) fn push(&mut self, x: f64, size: u64, wins: impl Fn(f64, f64) -> bool) -> f64 {
            while self.queue.back().is_some_and(|(_, last)| wins(x, *last)) {
                self.queue.pop_back();
            }
            self.queue.push_back((self.number, x));
            self.number += 1;
            while self.queue.front().is_some_and(|(number, _)| number + size < self.number) {
                self.queue.pop_front();
            }
            self.queue.front().map_or(x, |(_, best)| *best)
        }
    }

    /// Running sums about a value in the middle.
    #[derive(Clone, Serialize, Deserialize)]
    pub(crate) struct Squares {
        middle: f64,
        count: f64,
        sum: f64,
        squares: f64,
    }

    impl Squares {
        pub(crate) fn about(middle: f64) -> Self {
            Self { middle, count: 0.0, sum: 0.0, squares: 0.0 }
        }

        pub(crate) fn push(&mut self, x: f64, gone: Option<f64>) {
            let x = x - self.middle;
            self.sum += x;
            self.squares += x * x;
            match gone {
                Some(gone) => {
                    let gone = gone - self.middle;
                    self.sum -= gone;
                    self.squares -= gone * gone;
                }
                None => self.count += 1.0,
            }
        }

        pub(crate) fn mean(&self) -> f64 {
            self.middle + self.sum / self.count
        }

        pub(crate) fn variance(&self) -> f64 {
            ((self.squares - self.sum * self.sum / self.count) / (self.count - 1.0)).max(0.0)
        }
    }

    /// Adds what comes, takes away what goes.
    pub(crate) fn change<const N: usize>(sums: &mut [f64; N], came: [f64; N], gone: Option<[f64; N]>) {
        for at in 0..N {
            sums[at] += came[at] - gone.map_or(0.0, |gone| gone[at]);
        }
    }
}

/// Something that consumes `n` events and gives a checksum.
type Run = Box<dyn FnMut(u64) -> u64>;

/// Consumes `n` prices; the sum of all results.
type Figures = Box<dyn FnMut(u64) -> f64>;

/// Of the size of windows, or the length of averages.
type Make = Box<dyn Fn(usize) -> Figures>;

/// Prices near 60,000, in cents.
struct Prices(u64);

impl Prices {
    const fn new() -> Self {
        Self(0x853C_49E6_748F_EA9B)
    }

    #[inline(always)]
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        60_000.0 + (self.0 >> 52) as f64 / 100.0
    }
}

/// A step for each price, in a loop.
fn alone<S: State>(mut state: S, step: impl Fn(&mut S, f64) -> f64 + 'static) -> Figures {
    let (mut prices, mut sum) = (Prices::new(), 0.0);
    Box::new(move |n| {
        for _ in 0..n {
            sum += step(&mut state, prices.next());
        }
        sum
    })
}

/// What an author writes of an event of prices.
fn network<E: Event<Item = f64>>(wire: impl FnOnce(Shared<f64>) -> E) -> Figures {
    let wire = |border: &mut Border| -> (Input<f64>, Output<f64>) {
        let (input, prices) = border.input();
        (input, border.output(wire(prices).scan(0.0, |sum, x| sum + x)))
    };
    let (mut network, (input, output)) = Network::build(Time::EPOCH, wire).expect("it can be built");
    let mut prices = Prices::new();
    Box::new(move |n| {
        for _ in 0..n {
            network.feed(Time::EPOCH, &input, prices.next()).expect("it is fed once an instant");
        }
        network.get(&output).copied().unwrap_or(0.0)
    })
}

/// Something that goes with the price, but not wholly.
fn other(x: f64) -> f64 {
    let cents = x * 100.0;
    x + (cents * 0.618_033_988).fract()
}

/// A return, which is around zero, as those from price to price are.
fn since_start(x: f64) -> f64 {
    x / 60_020.0 - 1.0
}

/// What is measured: the code by hand, alone and in a network, and the folds.
struct Row {
    name: &'static str,
    alone: Make,
    within: Make,
    ours: Make,
}

/// A row of one step by hand, which is told the size, and of a network.
fn row<S: State>(
    name: &'static str,
    start: impl Fn(usize) -> S + Copy + 'static,
    step: impl Fn(usize, &mut S, f64) -> f64 + Copy + Send + Sync + 'static,
    ours: impl Fn(usize) -> Figures + 'static,
) -> Row {
    let step_of = move |n| move |state: &mut S, x| step(n, state, x);
    Row {
        name,
        alone: Box::new(move |n| alone(start(n), step_of(n))),
        within: Box::new(move |n| network(|x| x.map_accum(start(n), step_of(n)))),
        ours: Box::new(ours),
    }
}

fn sums() -> [Row; 4] {
    [
        row(
            "sum",
            |n| (Ring::new(n), 0.0),
            |_, (ring, sum), x| {
                *sum += x - ring.push(x).unwrap_or(0.0);
                *sum
            },
            |n| network(|x| x.window_of(n, sum())),
        ),
        row(
            "mean (SMA)",
            |n| (Ring::new(n), 0.0),
            |_, (ring, sum), x| {
                *sum += x - ring.push(x).unwrap_or(0.0);
                *sum / ring.len() as f64
            },
            |n| network(|x| x.window_of(n, mean()).filter_map(|mean| mean)),
        ),
        row(
            "weighted mean (VWAP)",
            |n| (Ring::new(n), [0.0; 2]),
            |_, (ring, sums), x| {
                let weight = other(x) - x + 0.1;
                let parts = [x * weight, weight];
                by_hand::change(sums, parts, ring.push(parts));
                sums[0] / sums[1]
            },
            |n| {
                let pair = |x| (x, other(x) - x + 0.1);
                network(|x| x.map(pair).window_of(n, weighted_mean()).filter_map(|mean| mean))
            },
        ),
        row(
            "linear mean (WMA)",
            |n| (Ring::new(n), [0.0; 2]),
            |n, (ring, [sum, ramp]), x| {
                let size = n as f64;
                match ring.push(x) {
                    Some(gone) => {
                        *ramp += size * x - *sum;
                        *sum += x - gone;
                    }
                    None => {
                        *sum += x;
                        *ramp += ring.len() as f64 * x;
                    }
                }
                if ring.len() == n { *ramp / (size * (size + 1.0) / 2.0) } else { 0.0 }
            },
            |n| network(|x| x.total(wma(n)).filter_map(|mean| mean)),
        ),
    ]
}

fn spreads() -> [Row; 5] {
    [
        row(
            "variance",
            |n| (Ring::new(n), Squares::about(60_000.0)),
            |_, (ring, squares), x| {
                squares.push(x, ring.push(x));
                if ring.len() > 1 { squares.variance() } else { 0.0 }
            },
            |n| network(|x| x.window_of(n, variance()).filter_map(|variance| variance)),
        ),
        row(
            "variance of returns",
            |n| (Ring::new(n), Squares::about(0.0)),
            |_, (ring, squares), x| {
                let x = since_start(x);
                squares.push(x, ring.push(x));
                if ring.len() > 1 { squares.variance() } else { 0.0 }
            },
            |n| network(|x| x.map(since_start).window_of(n, variance()).filter_map(|variance| variance)),
        ),
        row(
            "std",
            |n| (Ring::new(n), Squares::about(60_000.0)),
            |_, (ring, squares), x| {
                squares.push(x, ring.push(x));
                if ring.len() > 1 { squares.variance().sqrt() } else { 0.0 }
            },
            |n| network(|x| x.window_of(n, std()).filter_map(|std| std)),
        ),
        row(
            "Bollinger bands",
            |n| (Ring::new(n), Squares::about(60_000.0)),
            |n, (ring, squares), x| {
                squares.push(x, ring.push(x));
                let spread = (squares.variance() * (n as f64 - 1.0) / n as f64).sqrt();
                let upper = squares.mean() + 2.0 * spread;
                if ring.len() == n { upper } else { 0.0 }
            },
            |n| network(|x| x.total(bollinger(n, 2.0)).filter_map(|band| Some(band?.upper))),
        ),
        row(
            "correlation",
            |n| (Ring::new(n), [0.0; 5]),
            |_, (ring, sums), x| {
                let (x, y) = (x - 60_000.0, other(x) - 60_000.0);
                let parts = [x, y, x * x, y * y, x * y];
                by_hand::change(sums, parts, ring.push(parts));
                let (count, [x, y, xx, yy, xy]) = (ring.len() as f64, *sums);
                let of = (count * xy - x * y) / ((count * xx - x * x) * (count * yy - y * y)).sqrt();
                if of.is_finite() { of } else { 0.0 }
            },
            |n| network(|x| x.map(|x| (x, other(x))).window_of(n, correlation()).filter_map(|r| r)),
        ),
    ]
}

fn orders() -> [Row; 2] {
    [
        row(
            "min and max (Donchian)",
            |_| [Extreme::default(), Extreme::default()],
            |n, [low, high], x| {
                low.push(x, n as u64, |x, than| x < than) + high.push(x, n as u64, |x, than| x > than)
            },
            |n| network(|x| x.window_of(n, (min(), max())).filter_map(|(low, high)| Some(low? + high?))),
        ),
        row(
            "median",
            |n| (Ring::new(n), Vec::with_capacity(n + 1)),
            |_, (ring, sorted), x| {
                if let Some(gone) = ring.push(x) {
                    sorted.remove(sorted.partition_point(|other| *other < gone));
                }
                sorted.insert(sorted.partition_point(|other| *other < x), x);
                let middle = sorted.len() / 2;
                if sorted.len() % 2 == 1 {
                    sorted[middle]
                } else {
                    f64::midpoint(sorted[middle - 1], sorted[middle])
                }
            },
            |n| network(|x| x.window_of(n, median()).filter_map(|median| median)),
        ),
    ]
}

fn averages() -> [Row; 2] {
    let of = |length: usize| Average::new(2.0 / (length as f64 + 1.0));
    [
        row(
            "RSI",
            |n| (None, [Average::new(1.0 / n as f64), Average::new(1.0 / n as f64)]),
            |_, (before, [gain, loss]), x| {
                let Some(change) = before.replace(x).map(|before| x - before) else { return 0.0 };
                let (gain, loss) = (gain.push(f64::max(change, 0.0)), loss.push(f64::max(-change, 0.0)));
                if gain + loss == 0.0 { 0.0 } else { 100.0 * gain / (gain + loss) }
            },
            |n| network(|x| x.total(rsi(n)).filter_map(|strength| strength)),
        ),
        row(
            "MACD",
            move |n| [of(n / 2), of(n), of(n / 3)],
            |_, [fast, slow, signal], x| {
                let line = fast.push(x) - slow.push(x);
                line - signal.push(line)
            },
            |n| network(|x| x.total(macd(n / 2, n, n / 3)).filter_map(|macd| Some(macd?.histogram))),
        ),
    ]
}

/// As a timer; the sum is consumed.
fn timer(mut figures: Figures) -> measure::Timer {
    let run: Run = Box::new(move |n| figures(n).to_bits());
    measure::timer(run)
}

fn main() {
    let head = ["ns a price", "window", "alone", "within", "folds", "times", "times"];
    let [name, window, alone, within, ours, of_alone, of_within] = head;
    println!("{name:<24}{window:>8}{alone:>9}{within:>9}{ours:>9}{of_alone:>8} alone{of_within:>8} within");
    let rows = sums().into_iter().chain(spreads()).chain(orders()).chain(averages());
    let asked: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let rows =
        rows.filter(|row| asked.is_empty() || asked.iter().any(|part| row.name.contains(part.as_str())));
    for Row { name, alone, within, ours } in rows {
        for window in [256, 10_000] {
            let mut timers = [&alone, &within, &ours].map(|make| timer(make(window)));
            // Windows are full before anything is timed.
            timers.iter_mut().for_each(|timer| _ = timer(30_000));
            let times = measure::interleaved(&mut timers);
            let [alone, within, ours] = [times[0], times[1], times[2]];
            let (of_alone, of_within) = (ours / alone, ours / within);
            println!(
                "{name:<24}{window:>8}{alone:>9.2}{within:>9.2}{ours:>9.2}{of_alone:>14.2}{of_within:>15.2}"
            );
        }
    }
}
