//! The tree against a sorted vector, with nodes of real sizes and with small ones, of which few members make many levels.

use super::super::sorted;
use super::node::Node;
use super::room::inner;
use super::{Tree, least};
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

fn next(random: &mut u64) -> u64 {
    *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *random
}

/// All but the order, which a list that is read in need not have.
fn check_invariants<T, const LEAF: usize, const INNER: usize>(sorted: &Tree<T, LEAF, INNER>) {
    let mut seen = vec![0; sorted.nodes.len()];
    let mut found = [0, 0];
    if !sorted.nodes.is_empty() {
        let all = check_node(sorted, sorted.root, sorted.height, &mut seen, &mut found);
        assert_eq!(all, sorted.len, "all are counted");
    }
    for (kind, room) in [(0, (LEAF, 0)), (1, (INNER, INNER + 1))] {
        for node in &sorted.spare[kind] {
            let Node { members, kids } = &sorted.nodes[*node as usize];
            assert!(members.is_empty() && kids.is_empty(), "spare nodes are empty");
            assert!(members.capacity() >= room.0 && kids.capacity() >= room.1, "they have room");
            seen[*node as usize] += 1;
        }
        assert_eq!(found[kind] + sorted.spare[kind].len(), sorted.made[kind], "nodes are counted");
    }
    assert!(seen.iter().all(|times| *times == 1), "a node is in the tree or spare: {seen:?}");
    if sorted.room > LEAF {
        let leaves = (sorted.room + 2) / (least(LEAF) + 1) - 1;
        assert_eq!(
            sorted.made,
            [leaves, inner(leaves, least(INNER) + 1)],
            "room was made before it was needed"
        );
    }
}

/// The members of a node of that level and of those below it.
fn check_node<T, const LEAF: usize, const INNER: usize>(
    sorted: &Tree<T, LEAF, INNER>,
    node: u32,
    level: usize,
    seen: &mut [u32],
    found: &mut [usize; 2],
) -> usize {
    seen[node as usize] += 1;
    found[level.min(1)] += 1;
    let most = if level == 0 { LEAF } else { INNER };
    let fewest = if node != sorted.root { least(most) } else { level.min(1) };
    let Node { members, kids } = &sorted.nodes[node as usize];
    assert!((fewest..=most).contains(&members.len()), "level {level}: {} members", members.len());
    assert_eq!(kids.len(), if level == 0 { 0 } else { members.len() + 1 }, "a kid on either side");
    let mut all = members.len();
    for kid in kids {
        assert_eq!(check_node(sorted, kid.node, level - 1, seen, found), kid.count, "kids are counted");
        all += kid.count;
    }
    all
}

/// Lets members come, and leave in the order in which they came: as many as `most` says, of values up to `values`.
/// A vector that is sorted by value and time has to agree. How high the tree became.
fn agrees<const LEAF: usize, const INNER: usize>(
    seed: u64,
    steps: u32,
    most: impl Fn(u32) -> usize,
    values: impl Fn(u32) -> u64,
) -> usize {
    let mut sorted = Tree::<Member, LEAF, INNER>::new();
    let (mut line, mut plain, mut highest) = (VecDeque::new(), Vec::<(u32, u32)>::new(), 0);
    let mut random = seed;
    for now in 0..steps {
        while line.len() >= most(now) {
            let gone: Member = line.pop_front().expect("somebody is in");
            plain.remove(plain.binary_search(&(gone.0, gone.1)).expect("who leaves had come"));
            let only = sorted.remove(&gone);
            let equal = plain.partition_point(|x| x.0 < gone.0)..plain.partition_point(|x| x.0 <= gone.0);
            assert_eq!(only, equal.is_empty(), "seed {seed}, step {now}: the only one");
        }
        let member = Member(((next(&mut random) >> 33) % values(now)) as u32 + now / 1_000, now);
        let below = plain.partition_point(|x| x.0 < member.0);
        let not_above = plain.partition_point(|x| x.0 <= member.0);
        assert_eq!(sorted.insert(&member), below == not_above, "seed {seed}, step {now}: a new one");
        plain.insert(not_above, (member.0, now));
        line.push_back(member);

        check_invariants(&sorted);
        assert_eq!((sorted.below(&member), sorted.not_above(&member)), (below, not_above + 1));
        let place = (random >> 20) as usize % (plain.len() + 1);
        let found = sorted.get(place).map(|member| (member.0, member.1));
        assert_eq!(found, plain.get(place).copied(), "seed {seed}, step {now}, place {place}");
        highest = highest.max(sorted.height);
    }
    let all: Vec<_> = (0..plain.len()).filter_map(|place| sorted.get(place)).map(|x| (x.0, x.1)).collect();
    assert_eq!(all, plain, "seed {seed}: of equal ones the oldest first");
    highest
}

