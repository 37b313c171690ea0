//! Ticks of all kinds in turn: constants, noise, steps, spikes, walks, all sizes, and now and then NaN.
//!
//! Values are whole multiples of 2⁻³⁶ that a float holds: here they are told in that unit, as whole numbers. All have up to
//! 53 digits of base two, so that their squares have more than two floats hold.

use tidegate::time::Time;

/// Of which size they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sizes {
    /// Near 60,000, moving by a cent or less, with steps and spikes of up to 4,096.
    Prices,
    /// From 2⁻³⁶ to 2⁷⁰, on both sides of 0.
    All,
}

/// What comes at once. A value that is NaN is 0 as a whole number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tick {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) weight: f64,
    pub(crate) whole: [i128; 3],
    pub(crate) key: u32,
    pub(crate) at: Time,
    /// Which of [`GAPS`] has passed since the last one.
    pub(crate) gap: usize,
    /// A factor of growth; many of them in a row come to next to nothing.
    pub(crate) factor: f64,
}

impl Tick {
    pub(crate) fn pair(&self) -> (f64, f64) {
        (self.x, self.y)
    }

    pub(crate) fn weighted(&self) -> (f64, f64) {
        (self.x, self.weight)
    }

    pub(crate) fn timed(&self) -> (Time, f64) {
        (self.at, self.x)
    }

    pub(crate) fn keyed(&self) -> (u32, f64) {
        (self.key, self.x)
    }

    /// Without sign, and in the unit of a price: a growth, too, but far from 1.
    pub(crate) fn magnitude(&self) -> f64 {
        self.x.abs() * UNIT
    }

    pub(crate) fn is_nan(&self) -> bool {
        self.x.is_nan() || self.y.is_nan()
    }
}

pub(crate) const UNIT: f64 = 1.0 / (1_u64 << 36) as f64;
pub(crate) const HALF_LIFE: u64 = 1_000_003;
/// Nanoseconds; none at all more often than the others, and the last, 60 half-lives, rarely.
pub(crate) const GAPS: [u64; 11] =
    [0, 0, 0, 977, 7_919, 20_011, 30_000, 49_999, 150_011, 600_000, 60 * HALF_LIFE];
pub(crate) const KEYS: u64 = 50;

#[derive(Debug)]
struct Random(u64);

impl Random {
    fn bits(&mut self, n: u32) -> i128 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        i128::from((mixed ^ mixed >> 31) >> (64 - n))
    }

    fn below(&mut self, n: u64) -> u64 {
        (self.bits(32) as u64 * n) >> 32
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// Values in stretches of different kinds.
#[derive(Debug)]
struct Values {
    random: Random,
    sizes: Sizes,
    left: u64,
    kind: u64,
    level: i128,
}

impl Values {
    fn small(&mut self) -> i128 {
        let (signed, less) = (self.random.bits(53) - (1 << 52), self.random.below(50) as u32);
        match self.sizes {
            Sizes::Prices => signed >> 24,
            Sizes::All => signed >> less,
        }
    }

    fn large(&mut self) -> i128 {
        let (signed, by) = (self.random.bits(53) - (1 << 52), self.random.below(55) as u32);
        match self.sizes {
            Sizes::Prices => signed >> (4 + by % 20),
            Sizes::All => signed << by,
        }
    }

    /// None for a NaN.
    fn next(&mut self) -> Option<i128> {
        if self.left == 0 {
            (self.left, self.kind) = (self.random.below(3_000) + 1, self.random.below(8));
            self.level = self.large();
        }
        self.left -= 1;
        let (small, spike, nan) = (self.small(), self.random.one_in(100), self.random.one_in(400));
        match self.kind {
            // A constant.
            0 => {}
            // Steps.
            1 if self.random.one_in(40) => self.level = self.large(),
            1 => {}
            // A walk.
            2 => self.level += small,
            _ => {}
        }
        let next = match self.kind {
            0..=2 => self.level,
            // Spikes, on noise near 0 and on a level.
            3 if spike => self.large(),
            3 => small,
            4 if spike => self.level + self.large(),
            // All sizes.
            5 => self.large(),
            6 if nan => return None,
            _ => self.level + small,
        };
        let base = if self.sizes == Sizes::Prices { 60_000 << 36 } else { 0 };
        // What a float holds.
        Some((base + next) as f64 as i128)
    }
}

#[derive(Debug)]
pub(crate) struct Ticks {
    sizes: Sizes,
    xs: Values,
    ys: Values,
    random: Random,
    came: u64,
    at: i64,
    grown: f64,
}

impl Ticks {
    pub(crate) fn new(sizes: Sizes, seed: u64) -> Self {
        let values = |seed| Values { random: Random(seed), sizes, left: 0, kind: 0, level: 0 };
        let random = Random(seed ^ 0x5eed);
        Self { sizes, xs: values(seed), ys: values(!seed), random, came: 0, at: 0, grown: 0.0 }
    }

    fn weight(&mut self) -> i128 {
        let (bits, less) = (self.random.bits(53), self.random.below(53) as u32);
        match self.sizes {
            _ if self.random.one_in(20) => 0,
            Sizes::Prices => bits >> 10,
            Sizes::All => bits >> less,
        }
    }

    /// One that leads back, so that no product is too great or too small to be a float.
    fn factor(&mut self) -> f64 {
        let (part, up) = (self.random.bits(52) as f64 / (1_u64 << 52) as f64, self.grown <= 0.0);
        let near = if self.sizes == Sizes::Prices { part / 1_024.0 } else { part };
        let factor = 1.0 + near;
        let factor = match self.sizes {
            Sizes::All if self.random.one_in(3) => factor * 2.0_f64.powi(self.random.below(30) as i32),
            _ => factor,
        };
        let factor = if up { factor } else { 1.0 / factor };
        self.grown += factor.log2();
        let negative = self.sizes == Sizes::All && self.random.one_in(2);
        if negative { -factor } else { factor }
    }

    pub(crate) fn next(&mut self) -> Tick {
        let (x, own) = (self.xs.next(), self.ys.next());
        // Some go together, most do not.
        let y = match (x, self.came / 5_000 % 3) {
            (Some(x), 0) => own.map(|own| (x / 3 + (own >> 30)) as f64 as i128),
            _ => own,
        };
        let gap = match self.random.one_in(5_000) {
            true => GAPS.len() - 1,
            false => self.random.below(GAPS.len() as u64 - 1) as usize,
        };
        self.came += 1;
        self.at += GAPS[gap] as i64;
        // For a while only a few keys tick.
        let keys = if self.came / 7_000 % 3 == 1 { 4 } else { KEYS };
        let (weight, key, factor) = (self.weight(), self.random.below(keys) as u32, self.factor());
        let float = |x: Option<i128>| x.map_or(f64::NAN, |x| x as f64);
        Tick {
            x: float(x),
            y: float(y),
            weight: weight as f64,
            whole: [x.unwrap_or(0), y.unwrap_or(0), weight],
            key,
            at: Time::from_nanos(self.at),
            gap,
            factor,
        }
    }
}
