//! Which faults strike.

use super::injected::{Injected, Injection};
use super::{Boundary, Fault, When};
use crate::rng::Rng;
use crate::time::Time;

/// The faults of one wire, with what has to be remembered of each.
#[derive(Debug)]
pub(super) struct Rules {
    rules: Vec<Rule>,
    /// How much has passed each boundary.
    passed: [u64; Boundary::ALL.len()],
    name: &'static str,
    injected: Injected,
}

/// A rule has random numbers of its own: without another rule, it strikes where it did.
#[derive(Clone, Debug)]
struct Rule {
    boundary: Boundary,
    fault: Fault,
    when: When,
    rng: Rng,
}

impl Rules {
    pub(super) fn new(name: &'static str, injected: Injected) -> Self {
        Self { rules: Vec::new(), passed: [0; Boundary::ALL.len()], name, injected }
    }

    /// One more, if it means anything there.
    pub(super) fn add(&mut self, boundary: Boundary, fault: Fault, when: When, rng: Rng) {
        if fault.applies_at(boundary) {
            self.rules.push(Rule { boundary, fault, when, rng });
        }
    }

    /// Whether nothing ever goes wrong.
    pub(super) const fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Something passes; what goes wrong with it. Of several faults that would strike, the first rule's does.
    pub(super) fn strike(
        &mut self,
        boundary: Boundary,
        at: Time,
        what: impl FnOnce() -> String,
    ) -> Option<Fault> {
        if self.is_empty() {
            return None;
        }
        let passed = &mut self.passed[boundary as usize];
        *passed += 1;
        let here = self.rules.iter_mut().filter(|rule| rule.boundary == boundary);
        // Each of them draws, struck or not: what one does changes nothing for the others.
        let struck: Vec<Fault> =
            here.filter_map(|rule| rule.strikes(*passed).then_some(rule.fault)).collect();
        let fault = *struck.first()?;
        self.injected.push(Injection { at, name: self.name, boundary, fault, what: what() });
        Some(fault)
    }
}

impl Rule {
    fn strikes(&mut self, passed: u64) -> bool {
        match self.when {
            When::OneIn(0) => false,
            When::OneIn(all) => self.rng.is_one_of(1, all),
            When::Nth(nth) => passed == nth,
        }
    }
}