/// Whatever the sizes of nodes; how high the tree became at most.
fn agrees_in_all_ways<const LEAF: usize, const INNER: usize>() -> usize {
    let one = agrees::<LEAF, INNER>(1, 4_000, |_| 1, |_| 5);
    let crowded = agrees::<LEAF, INNER>(2, 6_000, |_| 2_000, |_| 3);
    let apart = agrees::<LEAF, INNER>(3, 6_000, |_| 2_000, |_| 1 << 20);
    // Filled and emptied, with all sizes between, of values that are crowded and then are not.
    let most = |now: u32| 1 + (now % 6_000) as usize / 2;
    let both = agrees::<LEAF, INNER>(4, 20_000, most, |now| if now % 900 < 300 { 2 } else { 1 << 16 });
    one.max(crowded).max(apart).max(both)
}

#[test]
fn it_is_a_sorted_vector() {
    assert_eq!(agrees_in_all_ways::<{ sorted::LEAF }, { sorted::INNER }>(), 1);
}

#[test]
fn of_many_levels_it_is_a_sorted_vector() {
    assert!(agrees_in_all_ways::<3, 3>() >= 7);
    assert!(agrees_in_all_ways::<4, 4>() >= 5);
    assert!(agrees_in_all_ways::<5, 4>() >= 4);
    assert!(agrees_in_all_ways::<8, 20>() >= 3);
}

#[test]
fn a_walk_of_many_members_is_a_sorted_vector() {
    let highest =
        agrees::<{ sorted::LEAF }, { sorted::INNER }>(5, 60_000, |_| 50_000, |now| 1 + u64::from(now) / 8);
    assert_eq!(highest, 2);
}

fn room_is_kept<const LEAF: usize, const INNER: usize>(many: u32) {
    let most = |now: u32| if now < many { many as usize } else { 1 + (now % many) as usize };
    let (mut sorted, mut line) = (Tree::<Member, LEAF, INNER>::new(), VecDeque::new());
    let (mut random, mut room) = (7, 0);
    for now in 0..12 * many {
        while line.len() >= most(now) {
            sorted.remove(&line.pop_front().expect("somebody is in"));
        }
        // What comes lies in narrow bands, here and there: nodes are divided in one place and run empty in another.
        let member = Member((next(&mut random) >> 40) as u32 % 1_000 + now / (many / 7) % 5 * 1_000, now);
        sorted.insert(&member);
        line.push_back(member);
        check_invariants(&sorted);
        if now == many {
            room = capacity(&sorted);
            assert!(sorted.made[0] * LEAF <= 3 * many as usize, "{:?} nodes for {many}", sorted.made);
        }
        assert!(now <= many || capacity(&sorted) == room, "step {now}");
    }
    sorted.clear();
    check_invariants(&sorted);
    assert_eq!((sorted.len(), sorted.get(0), sorted.below(&Member(9, 9))), (0, None, 0));
    for n in 0..many {
        sorted.insert(&Member(n, n));
        check_invariants(&sorted);
    }
    assert_eq!(capacity(&sorted), room, "who is cleared keeps the room");
}

/// All that is allocated.
fn capacity<T, const LEAF: usize, const INNER: usize>(sorted: &Tree<T, LEAF, INNER>) -> usize {
    let nodes = sorted.nodes.iter().map(|node| node.members.capacity() + node.kids.capacity());
    let spare = sorted.spare.iter().map(Vec::capacity);
    nodes.chain(spare).sum::<usize>() + sorted.nodes.capacity()
}

#[test]
fn room_is_made_when_there_are_more_than_ever_and_never_else() {
    room_is_kept::<{ sorted::LEAF }, { sorted::INNER }>(5_000);
    room_is_kept::<4, 4>(1_000);
    room_is_kept::<8, 4>(1_000);
    room_is_kept::<8, 20>(1_000);
}

#[test]
fn whoever_leaves_and_from_which_end_the_rest_is_in_order() {
    for many in [40, 400, 1_000] {
        let leaving: [&dyn Fn(u32) -> u32; 4] =
            [&|n| n, &|n| many - 1 - n, &|n| n * 7 % many, &|n| (n + many / 2) % many];
        for (way, leaves) in leaving.into_iter().enumerate() {
            let many = if way == 2 { many - many % 7 + 1 } else { many };
            let mut sorted = Tree::<Member, 4, 4>::new();
            (0..many).for_each(|n| assert!(sorted.insert(&Member(2 * n, n))));
            let mut rest: Vec<u32> = (0..many).collect();
            for n in 0..many {
                let gone = leaves(n) % many;
                let Ok(place) = rest.binary_search(&gone) else { continue };
                rest.remove(place);
                assert!(!sorted.remove(&Member(2 * gone + 1, 0)), "who is not there does not leave");
                assert!(sorted.remove(&Member(2 * gone, 0)), "way {way}, {gone}");
                check_invariants(&sorted);
                let next = rest.get(place).copied();
                assert_eq!(sorted.get(place).map(|member| member.1), next, "way {way}, {gone}");
                assert_eq!(sorted.below(&Member(2 * gone, 0)), place, "way {way}, {gone}");
            }
            assert_eq!(sorted.len(), rest.len());
        }
    }
}

