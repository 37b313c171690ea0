//! From keys to their values: an open-addressing table that is as fast as an array where keys are dense.
//!
//! Items lie in the table itself, so that a lookup touches one place. A key that is a whole number has the
//! place of that number, as long as that keeps keys near their homes; keys that crowd (texts, multiples of
//! a power of two) are spread by a multiplication with the golden ratio instead. Items move when the table
//! grows or one is removed; their numbers stay. Nothing about the table's order can be seen from outside.
//!
//! Invariants: at most half of `table` is used; every item is reached from its home without passing a free
//! place; the length is a power of two; `places[item.number]` is where the item lies; unless `spread`, no
//! item lies further than [`NEAR`] from its home.

use std::hash::{Hash, Hasher};

/// What an item is called as long as it lives; the number of a removed one is given again.
pub(crate) type Number = u32;

/// 2^64 divided by the golden ratio, made odd. (Knuth, The Art of Computer Programming 3, 6.4.)
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// How far from home an item may lie before all are spread: beyond that a lookup feels like a search.
const NEAR: usize = 16;

const HERE: &str = "the number of an item that is here";

#[derive(Debug)]
pub(crate) struct Index<K, V> {
    table: Vec<Option<Item<K, V>>>,
    places: Vec<usize>,
    free: Vec<Number>,
    spread: bool,
}

/// A value beside its key.
#[derive(Debug)]
pub(crate) struct Item<K, V> {
    pub(crate) key: K,
    pub(crate) number: Number,
    pub(crate) value: V,
}

impl<K: Eq + Hash, V> Index<K, V> {
    pub(crate) fn new() -> Self {
        Self { table: vec![None, None], places: Vec::new(), free: Vec::new(), spread: false }
    }

    pub(crate) fn len(&self) -> usize {
        self.places.len() - self.free.len()
    }

    /// The item of a key.
    #[inline(always)]
    pub(crate) fn find(&mut self, key: &K) -> Option<&mut Item<K, V>> {
        let mut place = self.home(key);
        while let Some(item) = &self.table[place] {
            if item.key == *key {
                return self.table[place].as_mut();
            }
            place = self.next(place);
        }
        None
    }

    /// The item of a number.
    pub(crate) fn item(&mut self, number: Number) -> &mut Item<K, V> {
        self.table[self.places[number as usize]].as_mut().expect(HERE)
    }

    /// The same, to look at.
    pub(crate) fn peek(&self, number: Number) -> &Item<K, V> {
        self.table[self.places[number as usize]].as_ref().expect(HERE)
    }

    /// The numbers of all items, in no order.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = Number> {
        self.table.iter().flatten().map(|item| item.number)
    }

    /// Takes in a new key.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Number {
        if 2 * (self.len() + 1) > self.table.len() {
            // In a larger table keys that have crowded may find their homes.
            self.spread = false;
            self.rebuild(2 * self.table.len());
        }
        let number = self.free.pop().unwrap_or_else(|| {
            self.places.push(0);
            (self.places.len() - 1) as Number
        });
        if !self.place(Item { key, number, value }) {
            self.spread = true;
            self.rebuild(self.table.len());
        }
        number
    }

    /// Takes an item out. Those behind it move up, so that no lookup stops short of them.
    pub(crate) fn remove(&mut self, number: Number) -> Item<K, V> {
        let mut hole = self.places[number as usize];
        let removed = self.table[hole].take().expect(HERE);
        self.free.push(number);
        let mut place = self.next(hole);
        while let Some(item) = self.table[place].take() {
            let home = self.home(&item.key);
            let to = if self.passes(home, hole, place) { std::mem::replace(&mut hole, place) } else { place };
            self.places[item.number as usize] = to;
            self.table[to] = Some(item);
            place = self.next(place);
        }
        removed
    }

    /// Whether the way from `home` to `place` leads over `hole`.
    fn passes(&self, home: usize, hole: usize, place: usize) -> bool {
        let mask = self.table.len() - 1;
        (place.wrapping_sub(home) & mask) >= (place.wrapping_sub(hole) & mask)
    }

    #[inline(always)]
    fn next(&self, place: usize) -> usize {
        (place + 1) & (self.table.len() - 1)
    }

    #[inline(always)]
    fn home(&self, key: &K) -> usize {
        let mut hasher = WordHasher(0);
        key.hash(&mut hasher);
        let word = hasher.finish();
        match self.spread {
            false => word as usize & (self.table.len() - 1),
            // The upper bits are the good ones: as many of them as the length has zeros.
            true => (word.wrapping_mul(GOLDEN) >> (self.table.len().leading_zeros() + 1)) as usize,
        }
    }

    /// Puts an item into the first free place from its home on; says whether that is near enough.
    fn place(&mut self, item: Item<K, V>) -> bool {
        let mut place = self.home(&item.key);
        let mut passed = 0;
        while self.table[place].is_some() {
            place = self.next(place);
            passed += 1;
        }
        self.places[item.number as usize] = place;
        self.table[place] = Some(item);
        self.spread || passed <= NEAR
    }

    fn rebuild(&mut self, len: usize) {
        let mut table = Vec::new();
        table.resize_with(len, || None);
        let items = std::mem::replace(&mut self.table, table);
        let all_near = items.into_iter().flatten().fold(true, |near, item| self.place(item) & near);
        if !all_near {
            self.spread = true;
            self.rebuild(len);
        }
    }
}

