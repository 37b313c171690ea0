//! What covariances, correlations and weighted means promise, against whole numbers, over long histories.

use std::collections::VecDeque;

use tidegate::network::{
    Aggregate, Fold, Windowed, correlation, covariance, simulate, weighted_mean, weighted_variance,
};

use crate::history::History;
use crate::lists::close;

const MILLION: u64 = 1_000_000;
const WINDOW: usize = 200;

fn two_to(n: i32) -> f64 {
    2.0_f64.powi(n)
}

/// A window of pairs of whole numbers, with their sums.
#[derive(Default)]
struct Pairs {
    members: VecDeque<(i128, i128)>,
    came: u64,
    greatest: (i128, i128),
    x: i128,
    y: i128,
    xx: i128,
    xy: i128,
    yy: i128,
    /// Σ x²y, where the y are weights.
    xxy: i128,
}

impl Pairs {
    fn add(&mut self, (x, y): (i128, i128), sign: i128) {
        self.x += sign * x;
        self.y += sign * y;
        self.xx += sign * x * x;
        self.xy += sign * x * y;
        self.yy += sign * y * y;
        self.xxy = self.xxy.wrapping_add((sign * x * x).wrapping_mul(y));
    }

    fn step(&mut self, pair: (i128, i128)) -> Option<(i128, i128)> {
        let gone = (self.members.len() == WINDOW).then(|| self.members.pop_front()).flatten();
        if let Some(gone) = gone {
            self.add(gone, -1);
        }
        self.add(pair, 1);
        self.members.push_back(pair);
        self.came += 1;
        self.greatest = (self.greatest.0.max(pair.0.abs()), self.greatest.1.max(pair.1.abs()));
        gone
    }

    fn count(&self) -> i128 {
        self.members.len() as i128
    }

    /// N · w.
    fn steps(&self) -> f64 {
        self.came as f64 * WINDOW as f64
    }

    fn greatest(&self) -> (f64, f64) {
        (self.greatest.0 as f64, self.greatest.1 as f64)
    }

    /// count · (count - 1) times the variances of x and y, and between them the covariance.
    fn numerators(&self) -> [i128; 3] {
        let n = self.count();
        [n * self.xx - self.x * self.x, n * self.xy - self.x * self.y, n * self.yy - self.y * self.y]
    }
}

/// An aggregate with its state, outside any network, of pairs as `of` makes them.
struct Kept<T, A: Aggregate<T>>(A, A::State, fn((i128, i128)) -> T);

impl<T, A: Aggregate<T>> Kept<T, A> {
    fn new(aggregate: A, of: fn((i128, i128)) -> T) -> Self {
        let state = aggregate.start();
        Self(aggregate, state, of)
    }

    fn step(&mut self, pair: (i128, i128), gone: Option<(i128, i128)>) -> A::Out {
        if let Some(gone) = gone {
            self.0.leave(&mut self.1, &(self.2)(gone), None);
        }
        self.0.arrive(&mut self.1, &(self.2)(pair));
        // What is kept is data, and what comes back from it is the same.
        if pair.0 % 1_009 == 0 {
            let bytes = postcard::to_allocvec(&self.1).expect("the state is data");
            self.1 = postcard::from_bytes(&bytes).expect("and comes back");
        }
        self.0.out(&self.1)
    }
}

fn floats((x, y): (i128, i128)) -> (f64, f64) {
    (x as f64, y as f64)
}

fn integers((x, y): (i128, i128)) -> (i64, i64) {
    (x as i64, y as i64)
}

/// Far enough up that 128 bits do not hold the products.
fn wide((x, y): (i128, i128)) -> (i64, i64) {
    (x as i64 * (1 << 13), y as i64 * (1 << 13))
}

