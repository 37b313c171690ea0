//! Alarms: at most one pending deadline for each owner, the earliest first.
//!
//! An indexed binary heap: setting, moving and clearing an owner's alarm cost O(log n) and
//! allocate only when a new owner appears. Owners with equal deadlines come in order of their
//! number, so that the order never depends on history.
//!
//! A deadline at [`Time::MAX`] is no alarm.
//!
//! Invariants: `place[heap[i].1] == i` for all `i`; no entry is earlier than its parent; `blocks` follows
//! from the first entry.

use serde::{Deserialize, Serialize};

use crate::time::{Span, Time};

/// When, among all instants of one timestamp, an alarm goes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// In one instant with the first inputs of its timestamp: right for closing a bar.
    First,
    /// In an instant of its own after every input of its timestamp: right for a sample *as of* that time.
    Last,
}

/// When an alarm goes off. Ordered by time, then by phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Deadline {
    /// The timestamp.
    pub at: Time,
    /// Before or after the inputs of that timestamp.
    pub phase: Phase,
}

impl Deadline {
    /// Together with the first inputs of `at`.
    pub fn first(at: Time) -> Self {
        Self { at, phase: Phase::First }
    }

    /// After all inputs of `at`.
    pub fn last(at: Time) -> Self {
        Self { at, phase: Phase::Last }
    }

    /// The earliest timestamp of an input that may not come before this alarm has gone off, nor without it.
    fn blocks(self) -> Time {
        match self.phase {
            Phase::First => self.at,
            Phase::Last => self.at.after(Span::from_nanos(1)),
        }
    }
}

/// A number that owns at most one alarm: a joint, or an instance of a dynamic part.
pub(crate) type Owner = u32;

const ABSENT: u32 = u32::MAX;

#[derive(Debug)]
pub(crate) struct Alarms {
    heap: Vec<(Deadline, Owner)>,
    place: Vec<u32>,
    /// From this timestamp on an instant concerns the first alarm; [`Time::MAX`] is never.
    blocks: Time,
}

impl Default for Alarms {
    fn default() -> Self {
        Self { heap: Vec::new(), place: Vec::new(), blocks: Time::MAX }
    }
}

impl Alarms {
    /// The earliest deadline of all.
    #[inline]
    pub(crate) fn next(&self) -> Option<Deadline> {
        self.heap.first().map(|entry| entry.0)
    }

    /// Whether an instant with inputs at `now` concerns some alarm.
    #[inline]
    pub(crate) fn concern(&self, now: Time) -> bool {
        self.blocks <= now
    }

    /// From now on every instant concerns them: so it is looked at closely. The next change of an alarm undoes it.
    pub(crate) fn concern_all(&mut self) {
        self.blocks = Time::MIN;
    }

    /// Undoes it.
    pub(crate) fn concern_due(&mut self) {
        self.note_first();
    }

    /// Makes `deadline` the one alarm of `owner`; `None` clears it.
    #[inline]
    pub(crate) fn set(&mut self, owner: Owner, deadline: Option<Deadline>) {
        let armed = self.place_of(owner).and_then(|at| self.heap.get(at));
        // Mostly nothing changes: a timer is asked whenever its joint runs.
        if armed.map(|armed| armed.0) != deadline {
            self.change(owner, deadline);
        }
    }

    fn change(&mut self, owner: Owner, deadline: Option<Deadline>) {
        match (self.place_of(owner), deadline.filter(|due| due.at < Time::MAX)) {
            (None, None) => {}
            (None, Some(due)) => self.insert(owner, due),
            (Some(at), Some(due)) => {
                self.heap[at].0 = due;
                self.settle(at);
            }
            (Some(at), None) => self.remove(at),
        }
        self.note_first();
    }

    /// Takes out one owner whose alarm is due at `now` or before.
    pub(crate) fn pop_due(&mut self, now: Deadline) -> Option<Owner> {
        let (_, owner) = *self.heap.first().filter(|entry| entry.0 <= now)?;
        self.remove(0);
        self.note_first();
        Some(owner)
    }