/// One word of a key's words; of a key that is one whole number, that number.
struct WordHasher(u64);

impl WordHasher {
    #[inline(always)]
    fn add(&mut self, word: u64) {
        self.0 = self.0.wrapping_mul(GOLDEN).rotate_left(29) ^ word;
    }
}

impl Hasher for WordHasher {
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
    use super::{Index, Number};
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use std::hash::Hash;

    /// Puts each key in, or takes it out when it comes again; a map does the same.
    fn agrees_with_a_map<K: Clone + Ord + Hash + std::fmt::Debug>(keys: &[K]) -> Index<K, usize> {
        let mut index = Index::new();
        let mut model: BTreeMap<K, (usize, Number)> = BTreeMap::new();
        for (value, key) in keys.iter().enumerate() {
            match model.remove(key) {
                Some((value, number)) => {
                    let item = index.remove(number);
                    assert_eq!((&item.key, item.value), (key, value));
                }
                None => {
                    let number = index.insert(key.clone(), value);
                    model.insert(key.clone(), (value, number));
                }
            }
            assert!(index.find(key).is_some() == model.contains_key(key));
            for (key, (value, number)) in &model {
                let found = index.find(key).map(|item| (item.number, item.value));
                assert_eq!(found, Some((*number, *value)));
                assert_eq!(&index.peek(*number).key, key);
            }
            assert_eq!(index.len(), model.len());
            assert!(2 * model.len() <= index.table.len());
        }
        index
    }

    proptest! {
        #[test]
        fn texts_are_found(keys in prop::collection::vec("[a-c]{0,4}", 0..200)) {
            agrees_with_a_map(&keys);
        }

        #[test]
        fn numbers_are_found(keys in prop::collection::vec(0_u32..64, 0..200)) {
            agrees_with_a_map(&keys);
        }

        #[test]
        fn crowding_numbers_are_found(keys in prop::collection::vec((0_u64..64).prop_map(|key| key << 32), 0..200)) {
            agrees_with_a_map(&keys);
        }
    }

    #[test]
    fn dense_numbers_lie_like_in_an_array() {
        let keys: Vec<u32> = (0..1_000).collect();
        let index = agrees_with_a_map(&keys);
        assert!(keys.iter().all(|key| index.home(key) == *key as usize && index.peek(*key).key == *key));
    }

    #[test]
    fn numbers_that_fill_a_range_lie_like_in_an_array_in_whatever_order_they_come() {
        let mut keys: Vec<u32> = (0..10_000).collect();
        let mut word = 1_u64;
        keys.sort_by_cached_key(|_| {
            word = word.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            word >> 32
        });
        let mut spread = false;
        let mut index = Index::new();
        for key in &keys {
            index.insert(*key, ());
            spread |= index.spread;
        }
        assert!(spread, "they crowd on the way");
        assert!(
            keys.iter()
                .all(|key| index.home(key) == *key as usize && index.places.contains(&(*key as usize)))
        );
    }

    #[test]
    fn crowding_numbers_are_spread() {
        let index = agrees_with_a_map(&(0..100_u64).map(|key| key << 40).collect::<Vec<_>>());
        assert!(index.spread);
    }
}
