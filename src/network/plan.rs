//! The plan of a start: which joints to step, in which order, and where to go when one is silent.
//!
//! The joints that a source can reach are listed once, in order of construction, which is a
//! topological order. A joint that does not occur jumps over those that only it (or what it
//! jumps over) could have woken. An instant with several starts walks their plans side by side.
//!
//! Invariants: `joint` rises along a plan; `skip` points past its own step and at most to the end.

/// The number of a joint: its position in order of construction.
pub(crate) type JointId = u32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) joint: JointId,
    pub(crate) skip: u32,
}

/// The steps of a start.
///
/// The first lies in place: where combinators fuse, a start often wakes one joint, or one that is mostly silent.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    first: JointId,
    /// Where to go on among the others: if the first is silent, and if it occurs.
    then: [u32; 2],
    others: Box<[Step]>,
}

impl Default for Plan {
    /// Nobody is woken, or the plan has not been made yet.
    fn default() -> Self {
        Self { first: Plan::NOBODY, then: [0; 2], others: Box::default() }
    }
}

impl Plan {
    /// A number that no joint has.
    const NOBODY: JointId = JointId::MAX;

    pub(super) fn new(steps: &[Step]) -> Self {
        match steps {
            [] => Self::default(),
            [first, others @ ..] => {
                Self { first: first.joint, then: [first.skip - 1, 0], others: others.into() }
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.first == Plan::NOBODY
    }

    #[inline]
    fn step(&self, at: u32) -> Option<Step> {
        match at.checked_sub(1) {
            None if self.is_empty() => None,
            None => Some(Step { joint: self.first, skip: self.then[0] + 1 }),
            Some(at) => self.others.get(at as usize).copied(),
        }
    }
}

/// Walks one plan: `step` says whether the joint occurred.
// Small, so that the compiler puts it into the caller's loop, through the catching of panics. (Measured, see design 0017.)
#[inline(always)]
pub(crate) fn walk<T>(plan: &Plan, joints: &mut [T], mut step: impl FnMut(&mut T) -> bool) {
    let Some(first) = joints.get_mut(plan.first as usize) else {
        return;
    };
    let occurred = step(first);
    if plan.others.is_empty() {
        return;
    }
    let at = plan.then[usize::from(occurred)] as usize;
    if at < plan.others.len() {
        walk_others(&plan.others, at, joints, step);
    }
}

/// From this many steps on it pays to see whether joints stand side by side. (Measured, see design 0002.)
const LONG: usize = 8;

// Apart, so that a plan that ends with its first joint does not save registers for it.
#[inline(never)]
fn walk_others<T>(others: &[Step], mut at: usize, joints: &mut [T], mut step: impl FnMut(&mut T) -> bool) {
    if others.len() >= LONG
        && let Some(run) = run_of(others, joints)
    {
        while let Some(joint) = run.get_mut(at) {
            at = if step(joint) { at + 1 } else { others[at].skip as usize - 1 };
        }
        return;
    }
    while let Some(next) = others.get(at) {
        at = if step(&mut joints[next.joint as usize]) { at + 1 } else { next.skip as usize - 1 };
    }
}

/// The joints of a plan, if they stand side by side: then they are taken as a slice, and none is looked up.
fn run_of<'a, T>(plan: &[Step], joints: &'a mut [T]) -> Option<&'a mut [T]> {
    let (first, last) = plan.first().zip(plan.last())?;
    let (first, last) = (first.joint as usize, last.joint as usize);
    // Joints rise along a plan, so that the ends tell whether there is a gap.
    (last - first + 1 == plan.len()).then(|| joints.get_mut(first..=last)).flatten()
}

/// How far the plan of one start has been walked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor {
    start: JointId,
    at: u32,
}

impl Cursor {
    pub(crate) fn new(start: JointId) -> Self {
        Self { start, at: 0 }
    }

    #[inline]
    fn next(self, plans: &[Plan]) -> Option<Step> {
        plans[self.start as usize].step(self.at)
    }
}