    fn note_first(&mut self) {
        self.blocks = self.heap.first().map_or(Time::MAX, |entry| entry.0.blocks());
    }

    #[inline]
    fn place_of(&self, owner: Owner) -> Option<usize> {
        let at = *self.place.get(owner as usize)?;
        (at != ABSENT).then_some(at as usize)
    }

    fn insert(&mut self, owner: Owner, due: Deadline) {
        if self.place.len() <= owner as usize {
            self.place.resize(owner as usize + 1, ABSENT);
        }
        let at = self.heap.len();
        self.heap.push((due, owner));
        self.place[owner as usize] = at as u32;
        self.settle(at);
    }

    fn remove(&mut self, at: usize) {
        let (_, owner) = self.heap.swap_remove(at);
        self.place[owner as usize] = ABSENT;
        if at < self.heap.len() {
            self.place[self.heap[at].1 as usize] = at as u32;
            self.settle(at);
        }
    }

    /// Moves the entry at `at` to where it belongs.
    fn settle(&mut self, at: usize) {
        let at = self.rise(at);
        self.sink(at);
    }

    fn rise(&mut self, mut at: usize) -> usize {
        while at > 0 {
            let parent = (at - 1) / 2;
            if self.heap[parent] <= self.heap[at] {
                break;
            }
            self.swap(parent, at);
            at = parent;
        }
        at
    }

    fn sink(&mut self, mut at: usize) {
        while let Some(child) = self.earlier_child(at) {
            if self.heap[at] <= self.heap[child] {
                break;
            }
            self.swap(at, child);
            at = child;
        }
    }

    fn earlier_child(&self, at: usize) -> Option<usize> {
        let left = 2 * at + 1;
        let right = left + 1;
        match (self.heap.get(left), self.heap.get(right)) {
            (None, _) => None,
            (Some(l), Some(r)) if r < l => Some(right),
            _ => Some(left),
        }
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.heap.swap(a, b);
        self.place[self.heap[a].1 as usize] = a as u32;
        self.place[self.heap[b].1 as usize] = b as u32;
    }
}

#[cfg(test)]
impl Alarms {
    fn check_invariants(&self) {
        for (at, (_, owner)) in self.heap.iter().enumerate() {
            assert_eq!(self.place[*owner as usize] as usize, at, "an owner knows its place");
            assert!(at == 0 || self.heap[(at - 1) / 2] <= self.heap[at], "a parent is not later");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Alarms, Deadline, Phase};
    use crate::time::Time;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn deadline((at, last): (i64, bool)) -> Deadline {
        Deadline { at: Time::from_nanos(at), phase: if last { Phase::Last } else { Phase::First } }
    }

    proptest! {
        #[test]
        fn alarms_agree_with_a_sorted_map(
            steps in prop::collection::vec((0u32..12, prop::option::of((0i64..20, any::<bool>()))), 1..200)
        ) {
            let mut alarms = Alarms::default();
            let mut model: BTreeMap<u32, Deadline> = BTreeMap::new();
            for (owner, due) in steps {
                let due = due.map(deadline);
                alarms.set(owner, due);
                match due {
                    Some(due) => { model.insert(owner, due); }
                    None => { model.remove(&owner); }
                }
                alarms.check_invariants();
                let next = model.values().min().copied();
                prop_assert_eq!(alarms.next(), next);
                for now in (0..21).map(Time::from_nanos) {
                    let concern = next.is_some_and(|next| next <= Deadline::first(now));
                    prop_assert_eq!(alarms.concern(now), concern, "inputs at {} with an alarm at {:?}", now, next);
                }
            }
            let mut expected: Vec<(Deadline, u32)> = model.into_iter().map(|(owner, due)| (due, owner)).collect();
            expected.sort_unstable();
            let mut found = Vec::new();
            while let Some(due) = alarms.next() {
                let owner = alarms.pop_due(due).expect("an alarm is due at its own deadline");
                found.push((due, owner));
                alarms.check_invariants();
            }
            prop_assert_eq!(found, expected);
        }
    }
}
