//! How far products, skewness and kurtosis are off, over long histories.

use std::collections::VecDeque;

use tidegate::network::{Aggregate, Fold, Windowed, geometric_mean, kurtosis, product, simulate, skewness};

use crate::history::History;

const MILLION: u64 = 1_000_000;
const WINDOW: usize = 200;

/// A window of an aggregate, outside any network; what it keeps is saved and put back now and then.
struct Kept<T, A: Aggregate<T>> {
    aggregate: A,
    state: A::State,
    members: VecDeque<T>,
    came: u64,
}

impl<T: Copy, A: Aggregate<T>> Kept<T, A> {
    fn new(aggregate: A) -> Self {
        let state = aggregate.start();
        Self { aggregate, state, members: VecDeque::new(), came: 0 }
    }

    fn step(&mut self, x: T) -> A::Out {
        if self.members.len() == WINDOW {
            let gone = self.members.pop_front().expect("it is full");
            self.aggregate.leave(&mut self.state, &gone, self.members.front());
        }
        self.aggregate.arrive(&mut self.state, &x);
        self.members.push_back(x);
        self.came += 1;
        if self.came.is_multiple_of(10_007) {
            let bytes = postcard::to_allocvec(&self.state).expect("the state is data");
            self.state = postcard::from_bytes(&bytes).expect("and comes back");
        }
        self.aggregate.out(&self.state)
    }
}

/// Prices around 60,000 are whole multiples of 1/128, given by how many of these they are above.
const BASE: i128 = 60_000 * 128;

fn price(above: i128) -> f64 {
    (BASE + above) as f64 / 128.0
}

/// Sums of the first four powers of whole numbers below 2²¹, at most 2⁸ at once.
#[derive(Default)]
struct Powers {
    n: i128,
    sums: [i128; 4],
}

impl Powers {
    fn add(&mut self, x: i128, sign: i128) {
        self.n += sign;
        self.sums = [1, 2, 3, 4].map(|p| self.sums[p as usize - 1] + sign * x.pow(p));
    }

    /// Skewness and kurtosis; exact but for the last divisions.
    fn shape(&self) -> (Option<f64>, Option<f64>) {
        let (n, [s1, s2, s3, s4]) = (self.n, self.sums);
        // Σ(x - mean)ᵖ times n to the power of p - 1.
        let second = n * s2 - s1 * s1;
        let third = n * n * s3 - 3 * n * s1 * s2 + 2 * s1 * s1 * s1;
        let fourth = n * n * n * s4 - 4 * n * n * s1 * s3 + 6 * n * s1 * s1 * s2 - 3 * s1 * s1 * s1 * s1;
        let (count, second, third, fourth) = (n as f64, second as f64, third as f64, fourth as f64);
        let skewness = count.sqrt() * (count - 1.0).sqrt() / (count - 2.0) * third / second.powf(1.5);
        let kurtosis = (count - 1.0) / ((count - 2.0) * (count - 3.0))
            * ((count + 1.0) * fourth / (second * second) - 3.0 * (count - 1.0));
        let spread = second > 0.0;
        ((n >= 3 && spread).then_some(skewness), (n >= 4 && spread).then_some(kurtosis))
    }
}

/// The greatest errors of skewness, relative to 1 + its magnitude, and of kurtosis, relative to 3 + kurtosis.
fn worst_shape(members: u64, seed: u64) -> [f64; 2] {
    // In steps of less than a cent, in a range of 8,000.
    let (mut history, mut powers) = (History::new(seed, 7, 13), Powers::default());
    let (mut floats, mut integers) =
        (Kept::new((skewness(), kurtosis())), Kept::new((skewness(), kurtosis())));
    let mut members_above = VecDeque::new();
    let mut worst = [0.0_f64; 2];
    for _ in 0..members {
        let above = history.next();
        if members_above.len() == WINDOW {
            powers.add(-members_above.pop_front().unwrap_or(0), -1);
        }
        members_above.push_back(-above);
        powers.add(above, 1);
        let expected = powers.shape();
        for found in [floats.step(price(above)), integers.step(((BASE + above) as i64) << 30)] {
            let off =
                |found: Option<f64>, expected: Option<f64>, scale: fn(f64) -> f64| match (found, expected) {
                    (Some(found), Some(expected)) => (found - expected).abs() / scale(expected),
                    (found, expected) => f64::from(u8::from(found != expected)),
                };
            let skewness = off(found.0, expected.0, |x| 1.0 + x.abs());
            let kurtosis = off(found.1, expected.1, |x| 3.0 + x.max(0.0));
            assert!(skewness < 1e-13 && kurtosis < 1e-13, "{found:?} for {expected:?}");
            worst = [worst[0].max(skewness), worst[1].max(kurtosis)];
        }
    }
    worst
}

