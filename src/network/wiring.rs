//! Who reads whom, and the plan that follows for each start.
//!
//! A plan costs what it reaches, whatever else is there: what is noted of each joint while one is made is taken back
//! afterwards.
//!
//! Invariants: `last` has a place for every joint; between two plans `wakers` has nothing but `UNREACHED`.

use super::plan::{JointId, Plan, Step};

/// Who reads whom. Readers stand after what they read.
#[derive(Debug, Default)]
pub(crate) struct Wiring {
    /// For each joint the place of its last edge in `edges`.
    last: Vec<u32>,
    edges: Vec<Edge>,
    /// Room for making plans: for each joint the number, counted from 1, of the first that can wake it.
    wakers: Vec<u32>,
}

/// One reader of a joint, and where the edge before it is.
#[derive(Clone, Copy, Debug)]
struct Edge {
    reader: JointId,
    before: u32,
}

/// Ends a list of edges.
const NO_EDGE: u32 = u32::MAX;

/// Not in the plan that is being made.
const UNREACHED: u32 = u32::MAX;

/// Woken by the start.
const OUTSIDE: u32 = 0;

/// If at least one in so many joints is reached, they are read off in order. Sorting 10,000 costs some five times as
/// much as looking at each of them once.
const SPARSE: usize = 8;

impl Wiring {
    /// Makes room for one more joint.
    #[inline(always)]
    pub(crate) fn add(&mut self) {
        self.last.push(NO_EDGE);
    }

    /// From now on `reader` runs whenever `source` occurs; adding an edge twice makes no difference to any plan.
    #[inline(always)]
    pub(crate) fn connect(&mut self, source: JointId, reader: JointId) {
        let last = &mut self.last[source as usize];
        let edge = Edge { reader, before: *last };
        *last = self.edges.len() as u32;
        self.edges.push(edge);
    }

    /// The plan of an instant in which only `start` occurs from outside.
    ///
    /// With `included` the start is itself a step (an alarm), without it is already done (an input).
    pub(crate) fn plan(&mut self, start: JointId, included: bool) -> Plan {
        self.wakers.resize(self.last.len(), UNREACHED);
        let mut reached = self.reached(start, included);
        let (first, last) = (reached.iter().min(), reached.iter().max());
        let (Some(first), Some(last)) = (first.copied(), last.copied()) else {
            return Plan::default();
        };
        let steps = match ((last - first) as usize) < SPARSE * reached.len() {
            true => self.steps(first..=last, reached.len()),
            false => {
                reached.sort_unstable();
                self.steps(reached.iter().copied(), reached.len())
            }
        };
        Plan::new(&steps)
    }

    /// The joints that can be woken, in no order, each with who wakes it first. (Along a chain rather than across:
    /// joints that were made one after the other lie side by side.)
    fn reached(&mut self, start: JointId, included: bool) -> Vec<JointId> {
        let (mut reached, mut open) = (Vec::new(), Vec::new());
        match included {
            true => reach(&mut self.wakers, &mut open, start, OUTSIDE),
            false => self.reach_readers(&mut open, start, OUTSIDE),
        }
        while let Some(joint) = open.pop() {
            reached.push(joint);
            self.reach_readers(&mut open, joint, joint + 1);
        }
        reached
    }

    #[inline(always)]
    fn reach_readers(&mut self, open: &mut Vec<JointId>, source: JointId, waker: u32) {
        let mut at = self.last[source as usize];
        while let Some(edge) = self.edges.get(at as usize) {
            reach(&mut self.wakers, open, edge.reader, waker);
            at = edge.before;
        }
    }

    /// The steps of a plan, `count` of the joints in `order`: from each the way to the first later one that something
    /// before it can wake.
    #[inline(always)]
    fn steps(&mut self, order: impl Iterator<Item = JointId>, count: usize) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::with_capacity(count);
        // Those whose way on is not known yet.
        let mut open: Vec<u32> = Vec::new();
        for joint in order {
            let waker = std::mem::replace(&mut self.wakers[joint as usize], UNREACHED);
            if waker == UNREACHED {
                continue;
            }
            let at = steps.len() as u32;
            while let Some(earlier) = open.pop_if(|earlier| steps[*earlier as usize].joint >= waker) {
                steps[earlier as usize].skip = at;
            }
            steps.push(Step { joint, skip: count as u32 });
            open.push(at);
        }
        steps
    }
}

/// Notes that `joint` can be woken by `waker`, and if that is the first time, that it has to be looked at.
#[inline(always)]
fn reach(wakers: &mut [u32], open: &mut Vec<JointId>, joint: JointId, waker: u32) {
    let first = &mut wakers[joint as usize];
    if *first == UNREACHED {
        open.push(joint);
    }
    *first = waker.min(*first);
}
