//! What came out of a case, and where two outcomes differ.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::case::Id;

/// Occurrences of events; values of behaviors, each where it differs from the instant before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Outcome {
    pub(crate) ev: BTreeMap<Id, Vec<(usize, i64)>>,
    pub(crate) bh: BTreeMap<Id, Vec<(usize, i64)>>,
}

/// The first place where an outcome is not what was expected.
#[derive(Debug)]
pub(crate) struct Difference {
    instant: usize,
    node: Id,
    expected: Option<i64>,
    found: Option<i64>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |value: Option<i64>| value.map_or("nothing".to_owned(), |value| value.to_string());
        let (expected, found) = (show(self.expected), show(self.found));
        write!(f, "node {} at instant {}: expected {expected}, found {found}", self.node, self.instant)
    }
}

impl Outcome {
    /// Notes an occurrence.
    pub(crate) fn occurs(&mut self, node: Id, at: usize, value: i64) {
        self.ev.entry(node).or_default().push((at, value));
    }

    /// Notes the value of a behavior on entry to an instant.
    pub(crate) fn stands(&mut self, node: Id, at: usize, value: i64) {
        let steps = self.bh.entry(node).or_default();
        if steps.last().is_none_or(|last| last.1 != value) {
            steps.push((at, value));
        }
    }

    /// The earliest difference; in one instant that of the lowest node.
    pub(crate) fn first_difference(&self, found: &Outcome) -> Option<Difference> {
        let events = differences(&self.ev, &found.ev);
        events.chain(differences(&self.bh, &found.bh)).min_by_key(|other| (other.instant, other.node))
    }
}

type Steps = BTreeMap<Id, Vec<(usize, i64)>>;

/// The first difference of each node that is on either side.
fn differences<'a>(expected: &'a Steps, found: &'a Steps) -> impl Iterator<Item = Difference> + 'a {
    let nodes = expected.keys().chain(found.keys().filter(move |node| !expected.contains_key(node)));
    nodes.filter_map(move |node| {
        let side = |steps: &'a Steps| steps.get(node).map_or(&[][..], Vec::as_slice);
        first(*node, side(expected), side(found))
    })
}

fn first(node: Id, expected: &[(usize, i64)], found: &[(usize, i64)]) -> Option<Difference> {
    let equal = expected.iter().zip(found).take_while(|(a, b)| a == b).count();
    let (expected, found) = (expected.get(equal), found.get(equal));
    let instant = expected.iter().chain(&found).map(|step| step.0).min()?;
    let at = |step: Option<&(usize, i64)>| step.filter(|step| step.0 == instant).map(|step| step.1);
    Some(Difference { instant, node, expected: at(expected), found: at(found) })
}
