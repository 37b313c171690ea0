//! Members in order, whatever the order in which they come and leave.
//!
//! They stand in blocks, each a piece of the whole: to find a place is two searches, to take it moves part of one block,
//! to count those before it looks at the lengths of the blocks. Up to a block's size it is a sorted vector. The record on
//! the catalogue compares it with others.

use serde::de::Deserializer;
use serde::ser::{SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};

use crate::network::state::State;

/// How many a block holds: measured, between what is moved inside blocks and how many of them there are to look at.
const FULL: usize = 512;

/// Two neighbours that hold no more together become one. Far enough from `FULL` that a block which was just joined, or
/// divided, takes many steps to be divided, or joined.
const JOINED: usize = FULL / 4 * 3;

/// Members by value, of equal ones the oldest first. Those that do not even equal themselves have no place: they are
/// not taken in.
///
/// Room is kept for the blocks that the most members there have ever been may need: nothing is allocated unless there
/// are more.
///
/// Invariants: `blocks` in a row are sorted, `len` together; none is empty or longer than `FULL`; two neighbours hold
/// more than `JOINED` together, and so there are at most 2 · len / `JOINED` + 1. `spare` ones are empty.
#[derive(Clone, Debug)]
pub struct Sorted<T> {
    blocks: Vec<Vec<T>>,
    spare: Vec<Vec<T>>,
    len: usize,
    /// From how many members on there may be too few spare blocks.
    room: usize,
}

impl<T: State + PartialOrd> Sorted<T> {
    pub(super) fn new() -> Self {
        Self { blocks: Vec::new(), spare: Vec::new(), len: 0, room: FULL }
    }

    pub(super) fn clear(&mut self) {
        for mut block in self.blocks.drain(..) {
            block.clear();
            self.spare.push(block);
        }
        self.len = 0;
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Takes in a member, behind its equals; says whether there is none.
    #[inline]
    pub(super) fn insert(&mut self, x: &T) -> bool {
        if !has_place(x) {
            return false;
        }
        if self.len >= self.room {
            self.make_room();
        }
        if self.blocks.is_empty() {
            self.blocks.push(self.spare.pop().unwrap_or_default());
        }
        let mut at = self
            .blocks
            .partition_point(|block| block.first().is_some_and(|first| first <= x))
            .saturating_sub(1);
        if self.blocks[at].len() == FULL {
            at = self.divide(at, x);
        }
        let block = &mut self.blocks[at];
        let place = block.partition_point(|member| member <= x);
        block.insert(place, x.clone());
        self.len += 1;
        // Equals stand right before it, and in its block: that is the last one whose first is not above it.
        place == 0 || block[place - 1] != *x
    }

    /// Lets go of the oldest of those that equal `x`; says whether it was the only one.
    #[inline]
    pub(super) fn remove(&mut self, x: &T) -> bool {
        let at = self.blocks.partition_point(|block| block.last().is_some_and(|last| last < x));
        let Some(block) = self.blocks.get_mut(at) else { return false };
        let place = block.partition_point(|member| member < x);
        if block.get(place) != Some(x) {
            return false;
        }
        block.remove(place);
        self.len -= 1;
        let after = || self.blocks.get(at + 1).and_then(|block| block.first());
        let next = self.blocks[at].get(place).or_else(after);
        let only = next != Some(x);
        self.tidy(at);
        only
    }

    /// The one before which stand `place` others.
    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<&T> {
        if 2 * place < self.len {
            nth(self.blocks.iter(), place).map(|(block, place)| &block[place])
        } else {
            // From the nearer end.
            let from_end = self.len.checked_sub(place + 1)?;
            nth(self.blocks.iter().rev(), from_end).map(|(block, place)| &block[block.len() - 1 - place])
        }
    }

    /// How many are less.
    #[inline]
    pub(super) fn below(&self, x: &T) -> usize {
        let at = self.blocks.partition_point(|block| block.last().is_some_and(|last| last < x));
        self.before(at) + self.blocks.get(at).map_or(0, |block| block.partition_point(|member| member < x))
    }

    /// How many are not greater.
    #[inline]
    pub(super) fn not_above(&self, x: &T) -> usize {
        let at = self.blocks.partition_point(|block| block.last().is_some_and(|last| last <= x));
        self.before(at) + self.blocks.get(at).map_or(0, |block| block.partition_point(|member| member <= x))
    }

    /// How many stand in the blocks before.
    fn before(&self, at: usize) -> usize {
        self.blocks[..at].iter().map(Vec::len).sum()
    }

    /// The block of `x`, after the one at `at`, which is full, has become two.
    #[cold]
    fn divide(&mut self, at: usize, x: &T) -> usize {
        let mut upper = self.spare.pop().unwrap_or_else(|| Vec::with_capacity(FULL));
        upper.extend(self.blocks[at].drain(FULL / 2..));
        self.blocks.insert(at + 1, upper);
        self.join(at + 1);
        if at > 0 {
            self.join(at - 1);
        }
        self.blocks.partition_point(|block| block.first().is_some_and(|first| first <= x)).saturating_sub(1)
    }

    /// After a member of the block at `at` has left.
    #[inline]
    fn tidy(&mut self, at: usize) {
        if self.blocks[at].is_empty() {
            let block = self.blocks.remove(at);
            self.spare.push(block);
        } else if self.blocks[at].len() < JOINED {
            self.join(at);
            if at > 0 {
                self.join(at - 1);
            }
        }
    }

    /// Makes one of the block at `at` and the next, if they are small enough.
    #[inline]
    fn join(&mut self, at: usize) {
        let [block, next] = self.blocks.get_mut(at..at + 2).unwrap_or_default() else { return };
        if block.len() + next.len() <= JOINED {
            block.append(next);
            let next = self.blocks.remove(at + 1);
            self.spare.push(next);
        }
    }

    /// Makes room for the blocks of some more members than there are, and for the one more that there is while one is
    /// divided.
    #[cold]
    fn make_room(&mut self) {
        let pairs = self.len / (JOINED + 1) + 1;
        let missing = (2 * pairs).saturating_sub(self.blocks.len() + self.spare.len());
        self.spare.extend((0..missing).map(|_| Vec::with_capacity(FULL)));
        let all = self.blocks.len() + self.spare.len();
        self.blocks.reserve(all - self.blocks.len());
        self.spare.reserve(all - self.spare.len());
        self.room = pairs * (JOINED + 1);
    }
}

/// Whether it can be compared at least with itself.
#[inline(always)]
pub(super) fn has_place<T: PartialOrd>(x: &T) -> bool {
    x.partial_cmp(x).is_some()
}

/// In which of the blocks, and where in it, is who has `place` others before.
#[inline]
fn nth<'a, T>(blocks: impl Iterator<Item = &'a Vec<T>>, mut place: usize) -> Option<(&'a Vec<T>, usize)> {
    for block in blocks {
        if place < block.len() {
            return Some((block, place));
        }
        place -= block.len();
    }
    None
}