#[test]
fn who_is_not_there_does_not_leave_and_who_has_no_place_does_not_come() {
    let mut sorted: Tree<f64, 4, 4> = Tree::new();
    assert!(!sorted.remove(&1.0));
    assert!(sorted.insert(&1.0) && !sorted.insert(&f64::NAN));
    assert!(!sorted.remove(&f64::NAN) && !sorted.remove(&2.0) && !sorted.remove(&0.5));
    assert_eq!((sorted.len(), sorted.get(0), sorted.get(1)), (1, Some(&1.0), None));
}

fn comes_back<const LEAF: usize, const INNER: usize>(members: usize) {
    let mut sorted = Tree::<Member, LEAF, INNER>::new();
    let value = |n: u32| n.wrapping_mul(2_654_435_761) % 97;
    for n in 0..members as u32 {
        sorted.insert(&Member(value(n), n));
    }
    let bytes = postcard::to_allocvec(&sorted).expect("it is data");
    let mut read: Tree<Member, LEAF, INNER> = postcard::from_bytes(&bytes).expect("and comes back");
    check_invariants(&read);
    assert_eq!(postcard::to_allocvec(&read).as_ref(), Ok(&bytes));
    let list: Vec<Member> = postcard::from_bytes(&bytes).expect("it is a list");
    let all: Vec<u32> = (0..members).filter_map(|n| sorted.get(n)).map(|member| member.1).collect();
    assert_eq!(list.iter().map(|member| member.1).collect::<Vec<_>>(), all);
    // It goes on as the one that was saved.
    for n in 0..members as u32 {
        assert_eq!(read.remove(&Member(value(n), n)), sorted.remove(&Member(value(n), n)));
        if n % 3 > 0 {
            assert_eq!(read.insert(&Member(n % 89, n)), sorted.insert(&Member(n % 89, n)));
        }
        let place = n as usize * 31 % members;
        assert_eq!(read.get(place).map(|member| member.1), sorted.get(place).map(|member| member.1));
        check_invariants(&read);
    }
}

#[test]
fn saved_are_the_members_in_order_and_nothing_else() {
    for members in [0, 1, sorted::LEAF, sorted::LEAF + 1, 3_000] {
        comes_back::<{ sorted::LEAF }, { sorted::INNER }>(members);
        comes_back::<4, 4>(members);
    }
}

/// One that is out of order, so that in an inner node a new member between two halves moves others to where they are asked.
#[test]
fn no_leaf_of_a_forged_list_is_longer_than_the_others() {
    let mut list = vec![0.0_f64; 257 * 11];
    for (at, value) in [40.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 100.0, 100.0, 100.0].into_iter().enumerate() {
        list[256 + 257 * at] = value;
    }
    let bytes = postcard::to_allocvec(&list).expect("it is data");
    let mut read: Tree<f64, { sorted::LEAF }, { sorted::INNER }> =
        postcard::from_bytes(&bytes).expect("it is a list");
    (0..256).for_each(|_| _ = read.insert(&50.0));
    (0..2_000).for_each(|_| _ = read.insert(&1.0));
    check_invariants(&read);
}

#[test]
fn a_list_that_was_forged_makes_a_tree() {
    let mut random = 11;
    let mut float = |n: u64| if n.is_multiple_of(5) { f64::NAN } else { (next(&mut random) >> 44) as f64 };
    for many in [5, 700, 40_000] {
        let bytes =
            postcard::to_allocvec(&(0..many).map(&mut float).collect::<Vec<_>>()).expect("it is data");
        let mut real: Tree<f64, { sorted::LEAF }, { sorted::INNER }> =
            postcard::from_bytes(&bytes).expect("it is a list");
        let mut small: Tree<f64, 4, 4> = postcard::from_bytes(&bytes).expect("it is a list");
        check_invariants(&real);
        for n in 0..1_000 {
            let x = float(n);
            real.insert(&x);
            small.insert(&x);
            for gone in [float(n), x] {
                real.remove(&gone);
                small.remove(&gone);
            }
            assert!(real.not_above(&x) <= real.len() && small.below(&x) <= small.len());
            assert!(real.get(real.len()).is_none() && small.get(small.len() - 1).is_some());
        }
        check_invariants(&real);
        check_invariants(&small);
    }
}
