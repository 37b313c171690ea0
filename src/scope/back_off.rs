//! How long to wait before trying again: longer each time, up to a cap.

use crate::rng::Rng;
use crate::time::Span;

/// Spans for one attempt after the other: `base`, then each `factor` times the one before, up to `cap`.
///
/// Pure and endless. With jitter each is a part of that, between half of it and all of it, chosen by the seed: many
/// who lost one market together do not come back together. Nothing overflows.
///
/// ```
/// use tidegate::scope::BackOff;
/// use tidegate::time::Span;
/// let secs = |n| Span::from_secs(n);
/// let plain = BackOff::new(secs(1)).factor(3).cap(secs(20));
/// assert_eq!(plain.clone().take(5).collect::<Vec<_>>(), [secs(1), secs(3), secs(9), secs(20), secs(20)]);
///
/// let spread = plain.clone().jitter(7);
/// assert!(spread.clone().zip(plain).take(100).all(|(part, whole)| part <= whole && part.plus(part) >= whole));
/// assert!(spread.clone().take(9).eq(spread.take(9)), "the seed decides");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "it does nothing by itself"]
pub struct BackOff {
    base: Span,
    factor: u32,
    cap: Span,
    /// The state of the random numbers, if there is jitter.
    jitter: Option<Rng>,
    following: Span,
}

impl BackOff {
    /// Begins with `base` and doubles it, without cap and jitter.
    pub fn new(base: Span) -> BackOff {
        BackOff { base, factor: 2, cap: Span::MAX, jitter: None, following: base }
    }

    /// How much longer each wait is than the one before; 1 stays at the base, 0 counts as 1.
    pub fn factor(mut self, factor: u32) -> BackOff {
        self.factor = factor.max(1);
        self
    }

    /// No wait is longer than this, the first neither.
    pub fn cap(mut self, cap: Span) -> BackOff {
        self.cap = cap;
        self
    }

    /// Shortens each wait by up to a half, as `seed` decides.
    pub fn jitter(mut self, seed: u64) -> BackOff {
        self.jitter = Some(Rng::new(seed));
        self
    }

    /// Begins with the base again. The random numbers go on.
    pub fn reset(&mut self) {
        self.following = self.base;
    }

    /// The next wait; there always is one.
    pub fn step(&mut self) -> Span {
        let whole = self.following.min(self.cap);
        let longer = whole.nanos().unsigned_abs().saturating_mul(u64::from(self.factor));
        self.following = Span::from_nanos(longer);
        match &mut self.jitter {
            Some(rng) => part(whole, rng.word()),
            None => whole,
        }
    }
}

impl Iterator for BackOff {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        Some(self.step())
    }
}

/// Between half of `whole`, rounded up, and all of it.
fn part(whole: Span, random: u64) -> Span {
    let nanos = whole.nanos().unsigned_abs();
    let most_off = nanos / 2;
    Span::from_nanos(nanos - random % (most_off + 1))
}
