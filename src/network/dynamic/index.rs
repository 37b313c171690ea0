//! From keys to their numbers and values: an open-addressing table that is fast where keys are dense.
//!
//! Numbers are given in order of appearance and never taken back. The hash multiplies by the golden
//! ratio: whole numbers that follow each other land far apart, so that for dense keys nearly every
//! lookup hits at once. Nothing about the table's order can be seen from outside.
//!
//! Invariants: at most half of `table` is used; `entries[table[i]]` is reached from its home without
//! passing a free place; its length is a power of two.

use std::hash::{Hash, Hasher};

use super::per_key::Number;

const FREE: Number = Number::MAX;

/// 2^64 divided by the golden ratio, made odd. (Knuth, The Art of Computer Programming 3, 6.4.)
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

#[derive(Debug)]
pub(crate) struct Index<K, V> {
    /// A key lies beside its value, so that a lookup has touched what it finds.
    entries: Vec<(K, V)>,
    table: Vec<Number>,
    shift: u32,
}

impl<K: Eq + Hash, V> Index<K, V> {
    pub(crate) fn new() -> Self {
        Self { entries: Vec::new(), table: vec![FREE; 2], shift: 63 }
    }

    /// The number of a known key.
    #[inline(always)]
    pub(crate) fn get(&self, key: &K) -> Option<Number> {
        let mut place = self.home(key);
        loop {
            let number = self.table[place];
            match self.entries.get(number as usize) {
                Some((known, _)) if known == key => return Some(number),
                Some(_) => place = (place + 1) & (self.table.len() - 1),
                None => return None,
            }
        }
    }

    /// Gives a new key the next number.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        if 2 * (self.entries.len() + 1) > self.table.len() {
            self.grow();
        }
        let free = self.free_place(&key);
        self.table[free] = self.entries.len() as Number;
        self.entries.push((key, value));
    }

    /// The key of a number.
    #[inline(always)]
    pub(crate) fn key(&self, number: Number) -> &K {
        &self.entries[number as usize].0
    }

    /// The value of a number.
    #[inline(always)]
    pub(crate) fn value_mut(&mut self, number: Number) -> &mut V {
        &mut self.entries[number as usize].1
    }

    /// All keys with their values, by number.
    pub(crate) fn entries(&self) -> &[(K, V)] {
        &self.entries
    }

    #[inline(always)]
    fn home(&self, key: &K) -> usize {
        let mut hasher = GoldenHasher(0);
        key.hash(&mut hasher);
        (hasher.finish() >> self.shift) as usize
    }

    fn free_place(&self, key: &K) -> usize {
        let mut place = self.home(key);
        while self.table[place] != FREE {
            place = (place + 1) & (self.table.len() - 1);
        }
        place
    }

    fn grow(&mut self) {
        self.table = vec![FREE; 2 * self.table.len()];
        self.shift -= 1;
        for number in 0..self.entries.len() {
            let free = self.free_place(&self.entries[number].0);
            self.table[free] = number as Number;
        }
    }
}

/// A multiplicative hash; its upper bits are the good ones.
struct GoldenHasher(u64);

impl GoldenHasher {
    #[inline(always)]
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(29) ^ word).wrapping_mul(GOLDEN);
    }
}

impl Hasher for GoldenHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.add(u64::from_le_bytes(word));
        }
    }

    #[inline(always)]
    fn write_u8(&mut self, value: u8) {
        self.add(u64::from(value));
    }

    #[inline(always)]
    fn write_u16(&mut self, value: u16) {
        self.add(u64::from(value));
    }

    #[inline(always)]
    fn write_u32(&mut self, value: u32) {
        self.add(u64::from(value));
    }

    #[inline(always)]
    fn write_u64(&mut self, value: u64) {
        self.add(value);
    }

    #[inline(always)]
    fn write_usize(&mut self, value: usize) {
        self.add(value as u64);
    }

    #[inline(always)]
    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Index;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn the_index_agrees_with_a_map(keys in prop::collection::vec("[a-c]{0,9}", 0..200)) {
            let mut index = Index::new();
            let mut model: BTreeMap<String, u32> = BTreeMap::new();
            for key in keys {
                prop_assert_eq!(index.get(&key), model.get(&key).copied());
                if !model.contains_key(&key) {
                    model.insert(key.clone(), model.len() as u32);
                    index.insert(key, ());
                }
            }
            for (key, number) in &model {
                prop_assert_eq!(index.get(key), Some(*number));
                prop_assert_eq!(index.key(*number), key);
            }
            prop_assert!(2 * model.len() <= index.table.len());
        }
    }

    #[test]
    fn dense_keys_are_found_at_once() {
        let mut index = Index::new();
        (0..1_000_u32).for_each(|key| index.insert(key, ()));
        let at_home = (0..1_000_u32).filter(|key| index.table[index.home(key)] == *key).count();
        assert!(at_home > 950, "{at_home} of 1,000 keys lie in their own place");
    }
}