#[test]
fn shapes_of_prices_that_move_by_cents_keep_their_digits_over_a_million_members() {
    for seed in 0..2 {
        println!("skewness, kurtosis: off by {:?}", worst_shape(MILLION / 2, seed));
    }
}

#[test]
fn shapes_of_a_million_at_once_keep_their_digits() {
    let folds = (skewness(), kurtosis());
    let mut state = Fold::<f64>::start(&folds);
    // Counts of each distance in closed form: 0 to 9 in turn, a third of them squared.
    let above = |i: i128| if i % 3 == 0 { (i % 10) * (i % 10) } else { i % 10 };
    let mut sums = [0_i128; 4];
    for i in 0..i128::from(MILLION) {
        Fold::<f64>::enter(&folds, &mut state, &price(above(i)));
        sums = [1, 2, 3, 4].map(|p| sums[p as usize - 1] + above(i).pow(p));
    }
    let expected = Powers { n: i128::from(MILLION), sums }.shape();
    let found = Fold::<f64>::out(&folds, &state);
    let off = (found.0.unwrap() - expected.0.unwrap(), found.1.unwrap() - expected.1.unwrap());
    println!("of a million at once: off by {off:?}");
    assert!(off.0.abs() < 1e-13 && off.1.abs() < 1e-13, "{found:?} for {expected:?}");
}

/// The product from scratch, in two floats, of members from newest to oldest: mantissa and exponent.
fn multiplied(members: &VecDeque<f64>) -> f64 {
    let (mut high, mut low, mut exponent) = (1.0_f64, 0.0_f64, 0_i32);
    for x in members.iter().rev() {
        let product = high * x;
        if product == 0.0 {
            return 0.0;
        }
        low = low * x + high.mul_add(*x, -product);
        high = product;
        while high.abs() >= 2.0_f64.powi(200) {
            (high, low, exponent) = (high * 2.0_f64.powi(-200), low * 2.0_f64.powi(-200), exponent + 200);
        }
        while high.abs() < 2.0_f64.powi(-200) {
            (high, low, exponent) = (high * 2.0_f64.powi(200), low * 2.0_f64.powi(200), exponent - 200);
        }
    }
    (high + low) * 2.0_f64.powi(exponent / 2) * 2.0_f64.powi(exponent - exponent / 2)
}

/// The greatest error of a product, in parts of it.
fn worst_product(members: u64, seed: u64) -> f64 {
    let (mut history, mut products) = (History::new(seed, 10, 20), Kept::new(product()));
    let mut worst = 0.0_f64;
    for i in 0..members {
        let x = match history.next() {
            0 => 0.0,
            // Spikes that cancel in the long run, if not before they would overflow.
            far if far.abs() > 1 << 26 => (far as f64) * 2.0_f64.powi(if i % 2 == 0 { 190 } else { -240 }),
            near => 1.0 + near as f64 / 1e9,
        };
        let found = products.step(x);
        if i % 53 == 0 {
            let expected = multiplied(&products.members);
            let same = found == expected || !expected.is_normal() && found.abs() < 1e-300;
            let off = if same { 0.0 } else { (found / expected - 1.0).abs() };
            assert!(off <= 2.0_f64.powi(-51), "{found:e} for {expected:e}");
            worst = worst.max(off);
        }
    }
    worst
}

