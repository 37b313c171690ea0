//! What the workloads compute, whoever carries it: generator, functions, checksum, and the sources that need a state.

const SEED: u64 = 0x853C_49E6_748F_EA9B;

/// The generator: event number i gets the i-th word.
pub(crate) struct Words(u64);

impl Words {
    pub(crate) fn new() -> Self {
        Self(SEED)
    }

    #[inline(always)]
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0
    }
}

/// The checksum: it depends on number and order of what is mixed in.
#[inline(always)]
pub(crate) fn mix(h: u64, v: u64) -> u64 {
    h.rotate_left(5).wrapping_add(v)
}

#[inline(always)]
pub(crate) fn f(x: u64) -> u64 {
    x.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0xD1B5_4A32_D192_ED03).rotate_left(23)
}

#[inline(always)]
pub(crate) fn g(x: u64) -> u64 {
    (x ^ (x >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

/// How many branches a fanout has.
pub(crate) const BRANCHES: u64 = 10;

pub(crate) const FAST: f64 = 2.0 / 13.0;
pub(crate) const SLOW: f64 = 2.0 / 27.0;

/// The next average, where there is one so far.
#[inline(always)]
pub(crate) fn average(alpha: f64, so_far: f64, price: f64) -> f64 {
    so_far + alpha * (price - so_far)
}

/// One of `instruments` with its price.
#[inline(always)]
pub(crate) fn tick(word: u64, instruments: u64) -> (u32, f64) {
    let instrument = ((word >> 32) * instruments) >> 32;
    (instrument as u32, 100.0 + ((word >> 8) & 0xF_FFFF) as f64 / 1_048_576.0)
}

/// What the sink of `sparse` mixes in.
#[inline(always)]
pub(crate) fn changed(instrument: u32, count: u64) -> u64 {
    (u64::from(instrument) << 32) + count
}

/// The price of `ema_cross`.
pub(crate) struct Walk(f64);

impl Walk {
    pub(crate) fn new() -> Self {
        Self(100.0)
    }

    #[inline(always)]
    pub(crate) fn next(&mut self, word: u64) -> f64 {
        self.0 += ((word >> 33) as f64 / 1_073_741_824.0 - 1.0) * 0.5;
        self.0
    }
}

/// The book of `ema_cross`: what was done, and its checksum.
#[derive(Clone, Copy, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Position {
    count: u64,
    position: i64,
    checksum: u64,
}

impl Position {
    #[inline(always)]
    pub(crate) fn act(self, buy: bool, price: f64) -> Self {
        let position = self.position + if buy { 1 } else { -1 };
        let checksum = mix(mix(self.checksum, price.to_bits() ^ u64::from(buy)), position as u64);
        Self { count: self.count + 1, position, checksum }
    }

    pub(crate) fn answer(self) -> u64 {
        mix(self.checksum, self.count)
    }
}

/// The best prices of a book.
#[derive(Clone, Copy)]
pub(crate) struct Best {
    pub(crate) bid: i64,
    pub(crate) ask: i64,
}

/// What happens in one instant of `quote`.
#[derive(Clone, Copy, Default)]
pub(crate) struct Happened {
    pub(crate) book: Option<Best>,
    pub(crate) fill: Option<i64>,
}

/// The market of `quote`.
pub(crate) struct Market(i64);

impl Market {
    pub(crate) fn new() -> Self {
        Self(100_000)
    }

    #[inline(always)]
    pub(crate) fn next(&mut self, word: u64) -> Happened {
        let kind = word >> 61;
        Happened { book: (kind != 0).then(|| self.book(word)), fill: (kind < 2).then(|| fill(word)) }
    }

    #[inline(always)]
    fn book(&mut self, word: u64) -> Best {
        self.0 += ((word >> 33) % 3) as i64 - 1;
        Best { bid: self.0 - 1 - ((word >> 40) & 1) as i64, ask: self.0 + 1 + ((word >> 41) & 1) as i64 }
    }
}

/// One to four lots, bought or sold.
#[inline(always)]
pub(crate) fn fill(word: u64) -> i64 {
    let quantity = ((word >> 46) & 3) as i64 + 1;
    if (word >> 45) & 1 == 1 { quantity } else { -quantity }
}

/// Bid and ask to be quoted around twice the mid price, leaning against the inventory.
#[inline(always)]
pub(crate) fn quote(mid2: i64, inventory: i64) -> (i64, i64) {
    let center = (mid2 >> 1) - (inventory >> 3);
    (center - 2, center + 2)
}

/// Standing orders of `quote`, and the checksum of all that was sent.
#[derive(Clone, Copy, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Orders {
    bid: u64,
    ask: u64,
    pub(crate) checksum: u64,
}

impl Orders {
    /// Cancels the two that stand, places two new ones.
    #[inline(always)]
    pub(crate) fn replace(self, (bid, ask): (i64, i64)) -> Self {
        let last = self.ask;
        let sent = [self.bid, self.ask, last + 1, last + 2, bid as u64, ask as u64];
        Self { bid: last + 1, ask: last + 2, checksum: sent.into_iter().fold(self.checksum, mix) }
    }
}

/// Times and prices of `window`.
pub(crate) struct Samples {
    price: i64,
    nanos: u64,
}

impl Samples {
    pub(crate) fn new() -> Self {
        Self { price: 10_000, nanos: 0 }
    }

    /// Nanoseconds since the start, and the price.
    #[inline(always)]
    pub(crate) fn next(&mut self, word: u64) -> (u64, i64) {
        self.price += ((word >> 33) % 5) as i64 - 2;
        self.nanos += 500_000 + ((word >> 40) & 0xF_FFFF);
        (self.nanos, self.price)
    }
}

/// How many samples mean and deviation are of.
pub(crate) const LAST: usize = 256;
/// How old a sample of the sum may be, in nanoseconds; exactly as old it still counts.
pub(crate) const SECOND: u64 = 1_000_000_000;

/// Mixes in mean, standard deviation and sum.
#[inline(always)]
pub(crate) fn mix_window(h: u64, mean: f64, std: f64, sum: i64) -> u64 {
    mix(mix(mix(h, mean.to_bits()), (std * 16.0 + 0.5).floor() as u64), sum as u64)
}
