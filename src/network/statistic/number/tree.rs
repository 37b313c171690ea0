//! A summary of members of which any can change or leave, without anything being taken away from a sum.
//!
//! Members stand in places, the leaves of a binary tree whose inner nodes are the summaries of what is below them. Who
//! changes makes the nodes above anew, one for each doubling of how many there are. So what is known of all is a function of
//! the members and their places: it cannot drift, and who was not ordinary leaves no trace.

use serde::{Deserialize, Serialize};

use super::stacks::Summary;

/// The tree.
///
/// Invariants: `nodes` is empty or has 2 · 2ⁿ elements, of which the first stands for nothing, number 1 is the root, i has 2i and
/// 2i + 1 below it, and the second half are the places; a place in `free` has the summary of nothing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound = "S: Summary")]
pub(in crate::network::statistic) struct Tree<S> {
    nodes: Vec<S>,
    free: Vec<usize>,
}

impl<S: Summary> Tree<S> {
    /// Keeps the room.
    pub(in crate::network::statistic) fn clear(&mut self) {
        self.nodes.fill(S::default());
        self.free.clear();
        self.free.extend((0..self.nodes.len() / 2).rev());
    }

    /// A place that nobody has.
    pub(in crate::network::statistic) fn place(&mut self) -> usize {
        if self.free.is_empty() {
            self.grow();
        }
        self.free.pop().expect("there is room now")
    }

    /// Who has the place is `member` from now on.
    #[inline]
    pub(in crate::network::statistic) fn put(&mut self, place: usize, member: S) {
        let mut at = self.nodes.len() / 2 + place;
        self.nodes[at] = member;
        while at > 1 {
            at /= 2;
            self.nodes[at] = self.nodes[2 * at].joined(&self.nodes[2 * at + 1]);
        }
    }

    /// Nobody has the place from now on.
    pub(in crate::network::statistic) fn leave(&mut self, place: usize) {
        self.put(place, S::default());
        self.free.push(place);
    }

    /// What is known of all.
    #[inline]
    pub(in crate::network::statistic) fn summary(&self) -> S {
        self.nodes.get(1).copied().unwrap_or_default()
    }

    /// Twice the places.
    #[cold]
    fn grow(&mut self) {
        let places = self.nodes.len() / 2;
        let grown = (2 * places).max(1);
        let mut nodes = vec![S::default(); 2 * grown];
        nodes[grown..grown + places].copy_from_slice(&self.nodes[places..]);
        for at in (1..grown).rev() {
            nodes[at] = nodes[2 * at].joined(&nodes[2 * at + 1]);
        }
        self.nodes = nodes;
        // For all of them, since all may be free one day.
        self.free.reserve(grown);
        self.free.extend((places..grown).rev());
    }
}

#[cfg(test)]
mod tests {
    use super::Tree;
    use crate::network::statistic::number::two::Two;
    use crate::network::statistic::number::{Amount, Summary};

    fn one(x: f64) -> Amount {
        let mut amount = Amount::default();
        amount.add(Two::of(x));
        amount
    }

    fn check_invariants(tree: &Tree<Amount>) {
        let places = tree.nodes.len() / 2;
        assert!(tree.nodes.is_empty() || tree.nodes.len() == 2 * places.next_power_of_two());
        for at in 1..places {
            let below = tree.nodes[2 * at].joined(&tree.nodes[2 * at + 1]);
            assert_eq!(tree.nodes[at], below, "node {at} is the summary of what is below it");
        }
        for place in &tree.free {
            assert_eq!(tree.nodes[places + place], Amount::default(), "place {place} is free");
        }
    }

    #[test]
    fn it_is_the_sum_of_those_that_have_a_place() {
        let (mut tree, mut plain, mut random) = (Tree::default(), Vec::<(usize, f64)>::new(), 5_u64);
        for step in 0..20_000 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (which, x) = ((random >> 40) as usize, (random >> 50) as f64);
            match random >> 33 & 3 {
                _ if step == 15_000 => {
                    tree.clear();
                    plain.clear();
                }
                0 if plain.len() < 300 => {
                    let place = tree.place();
                    assert!(plain.iter().all(|(taken, _)| *taken != place), "a place has one member");
                    tree.put(place, one(x));
                    plain.push((place, x));
                }
                1 if !plain.is_empty() => tree.leave(plain.swap_remove(which % plain.len()).0),
                _ if !plain.is_empty() => {
                    let at = which % plain.len();
                    plain[at].1 = x;
                    tree.put(plain[at].0, one(x));
                }
                _ => {}
            }
            check_invariants(&tree);
            assert_eq!(tree.summary().value(), plain.iter().map(|(_, x)| x).sum::<f64>(), "step {step}");
        }
    }

    #[test]
    fn room_is_made_for_the_most_there_have_been_at_once() {
        let mut tree = Tree::<Amount>::default();
        for _ in 0..1_000 {
            let places: Vec<usize> = (0..5).map(|_| tree.place()).collect();
            places.iter().for_each(|place| tree.leave(*place));
        }
        assert_eq!((tree.nodes.len(), tree.free.len()), (16, 8));
    }
}
