//! Random trees, random ends: a scope is cancelled if and only if it or an ancestor was.

use proptest::prelude::*;
use tidegate::scope::{Reason, Scope, Token, VirtualClock};
use tidegate::time::Time;

use super::world::at;

/// What is done to a tree; scopes are chosen among those whose owner lives.
#[derive(Clone, Debug)]
enum Step {
    Child(usize),
    ChildUntil(usize, i32),
    Cancel(usize),
    Drop(usize),
    Finish(usize),
    Wait(i32),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => any::<usize>().prop_map(Step::Child),
        3 => (any::<usize>(), 0..30).prop_map(|(of, at)| Step::ChildUntil(of, at)),
        1 => any::<usize>().prop_map(Step::Cancel),
        1 => any::<usize>().prop_map(Step::Drop),
        1 => any::<usize>().prop_map(Step::Finish),
        2 => (0..5).prop_map(Step::Wait),
    ]
}

/// What a scope should be.
struct Meant {
    parent: Option<usize>,
    deadline: Option<Time>,
    /// Its deadline, where it is earlier than the parent's.
    timer: Option<Time>,
    reason: Option<Reason>,
}

struct Tree {
    clock: VirtualClock,
    now: i32,
    /// In order of birth; `None` where the owner is gone.
    owners: Vec<Option<Scope>>,
    tokens: Vec<Token>,
    meant: Vec<Meant>,
}

impl Tree {
    fn new() -> Tree {
        let root = Scope::root("0");
        let meant = Meant { parent: None, deadline: None, timer: None, reason: None };
        let (clock, tokens) = (VirtualClock::new(at(0)), vec![root.token()]);
        Tree { clock, now: 0, owners: vec![Some(root)], tokens, meant: vec![meant] }
    }

    fn living(&self, choice: usize) -> usize {
        let living: Vec<usize> = (0..self.owners.len()).filter(|one| self.owners[*one].is_some()).collect();
        living[choice % living.len()]
    }

    fn descends(&self, mut one: usize, from: usize) -> bool {
        while let Some(parent) = self.meant[one].parent {
            if parent == from {
                return true;
            }
            one = parent;
        }
        false
    }

    /// The rule itself, in the fewest words.
    fn mean_cancelled(&mut self, one: usize, reason: Reason) {
        if self.meant[one].reason.is_some() {
            return;
        }
        for other in 0..self.meant.len() {
            if self.meant[other].reason.is_none() && self.descends(other, one) {
                self.meant[other].reason = Some(handed_down(one, &reason));
            }
        }
        self.meant[one].reason = Some(reason);
    }

    fn birth(&mut self, parent: usize, until: Option<Time>) {
        let name = self.owners.len().to_string();
        let owner = self.owners[parent].as_ref().expect("it lives");
        let child = match until {
            Some(until) => owner.child_until(name, &self.clock, until),
            None => owner.child(name),
        };
        self.tokens.push(child.token());
        self.owners.push(Some(child));
        let ours = self.meant[parent].deadline;
        let timer = until.filter(|until| ours.is_none_or(|ours| *until < ours));
        let reason = self.meant[parent].reason.as_ref().map(|reason| handed_down(parent, reason));
        self.meant.push(Meant { parent: Some(parent), deadline: timer.or(ours), timer, reason });
        self.mean_deadlines();
    }

    fn mean_deadlines(&mut self) {
        let mut due: Vec<(Time, usize)> = Vec::new();
        for (one, meant) in self.meant.iter().enumerate() {
            due.extend(meant.timer.filter(|timer| *timer <= at(self.now)).map(|timer| (timer, one)));
        }
        due.sort();
        due.into_iter().for_each(|(timer, one)| self.mean_cancelled(one, Reason::Deadline(timer)));
    }

    fn apply(&mut self, step: &Step) {
        match *step {
            Step::Child(of) => self.birth(self.living(of), None),
            Step::ChildUntil(of, until) => self.birth(self.living(of), Some(at(until))),
            Step::Cancel(which) => self.cancel(self.living(which)),
            Step::Drop(which) => self.end(self.living(which), drop),
            Step::Finish(which) => self.end(self.living(which), Scope::finish),
            Step::Wait(seconds) => {
                self.now += seconds;
                self.clock.advance_to(at(self.now));
                self.mean_deadlines();
            }
        }
    }

    fn cancel(&mut self, one: usize) {
        let owner = self.owners[one].as_ref().expect("it lives");
        assert_eq!(owner.cancel("asked"), self.meant[one].reason.is_none());
        self.mean_cancelled(one, "asked".into());
    }

    /// The root stays, so that there always is one.
    fn end(&mut self, one: usize, how: fn(Scope)) {
        if one != 0 {
            self.owners[one].take().into_iter().for_each(how);
            self.mean_cancelled(one, Reason::Dropped);
        }
    }

    /// Its owner is gone, and so is all below it.
    fn is_gone(&self, one: usize) -> bool {
        self.owners[one].is_none()
            && (0..self.meant.len()).all(|other| !self.descends(other, one) || self.owners[other].is_none())
    }

    fn check(&self) {
        for (one, meant) in self.meant.iter().enumerate() {
            assert_eq!(self.tokens[one].reason(), meant.reason.as_ref(), "scope {one}");
            let Some(owner) = &self.owners[one] else { continue };
            assert_eq!(owner.deadline(), meant.deadline, "scope {one}");
            let is_child = |other: &usize| self.meant[*other].parent == Some(one) && !self.is_gone(*other);
            assert_eq!(owner.children(), (0..self.meant.len()).filter(is_child).count(), "scope {one}");
        }
        let armed = self.meant.iter().filter(|meant| meant.timer.is_some() && meant.reason.is_none());
        assert_eq!(self.clock.armed(), armed.count());
    }
}

fn handed_down(one: usize, reason: &Reason) -> Reason {
    match reason {
        Reason::Parent { .. } => reason.clone(),
        own => Reason::Parent { scope: one.to_string().into(), because: own.clone().into() },
    }
}

proptest! {
    #[test]
    fn a_scope_is_cancelled_if_and_only_if_it_or_an_ancestor_was(steps in prop::collection::vec(step(), 0..60)) {
        let mut tree = Tree::new();
        for step in &steps {
            tree.apply(step);
            tree.check();
        }
        tree.cancel(0);
        tree.check();
        assert_eq!(tree.clock.armed(), 0, "no timer is left");
        let root = tree.owners[0].take().expect("it lives");
        drop(tree.owners);
        assert_eq!((root.children(), root.live().len()), (0, 0), "no child is left");
    }
}
