//! The model itself: ticks, lots and milliseconds, as the table of the module has it.

use crate::market::Side;
use crate::rng::Rng;

/// The longest move of the best prices, in ticks.
pub(super) const MAX_MOVE: i64 = 20;
/// The largest size, in lots.
pub(super) const MAX_LOTS: i64 = 512;

/// What is drawn for one trade.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// Since the trade before.
    pub(super) wait_ms: u64,
    /// Best bid, in ticks.
    pub(super) bid: i64,
    /// Whether the best prices are new.
    pub(super) is_moved: bool,
    pub(super) aggressor: Side,
    pub(super) lots: i64,
}

/// A walk with moods and bursts.
#[derive(Debug)]
pub(super) struct Walk {
    rng: Rng,
    start: i64,
    bid: i64,
    /// How many of four takers buy.
    buyers: u32,
    mood_left: i64,
    burst_left: i64,
}

impl Walk {
    pub(super) const fn new(seed: u64, start: i64) -> Self {
        Self { rng: Rng::new(seed), start, bid: start, buyers: 2, mood_left: 0, burst_left: 0 }
    }

    /// The order of the draws is the stream: it must not change.
    pub(super) fn step(&mut self) -> Step {
        self.mood();
        let wait_ms = self.wait().unsigned_abs();
        let aggressor = if self.rng.is_one_of(self.buyers, 4) { Side::Buy } else { Side::Sell };
        let is_moved = self.rng.is_one_of(1, 4);
        if is_moved {
            self.move_with(aggressor);
        }
        let lots = self.lots();
        Step { wait_ms, bid: self.bid, is_moved, aggressor, lots }
    }

    /// Mostly small, seldom large.
    pub(super) fn lots(&mut self) -> i64 {
        let scale = self.rng.below(10);
        1 + self.rng.below(1 << scale)
    }

    fn mood(&mut self) {
        if self.mood_left == 0 {
            self.buyers = [1, 2, 3][self.rng.below(3) as usize];
            self.mood_left = 500 + self.rng.below(2_000);
        }
        self.mood_left -= 1;
    }

    fn wait(&mut self) -> i64 {
        if self.burst_left > 0 {
            self.burst_left -= 1;
            return self.rng.below(2);
        }
        if self.rng.is_one_of(1, 50) {
            self.burst_left = 1 + self.rng.below(11);
        }
        let gap = if self.rng.is_one_of(1, 2_000) { 5_000 + self.rng.below(55_001) } else { 0 };
        gap + 1 + self.rng.below(200)
    }

    fn move_with(&mut self, side: Side) {
        let ticks = 1 + self.rng.below(MAX_MOVE as u32);
        let up = match side {
            _ if self.bid <= self.start / 2 => true,
            _ if self.bid >= self.start * 2 => false,
            Side::Buy => true,
            Side::Sell => false,
        };
        self.bid += if up { ticks } else { -ticks };
    }
}
