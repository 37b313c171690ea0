//! What comes first where several things may.

use std::fmt;

use crate::rng::Rng;

/// Decides what comes first where several things may.
pub trait Order: fmt::Debug {
    /// Whether it chooses at all.
    const CHOOSES: bool;

    /// One of `of` possibilities, from 0 on.
    fn choose(&mut self, of: u32) -> u32;

    /// The seed from which it chooses.
    fn seed(&self) -> Option<u64>;
}

/// Ports in their order, answers before data, all that happens at one time in one instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InOrder;

impl Order for InOrder {
    const CHOOSES: bool = false;

    fn choose(&mut self, _: u32) -> u32 {
        0
    }

    fn seed(&self) -> Option<u64> {
        None
    }
}

/// As a seed has it; see [`Sim::seed`](super::Sim::seed).
#[derive(Clone, Debug)]
pub struct Seeded {
    seed: u64,
    rng: Rng,
}

impl Seeded {
    pub(super) const fn new(seed: u64) -> Self {
        Self { seed, rng: Rng::new(seed) }
    }
}

impl Order for Seeded {
    const CHOOSES: bool = true;

    fn choose(&mut self, of: u32) -> u32 {
        u32::try_from(self.rng.below(of)).unwrap_or(0)
    }

    fn seed(&self) -> Option<u64> {
        Some(self.seed)
    }
}
