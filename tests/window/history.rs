//! A long random history of floats that are whole numbers, with what they add up to exactly.

use std::collections::VecDeque;

/// Values of up to 2^`bits` times 2^`reach`, in stretches of different kinds.
pub(crate) struct History {
    seed: u64,
    bits: u32,
    reach: u32,
    left: u64,
    kind: u64,
    level: i128,
}

impl History {
    pub(crate) fn new(seed: u64, bits: u32, reach: u32) -> Self {
        Self { seed, bits, reach, left: 0, kind: 0, level: 0 }
    }

    fn random(&mut self, below: u64) -> u64 {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % below
    }

    fn small(&mut self) -> i128 {
        let bits = self.bits;
        i128::from(self.random(1 << bits)) - (1 << (bits - 1))
    }

    fn large(&mut self) -> i128 {
        let by = self.random(u64::from(self.reach) + 1);
        self.small() << by
    }

    pub(crate) fn next(&mut self) -> i128 {
        if self.left == 0 {
            (self.left, self.kind) = (self.random(3_000) + 1, self.random(5));
            self.level = self.large();
        }
        self.left -= 1;
        let (spike, small, large) = (self.random(100) == 0, self.small(), self.large());
        let next = match self.kind {
            // A constant.
            0 => self.level,
            // Noise far from zero.
            1 => self.level + small,
            // Noise, with spikes.
            2 => small,
            3 if spike => large,
            3 => small,
            // All sizes.
            _ => large,
        };
        // What a float can say.
        next as f64 as i128
    }
}

/// A window of whole numbers, added up exactly.
pub(crate) struct Exact {
    size: usize,
    members: VecDeque<i128>,
    pub(crate) sum: i128,
    pub(crate) squares: i128,
}

impl Exact {
    pub(crate) fn new(size: usize) -> Self {
        Self { size, members: VecDeque::new(), sum: 0, squares: 0 }
    }

    pub(crate) fn count(&self) -> i128 {
        self.members.len() as i128
    }

    /// Who leaves as `x` arrives, and who is the oldest then.
    pub(crate) fn step(&mut self, x: i128) -> Option<(i128, Option<i128>)> {
        let gone = (self.members.len() == self.size).then(|| self.members.pop_front()).flatten();
        let next = self.members.front().copied();
        self.members.push_back(x);
        self.sum += x - gone.unwrap_or(0);
        // They fit where they are looked at.
        let squared = |x: i128| x.wrapping_mul(x);
        self.squares = self.squares.wrapping_add(squared(x)).wrapping_sub(gone.map_or(0, squared));
        gone.map(|gone| (gone, next))
    }
}