/// The greatest parts of their bounds that errors of covariances and correlations have taken, and the greatest of correlations.
fn worst_together(members: u64, seed: u64, (base, bits, reach): (i128, u32, u32)) -> [f64; 3] {
    let (mut xs, mut ys) = (History::new(seed, bits, reach), History::new(seed + 100, bits, reach));
    let mut exact = Pairs::default();
    let mut of_floats = Kept::new((covariance(), correlation()), floats);
    let mut of_integers = Kept::new((covariance(), correlation()), integers);
    let mut of_wide = Kept::new((covariance(), correlation()), wide);
    let mut worst = [0.0_f64; 3];
    for i in 0..members {
        let x = base + xs.next();
        // Some go together, some do not.
        let y = if i / 5_000 % 3 == 0 { x / 3 + i128::from(i % 7) } else { base + ys.next() };
        let y = y as f64 as i128;
        let gone = exact.step((x, y));
        let found = of_floats.step((x, y), gone);
        let [exactly, widely] = [of_integers.step((x, y), gone), of_wide.step((x, y), gone)];
        let count = exact.count();
        if count < 2 {
            assert_eq!([found, exactly, widely], [(None, None); 3]);
            continue;
        }
        let [of_x, together, of_y] = exact.numerators();
        let divisor = (count * (count - 1)) as f64;
        let (expected, (x, y)) = (together as f64 / divisor, exact.greatest());
        let close = |found: Option<f64>, scale: f64| {
            let found = found.expect("there are two");
            assert!((found - scale * expected).abs() <= scale * expected.abs() * two_to(-50));
        };
        close(exactly.0, 1.0);
        close(widely.0, two_to(26));

        let covariance = found.0.expect("there are two");
        assert!(covariance == 0.0 || (of_x > 0 && of_y > 0), "that of a constant is 0");
        let (off, drift) = ((covariance - expected).abs(), exact.steps() * x * y * two_to(-101));
        assert!(off <= expected.abs() * two_to(-50) + drift, "off by {off} after {}", exact.came);
        worst[0] = worst[0].max((off - expected.abs() * two_to(-50)) / drift);

        if of_x == 0 || of_y == 0 {
            assert_eq!([found.1, exactly.1, widely.1], [None; 3], "a constant has no correlation");
            continue;
        }
        let expected = together as f64 / ((of_x as f64).sqrt() * (of_y as f64).sqrt());
        for found in [exactly.1, widely.1] {
            let found = found.expect("neither is constant");
            assert!((found - expected).abs() <= two_to(-49), "{found} for {expected}");
        }
        let k = (x / (of_x as f64 / divisor).sqrt()).max(y / (of_y as f64 / divisor).sqrt());
        let drift = exact.steps() * k * k * two_to(-99);
        if let Some(found) = found.1.filter(|_| drift < 0.125) {
            let off = (found - expected).abs();
            assert!(off <= two_to(-49) + drift && found.abs() <= 1.0, "{found} for {expected}");
            worst[1] = worst[1].max((off - two_to(-49)) / drift);
            worst[2] = worst[2].max(off);
        }
    }
    worst
}

/// The same of weighted means and variances.
fn worst_weighted(members: u64, seed: u64) -> [f64; 2] {
    let (mut xs, mut weights) = (History::new(seed, 10, 14), History::new(seed + 100, 8, 8));
    let mut exact = Pairs::default();
    let mut of_floats = Kept::new((weighted_mean(), weighted_variance()), floats);
    let mut of_integers = Kept::new((weighted_mean(), weighted_variance()), integers);
    let mut worst = [0.0_f64; 2];
    for _ in 0..members {
        let pair = (xs.next(), weights.next().max(0));
        let gone = exact.step(pair);
        let (found, exactly) = (of_floats.step(pair, gone), of_integers.step(pair, gone));
        let (total, weighted) = (exact.y, exact.xy);
        if total == 0 {
            assert_eq!([found, exactly], [(None, None); 2], "there is no weight");
            continue;
        }
        let (x, v) = exact.greatest();
        let expected = weighted as f64 / total as f64;
        let (mean, of_integers) = found.0.zip(exactly.0).expect("there is a weight");
        assert!(
            (of_integers - expected).abs() <= expected.abs() * two_to(-51),
            "{of_integers} for {expected}"
        );
        let (off, drift) = ((mean - expected).abs(), exact.steps() * x * v * two_to(-102) / total as f64);
        assert!(off <= expected.abs() * two_to(-50) + drift, "off by {off} after {}", exact.came);
        worst[0] = worst[0].max((off - expected.abs() * two_to(-50)) / drift);

        let apart = total * total - exact.yy;
        if apart == 0 {
            assert_eq!([found.1, exactly.1], [None; 2], "one has all the weight");
            continue;
        }
        let numerator = total * exact.xxy - weighted * weighted;
        let expected = numerator as f64 / apart as f64;
        let (variance, of_integers) = found.1.zip(exactly.1).expect("there are two weights");
        assert!((of_integers - expected).abs() <= expected * two_to(-49), "{of_integers} for {expected}");
        let drift = exact.steps() * v * x * x * two_to(-99) * total as f64 / apart as f64;
        let off = (variance - expected).abs();
        assert!(off <= expected * two_to(-49) + drift, "off by {off} after {}", exact.came);
        worst[1] = worst[1].max((off - expected * two_to(-49)) / drift);
        assert!(variance >= 0.0);
    }
    worst
}