#[test]
fn products_are_those_from_scratch_over_a_million_members() {
    for seed in 0..2 {
        println!("product: off by {:e}", worst_product(MILLION / 2, seed));
    }
}

#[test]
fn a_product_is_exact_where_floats_are() {
    let mut products = Kept::new(product());
    let mut seed = 1_u64;
    for _ in 0..1_000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        // Powers of two, which are long gone when they would come to a number that is none.
        let x = 2.0_f64.powi((seed >> 60) as i32 - 8);
        let found = products.step(if seed >> 59 & 1 == 0 { x } else { -x });
        assert_eq!(found, products.members.iter().product::<f64>());
    }
}

/// Skewness, kurtosis, product and geometric mean of each four in a row.
fn of_four(values: &[f64]) -> Vec<[f64; 4]> {
    let folds = || (skewness(), kurtosis(), product(), geometric_mean());
    let seen = simulate((0..).zip(values.iter().copied()), |x| x.window_of(4, folds()).full());
    let value = |x: Option<f64>| x.unwrap_or(0.0);
    seen.into_iter().map(|(_, (a, b, c, d))| [value(a), value(b), c, value(d)]).collect()
}

#[test]
fn what_is_no_ordinary_number_leaves_no_trace() {
    let ordinary = [1.0, 2.0, 4.0, 9.0];
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, 0.0, 5e-324, -3.0] {
        let seen = of_four(&[[3.0, odd, 2.0, 1.0].as_slice(), &ordinary].concat());
        assert_eq!(seen[4], of_four(&ordinary)[0], "after {odd}");
        if odd.abs() > 1e300 || odd.is_nan() {
            assert!(seen[0][0].is_nan() && seen[0][1].is_nan(), "{odd}: {seen:?}");
        }
        assert_eq!(seen[0][2].to_bits(), (6.0 * odd).to_bits(), "6 · {odd}");
        assert!(!(odd < 0.0 || odd.is_nan()) || seen[0][3].is_nan(), "{odd}: {seen:?}");
        assert!(odd != 0.0 || seen[0][3] == 0.0);
    }
    assert!(of_four(&[0.0, f64::INFINITY, 1.0, 1.0])[0][2..].iter().all(|x| x.is_nan()));
}

#[test]
fn products_do_not_overflow_on_the_way() {
    let far = 2.0_f64.powi(1_000);
    assert_eq!(of_four(&[far, far, 1.0 / far, 3.0 / far])[0][2], 3.0);
    assert_eq!(of_four(&[5e-324, far, 2.0_f64.powi(73), 2.0])[0][2], 1.0);
    assert_eq!(of_four(&[f64::MAX, f64::MAX, -1.0, 1.0])[0][2], f64::NEG_INFINITY);
    assert_eq!(of_four(&[1e-200, 1e-200, 1.0, 1.0])[0][2], 0.0);
}

#[test]
fn shapes_are_those_of_any_scale_that_can_be_squared() {
    let values = [1.0, 2.0, 4.0, 9.0];
    for scale in [-220, -100, 0, 100, 230] {
        let scaled = values.map(|x| x * 2.0_f64.powi(scale));
        assert_eq!(of_four(&scaled)[0][..2], of_four(&values)[0][..2], "times 2^{scale}");
    }
    for scale in [-250, -300, 250, 300, 1_000] {
        let scaled = values.map(|x| x * 2.0_f64.powi(scale));
        assert!(of_four(&scaled)[0][..2].iter().all(|x| x.is_nan()), "times 2^{scale}");
    }
}

#[test]
fn equal_members_have_no_shape() {
    let seen =
        simulate((0..).zip([1e9, 0.1, 0.1, 0.1, 0.1]), |x| x.window_of(4, (skewness(), kurtosis())).full());
    assert!(seen[0].1.0.is_some() && seen[0].1.1.is_some());
    assert_eq!(seen[1].1, (None, None));
}
