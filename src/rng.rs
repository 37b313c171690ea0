//! Random numbers that are the same on every machine and in every version.
//!
//! SplitMix64 (Steele, Lea and Flood, 2014): a counter in steps of the golden ratio, scrambled. Eight
//! bytes of state and integer arithmetic only. The stream is part of what this crate promises: a seed in
//! a report gives the same market in ten years.

/// 2^64 divided by the golden ratio, made odd.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A stream of random words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next word.
    #[inline]
    pub(crate) fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// A number from 0 to `end - 1`; 0 if there is none. The bias is below `end` in 2^64.
    #[inline]
    pub(crate) fn below(&mut self, end: u32) -> i64 {
        let wide = u128::from(self.word()) * u128::from(end);
        i64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A stream of its own, which what is drawn from this one later does not change.
    pub(crate) fn split(&mut self) -> Self {
        Self(self.word())
    }

    /// Whether one in `all` came up, or `of` in `all`.
    #[inline]
    pub(crate) fn is_one_of(&mut self, of: u32, all: u32) -> bool {
        self.below(all) < i64::from(of)
    }
}

#[cfg(test)]
mod tests {
    use super::Rng;

    /// The reference numbers of the published generator for the seed 1234567.
    #[test]
    fn the_stream_is_that_of_the_publication() {
        let mut rng = Rng::new(1_234_567);
        let words: Vec<u64> = (0..3).map(|_| rng.word()).collect();
        assert_eq!(words, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn numbers_stay_below_their_end_and_reach_all() {
        let mut rng = Rng::new(7);
        let mut seen = [0_u32; 6];
        for _ in 0..6_000 {
            seen[rng.below(6) as usize] += 1;
        }
        assert!(seen.iter().all(|&count| (800..1_200).contains(&count)), "{seen:?}");
        assert_eq!(rng.below(0), 0);
    }
}