/// Saved are the members in order: how they are divided into blocks means nothing.
impl<T: Serialize> Serialize for Sorted<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_seq(Some(self.len))?;
        self.blocks.iter().flatten().try_for_each(|member| members.serialize_element(member))?;
        members.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Sorted<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = Vec::deserialize(deserializer)?;
        let len = members.len();
        if len <= FULL {
            let blocks = if len == 0 { Vec::new() } else { vec![members] };
            return Ok(Self { blocks, spare: Vec::new(), len, room: FULL });
        }
        let (mut blocks, mut members) = (Vec::new(), members.into_iter().peekable());
        while members.peek().is_some() {
            let mut block = Vec::with_capacity(FULL);
            block.extend(members.by_ref().take(JOINED));
            blocks.push(block);
        }
        Ok(Self { blocks, spare: Vec::new(), len, room: FULL })
    }
}

#[cfg(test)]
mod tests {
    use super::{FULL, JOINED, Sorted};
    use std::cmp::Ordering;
    use std::collections::VecDeque;

    /// A value and when it came; only values are compared.
    #[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
    struct Member(u32, u32);

    impl PartialEq for Member {
        fn eq(&self, other: &Self) -> bool {
            self.0 == other.0
        }
    }

    impl PartialOrd for Member {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            self.0.partial_cmp(&other.0)
        }
    }

    fn check_invariants(sorted: &Sorted<Member>) {
        let lens: Vec<usize> = sorted.blocks.iter().map(Vec::len).collect();
        assert_eq!(lens.iter().sum::<usize>(), sorted.len, "they are counted");
        assert!(lens.iter().all(|len| (1..=FULL).contains(len)), "neither empty nor too long: {lens:?}");
        assert!(lens.windows(2).all(|two| two[0] + two[1] > JOINED), "small neighbours are joined: {lens:?}");
        assert!(sorted.spare.iter().all(Vec::is_empty), "spare blocks are empty");
    }

    /// Lets members come, and leave in the order in which they came: as many as `most` says, of values up to `values`.
    /// A vector that is sorted by value and time has to agree.
    fn agrees(seed: u64, steps: u32, most: impl Fn(u32) -> usize, values: impl Fn(u32) -> u64) {
        let (mut sorted, mut line, mut plain) = (Sorted::new(), VecDeque::new(), Vec::<(u32, u32)>::new());
        let mut random = seed;
        for now in 0..steps {
            while line.len() >= most(now) {
                let gone: Member = line.pop_front().expect("somebody is in");
                plain.remove(plain.binary_search(&(gone.0, gone.1)).expect("who leaves had come"));
                let only = sorted.remove(&gone);
                assert_eq!(
                    only,
                    plain.iter().all(|x| x.0 != gone.0),
                    "seed {seed}, step {now}: the only one"
                );
            }
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let member = Member(((random >> 33) % values(now)) as u32 + now / 1_000, now);
            let new = plain.iter().all(|x| x.0 != member.0);
            assert_eq!(sorted.insert(&member), new, "seed {seed}, step {now}: a new one");
            plain.insert(plain.partition_point(|x| *x < (member.0, now)), (member.0, now));
            line.push_back(member);

            check_invariants(&sorted);
            let below = plain.partition_point(|x| x.0 < member.0);
            let not_above = plain.partition_point(|x| x.0 <= member.0);
            assert_eq!((sorted.below(&member), sorted.not_above(&member)), (below, not_above));
            let place = (random >> 20) as usize % (plain.len() + 1);
            let found = sorted.get(place).map(|member| (member.0, member.1));
            assert_eq!(found, plain.get(place).copied(), "seed {seed}, step {now}, place {place}");
        }
        let all: Vec<_> =
            (0..plain.len()).filter_map(|place| sorted.get(place)).map(|x| (x.0, x.1)).collect();
        assert_eq!(all, plain, "seed {seed}: of equal ones the oldest first");
    }

    #[test]
    fn it_is_a_sorted_vector() {
        agrees(1, 4_000, |_| 1, |_| 5);
        agrees(2, 6_000, |_| 2_000, |_| 3);
        agrees(3, 6_000, |_| 2_000, |_| 1 << 20);
        // Filled and emptied, with all sizes between, of values that are crowded and then are not.
        agrees(
            4,
            20_000,
            |now| 1 + (now % 6_000) as usize / 2,
            |now| if now % 900 < 300 { 2 } else { 1 << 16 },
        );
    }

    #[test]
    fn room_is_made_when_there_are_more_than_ever_and_never_else() {
        let most = |now: u32| if now < 5_000 { 5_000 } else { 1 + (now % 5_000) as usize };
        let (mut sorted, mut line, mut random) = (Sorted::new(), VecDeque::new(), 7_u64);
        let mut blocks = 0;
        for now in 0..60_000 {
            while line.len() >= most(now) {
                sorted.remove(&line.pop_front().expect("somebody is in"));
            }
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // What comes lies in narrow bands, here and there: blocks are divided in one place and run empty in another.
            let member = Member((random >> 40) as u32 % 1_000 + now / 700 % 5 * 1_000, now);
            sorted.insert(&member);
            line.push_back(member);
            check_invariants(&sorted);
            if now == 5_000 {
                blocks = sorted.blocks.len() + sorted.spare.len();
            }
            assert!(now <= 5_000 || sorted.blocks.len() + sorted.spare.len() == blocks, "step {now}");
        }
        assert!(blocks * JOINED <= 3 * 5_000, "{blocks} blocks for 5000 members");
    }

    #[test]
    fn halves_of_a_full_block_are_joined_with_small_neighbours() {
        let half = FULL as u32 / 2;
        for (full, small) in [(0, half), (half, 0)] {
            let mut sorted = Sorted::new();
            (0..FULL as u32 + 1).for_each(|n| assert!(sorted.insert(&Member(10 * n, n))));
            (1..half).for_each(|n| assert!(sorted.insert(&Member(10 * (full + n) + 1, n))));
            (10..half).for_each(|n| assert!(sorted.remove(&Member(10 * (small + n), 0))));
            for n in 1..4 {
                assert!(sorted.insert(&Member(10 * (full + n) + 2, n)));
                check_invariants(&sorted);
            }
        }
    }

    #[test]
    fn who_is_not_there_does_not_leave_and_who_has_no_place_does_not_come() {
        let mut sorted = Sorted::new();
        assert!(!sorted.remove(&1.0));
        assert!(sorted.insert(&1.0) && !sorted.insert(&f64::NAN));
        assert!(!sorted.remove(&f64::NAN) && !sorted.remove(&2.0) && !sorted.remove(&0.5));
        assert_eq!((sorted.len(), sorted.get(0), sorted.get(1)), (1, Some(&1.0), None));
    }

    #[test]
    fn saved_are_the_members_in_order_and_nothing_else() {
        for members in [0, 1, FULL, FULL + 1, 3_000] {
            let mut sorted = Sorted::new();
            for n in 0..members as u32 {
                sorted.insert(&Member(n.wrapping_mul(2_654_435_761) % 97, n));
            }
            let bytes = postcard::to_allocvec(&sorted).expect("it is data");
            let read: Sorted<Member> = postcard::from_bytes(&bytes).expect("and comes back");
            check_invariants(&read);
            assert_eq!(postcard::to_allocvec(&read).as_ref(), Ok(&bytes));
            let list: Vec<Member> = postcard::from_bytes(&bytes).expect("it is a list");
            assert_eq!(list.len(), members);
        }
    }
}
