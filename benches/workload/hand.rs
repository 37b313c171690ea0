//! The workloads as one would write them by hand: one loop each, all state in locals.

use std::collections::VecDeque;

use super::Run;
use super::spec::{
    BRANCHES, FAST, LAST, Market, Orders, Position, SECOND, SLOW, Samples, Walk, Words, average, changed, f,
    g, mix, mix_window, quote, tick,
};

/// A step for each word; the checksum so far is handed in.
fn by_hand(mut step: impl FnMut(u64, u64) -> u64 + 'static) -> Run {
    let (mut words, mut h) = (Words::new(), 0);
    Box::new(move |n| {
        for _ in 0..n {
            h = step(h, words.next());
        }
        h
    })
}

#[inline(always)]
fn row<const N: usize>(x: u64) -> u64 {
    (0..N).fold(x, |x, _| f(x))
}

pub(crate) fn chain<const N: usize>() -> Run {
    by_hand(|h, x| mix(h, row::<N>(x)))
}

pub(crate) fn fanout() -> Run {
    by_hand(|h, x| mix(h, (1..=BRANCHES).map(|b| row::<10>(x.wrapping_add(b))).fold(0, u64::wrapping_add)))
}

pub(crate) fn diamond<const LEVELS: usize>() -> Run {
    by_hand(|h, x| mix(h, (0..LEVELS).fold(x, |x, _| f(x).wrapping_add(g(x)))))
}

#[derive(Clone, Copy, Default)]
struct Cross {
    seen: bool,
    fast: f64,
    slow: f64,
    passed: Option<bool>,
}

impl Cross {
    /// Whether the fast average is above the slow one, when that is new.
    #[inline(always)]
    fn next(&mut self, price: f64) -> Option<bool> {
        if self.seen {
            self.fast = average(FAST, self.fast, price);
            self.slow = average(SLOW, self.slow, price);
        } else {
            (self.seen, self.fast, self.slow) = (true, price, price);
        }
        let above = self.fast > self.slow;
        (self.passed != Some(above)).then(|| {
            self.passed = Some(above);
            above
        })
    }
}

pub(crate) fn sparse<const INSTRUMENTS: u64>() -> Run {
    let mut instruments = vec![(Cross::default(), 0_u64); INSTRUMENTS as usize];
    by_hand(move |h, word| {
        let (instrument, price) = tick(word, INSTRUMENTS);
        let (cross, count) = &mut instruments[instrument as usize];
        if cross.next(price).is_none() {
            return h;
        }
        *count += 1;
        mix(h, changed(instrument, *count))
    })
}

pub(crate) fn ema_cross() -> Run {
    let (mut words, mut walk, mut cross, mut book) =
        (Words::new(), Walk::new(), Cross::default(), Position::default());
    Box::new(move |n| {
        for _ in 0..n {
            let price = walk.next(words.next());
            if let Some(buy) = cross.next(price) {
                book = book.act(buy, price);
            }
        }
        book.answer()
    })
}

pub(crate) fn quotes() -> Run {
    let (mut words, mut market) = (Words::new(), Market::new());
    let (mut inventory, mut standing, mut orders) = (0, None, Orders::default());
    Box::new(move |n| {
        for _ in 0..n {
            let happened = market.next(words.next());
            inventory += happened.fill.unwrap_or(0);
            if let Some(best) = happened.book {
                let wanted = quote(best.bid + best.ask, inventory);
                if standing != Some(wanted) {
                    standing = Some(wanted);
                    orders = orders.replace(wanted);
                }
            }
        }
        orders.checksum
    })
}

/// Sum and sum of squares of the last few samples.
pub(crate) struct Last<const N: usize> {
    ring: [i64; N],
    seen: usize,
    sum: i64,
    squares: i64,
}

impl<const N: usize> Last<N> {
    pub(crate) fn new() -> Self {
        Self { ring: [0; N], seen: 0, sum: 0, squares: 0 }
    }

    /// Mean and standard deviation, this sample included.
    #[inline(always)]
    pub(crate) fn push(&mut self, price: i64) -> (f64, f64) {
        let place = &mut self.ring[self.seen % N];
        self.sum += price - *place;
        self.squares += price * price - *place * *place;
        *place = price;
        self.seen += 1;
        let n = self.seen.min(N) as i64;
        let mean = self.sum as f64 / n as f64;
        let std = match n {
            1 => 0.0,
            _ => ((n * self.squares - self.sum * self.sum) as f64 / (n * (n - 1)) as f64).sqrt(),
        };
        (mean, std)
    }
}

/// The samples of the last second, and their sum.
#[derive(Default)]
pub(crate) struct Recent {
    samples: VecDeque<(u64, i64)>,
    sum: i64,
}

impl Recent {
    /// The sum, this sample included.
    #[inline(always)]
    pub(crate) fn push(&mut self, now: u64, price: i64) -> i64 {
        while let Some((_, gone)) = self.samples.pop_front_if(|(at, _)| now - *at > SECOND) {
            self.sum -= gone;
        }
        self.samples.push_back((now, price));
        self.sum += price;
        self.sum
    }
}

pub(crate) fn window() -> Run {
    let (mut samples, mut last, mut recent) = (Samples::new(), Last::<LAST>::new(), Recent::default());
    by_hand(move |h, word| {
        let (now, price) = samples.next(word);
        let sum = recent.push(now, price);
        let (mean, std) = last.push(price);
        mix_window(h, mean, std, sum)
    })
}