#[test]
fn covariances_and_correlations_keep_their_bounds_over_a_million_members() {
    for seed in 0..2 {
        let [covariance, correlation, _] = worst_together(MILLION / 2, seed, (0, 13, 36));
        println!("covariance, correlation: {covariance:e} and {correlation:e} of the bounds");
    }
}

#[test]
fn correlations_of_prices_that_move_by_cents_keep_their_digits() {
    // In steps of 1/128, near 60,000, in a range of 8,000.
    let [_, _, worst] = worst_together(MILLION / 2, 3, (60_000 * 128, 7, 13));
    println!("correlation of prices: off by {worst:e}");
    assert!(worst < 1e-13);
}

#[test]
fn weighted_means_and_variances_keep_their_bounds_over_a_million_members() {
    for seed in 0..2 {
        println!("weighted mean, variance: {:?} of the bounds", worst_weighted(MILLION / 2, seed));
    }
}

#[test]
fn equal_weights_are_none() {
    let xs = [3.0, 7.5, -2.25, 11.0, 0.5, 6.0];
    let spread = simulate((0..).zip(xs), |x| {
        x.window_of(4, (tidegate::network::variance(), weighted_variance().of(|x: &f64| (*x, 0.125))))
    });
    assert!(spread.iter().all(|(_, (plain, weighted))| plain == weighted), "{spread:?}");
}

/// All four of each three in a row.
fn of_three(values: &[(f64, f64)]) -> Vec<[Option<f64>; 4]> {
    let four = || (covariance(), correlation(), weighted_mean(), weighted_variance());
    let seen = simulate((0..).zip(values.iter().copied()), |x| x.window_of(3, four()).full());
    seen.into_iter().map(|(_, (a, b, c, d))| [a, b, c, d]).collect()
}

#[test]
fn what_is_no_ordinary_number_leaves_no_trace() {
    let ordinary = [(1.0, 2.0), (2.0, 3.0), (4.0, 1.0)];
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -1e130] {
        for pair in [(odd, 1.0), (1.0, odd), (odd, odd)] {
            let values = [[(0.1, 0.7), pair, (0.3, 0.4)].as_slice(), &ordinary].concat();
            let seen = of_three(&values);
            let same = |(x, y): (&Option<f64>, &Option<f64>)| close(*x, *y);
            assert!(seen[3].iter().zip(&of_three(&ordinary)[0]).all(same), "after {odd}: {seen:?}");
            assert!(seen[..2].iter().flatten().all(|x| x.is_some_and(f64::is_nan)), "{seen:?}");
        }
    }
}

#[test]
fn constants_have_neither_covariance_nor_correlation() {
    let values = [(1e30, 5.0), (0.1, 1.0), (0.1, 0.3), (0.1, 0.7), (0.2, 0.7), (0.4, 0.7)];
    let seen = of_three(&values);
    assert_eq!((seen[1][0], seen[1][1]), (Some(0.0), None));
    assert_eq!((seen[3][0], seen[3][1]), (Some(0.0), None));
    assert_eq!((seen[1][2], seen[1][3]), (Some(0.1), Some(0.0)), "equal values have themselves as mean");
}

#[test]
fn what_has_no_weight_is_no_member() {
    let values = [
        (1.0, 1.0),
        (f64::NAN, 0.0),
        (3.0, 1.0),
        (1e300, -0.0),
        (f64::INFINITY, 0.0),
        (7.0, 0.0),
        (8.0, 2.0),
    ];
    let seen = of_three(&values);
    assert_eq!((seen[0][2], seen[0][3]), (Some(2.0), Some(2.0)));
    assert_eq!((seen[1][2], seen[1][3]), (Some(3.0), None));
    assert_eq!((seen[3][2], seen[3][3]), (None, None));
    assert_eq!((seen[4][2], seen[4][3]), (Some(8.0), None));
}

#[test]
fn covariances_of_the_widest_words_are_exact() {
    let (low, high) = ((0, u64::MAX), (u64::MAX, 0));
    let seen =
        simulate((0..).zip([low, high, low, high]), |x| x.window_of(4, (covariance(), correlation())).full());
    let apart = u64::MAX as f64;
    assert_eq!(seen, [(3, (Some(-apart * apart / 3.0), Some(-1.0)))]);
}

#[test]
fn weighted_variances_of_the_widest_words_are_exact() {
    let (weight, apart) = (1_u64 << 60, u64::MAX as f64);
    let seen = simulate((0..).zip([(u64::MAX, weight), (0, weight)]), |x| {
        x.window_of(2, (weighted_mean(), weighted_variance())).full()
    });
    assert_eq!(seen, [(1, (Some(apart / 2.0), Some(apart * apart / 2.0)))]);
}