/// Walks several plans side by side; a joint that stands in more than one is stepped once.
pub(crate) fn walk_all(plans: &[Plan], cursors: &mut [Cursor], mut step: impl FnMut(JointId) -> bool) {
    while let Some(joint) = lowest(plans, cursors) {
        let occurred = step(joint);
        for cursor in &mut *cursors {
            if let Some(next) = cursor.next(plans).filter(|next| next.joint == joint) {
                cursor.at = if occurred { cursor.at + 1 } else { next.skip };
            }
        }
    }
}

fn lowest(plans: &[Plan], cursors: &[Cursor]) -> Option<JointId> {
    cursors.iter().filter_map(|cursor| cursor.next(plans)).map(|step| step.joint).min()
}

#[cfg(test)]
mod tests {
    use super::{Cursor, JointId, walk, walk_all};
    use crate::network::wiring::Wiring;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn wiring(sources: &[Vec<JointId>]) -> Wiring {
        let mut wiring = Wiring::default();
        for (joint, sources) in (0..).zip(sources) {
            wiring.add();
            sources.iter().for_each(|source| wiring.connect(*source, joint));
        }
        wiring
    }

    #[test]
    fn a_silent_joint_jumps_over_what_only_it_wakes() {
        // 0 -> 1 -> 2 -> 3, 0 -> 4
        let mut wiring = wiring(&[vec![], vec![0], vec![1], vec![2], vec![0]]);
        let plan = wiring.plan(0, false);
        let steps: Vec<_> = (0..).map_while(|at| plan.step(at)).map(|step| (step.joint, step.skip)).collect();
        assert_eq!(steps, [(1, 3), (2, 3), (3, 3), (4, 4)]);
    }

    #[test]
    fn few_among_many_are_stepped_in_order_and_leave_no_trace() {
        let mut sources = vec![vec![]; 1_000];
        (sources[20], sources[900], sources[950]) = (vec![0], vec![0], vec![20]);
        let mut wiring = wiring(&sources);
        for _ in 0..2 {
            let plan = wiring.plan(0, false);
            let steps: Vec<_> =
                (0..).map_while(|at| plan.step(at)).map(|step| (step.joint, step.skip)).collect();
            assert_eq!(steps, [(20, 1), (900, 2), (950, 3)]);
        }
    }

    fn graphs() -> impl Strategy<Value = Vec<Vec<JointId>>> {
        prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 0..3), 3..20).prop_map(
            |rows| {
                rows.into_iter()
                    .enumerate()
                    .map(|(at, picks)| {
                        let sources: BTreeSet<JointId> =
                            picks.iter().filter(|_| at > 2).map(|pick| pick.index(at) as JointId).collect();
                        sources.into_iter().collect()
                    })
                    .collect()
            },
        )
    }

    /// Every joint of which a source occurs, and the start itself, must be stepped; each at most once, in order.
    fn check(sources: &[Vec<JointId>], starts: &[JointId], occurs: &[bool], stepped: &[JointId]) {
        assert!(stepped.windows(2).all(|pair| pair[0] < pair[1]), "in order and at most once: {stepped:?}");
        let mut occurred: BTreeSet<JointId> = starts.iter().copied().collect();
        for (joint, sources) in sources.iter().enumerate() {
            let joint = joint as JointId;
            if sources.iter().any(|source| occurred.contains(source)) {
                assert!(stepped.contains(&joint), "joint {joint} was woken and not stepped");
                if occurs[joint as usize] {
                    occurred.insert(joint);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn every_woken_joint_is_stepped_once(graph in graphs(), occurs in prop::collection::vec(any::<bool>(), 20)) {
            let mut wiring = wiring(&graph);
            let mut stepped = Vec::new();
            let mut joints: Vec<JointId> = (0..graph.len() as JointId).collect();
            walk(&wiring.plan(0, false), &mut joints, |joint| { stepped.push(*joint); occurs[*joint as usize] });
            check(&graph, &[0], &occurs, &stepped);

            let plans = [wiring.plan(0, false), wiring.plan(1, false), wiring.plan(2, false)];
            let mut cursors = [0, 1, 2].map(Cursor::new);
            let mut stepped = Vec::new();
            walk_all(&plans, &mut cursors, |joint| { stepped.push(joint); occurs[joint as usize] });
            check(&graph, &[0, 1, 2], &occurs, &stepped);
        }
    }
}
