//! A scope's place in the tree: what is behind [`Scope`](super::Scope) and [`Token`](super::Token).
//!
//! Invariants: no two nodes are locked at once, and wakers run with nothing locked. The reason is set under the
//! node's lock, so who finds none under that lock and registers there will be woken. A node is among its parent's
//! children exactly until its owner is gone and it has no children.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::Waker;

use super::alarm::Alarm;
use super::reason::Reason;
use super::report::{Before, ChildEnd, ChildReport};
use crate::time::Time;

pub(super) struct Node {
    pub(super) name: Arc<str>,
    /// Never later than the parent's.
    pub(super) deadline: Option<Time>,
    reason: OnceLock<Reason>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Taken when the node leaves, so that long chains of ancestors are not freed by recursion.
    parent: Option<(Arc<Node>, u64)>,
    children: BTreeMap<u64, Arc<Node>>,
    born: u64,
    /// Children born before this are named in the report, later ones and those gone before are counted.
    named: u64,
    left: BTreeMap<u64, ChildReport>,
    before: Before,
    waiting: BTreeMap<u64, Waker>,
    waited: u64,
    joiner: Option<Waker>,
    note: Option<String>,
    /// How the owner ended; until then it lives.
    end: Option<ChildEnd>,
    alarm: Option<Arc<Alarm>>,
}

/// What a node that was just cancelled hands out, to be dealt with when it is unlocked.
#[derive(Default)]
struct Marked {
    wakers: Vec<Waker>,
    children: Vec<Arc<Node>>,
    alarms: Vec<Arc<Alarm>>,
}

impl Node {
    pub(super) fn root(name: &str, deadline: Option<Time>) -> Arc<Node> {
        let (reason, state) = (OnceLock::new(), Mutex::default());
        Arc::new(Node { name: name.into(), deadline, reason, state })
    }

    /// A child of `self`; one of a cancelled parent is cancelled from the start.
    pub(super) fn child(self: &Arc<Self>, name: &str, deadline: Option<Time>) -> Arc<Node> {
        let deadline = [self.deadline, deadline].into_iter().flatten().min();
        let mut state = self.lock();
        let place = state.born;
        state.born += 1;
        let born = State { parent: Some((self.clone(), place)), ..State::default() };
        let reason = self.reason.get().map(|reason| reason.inherited(&self.name));
        let reason = reason.map_or_else(OnceLock::new, OnceLock::from);
        let child = Arc::new(Node { name: name.into(), deadline, reason, state: Mutex::new(born) });
        state.children.insert(place, child.clone());
        child
    }

    pub(super) fn reason(&self) -> Option<&Reason> {
        self.reason.get()
    }

    pub(super) fn children(&self) -> usize {
        self.lock().children.len()
    }

    pub(super) fn say(&self, note: String) {
        self.lock().note = Some(note);
    }

    /// Keeps the alarm until the node is cancelled; `false` if it already is.
    pub(super) fn keep(&self, alarm: &Arc<Alarm>) -> bool {
        let mut state = self.lock();
        let wanted = self.reason.get().is_none();
        state.alarm = wanted.then(|| alarm.clone());
        wanted
    }

    /// Cancels the node and all that descend from it; `false` if it already was.
    ///
    /// Waiters are woken when all are cancelled, so none of them finds a part of the tree still going.
    pub(super) fn cancel(&self, reason: Reason) -> bool {
        let mut marked = Marked::default();
        let first = self.mark(reason, &mut marked);
        if let Some(reason) = self.reason.get().filter(|_| !marked.children.is_empty()) {
            let inherited = reason.inherited(&self.name);
            while let Some(child) = marked.children.pop() {
                child.mark(inherited.clone(), &mut marked);
            }
        }
        marked.alarms.iter().for_each(|alarm| alarm.turn_off());
        marked.wakers.into_iter().for_each(Waker::wake);
        first
    }

    fn mark(&self, reason: Reason, marked: &mut Marked) -> bool {
        let mut state = self.lock();
        if self.reason.set(reason).is_err() {
            return false;
        }
        state.named = state.born;
        marked.wakers.extend(std::mem::take(&mut state.waiting).into_values());
        marked.children.extend(state.children.values().cloned());
        marked.alarms.extend(state.alarm.take());
        true
    }

    /// Remembers whom to wake at the cancelling, at `key` if it has one; `None` if there was one already.
    pub(super) fn wait(&self, key: Option<u64>, waker: &Waker) -> Option<u64> {
        let mut state = self.lock();
        if self.reason.get().is_some() {
            return None;
        }
        let key = key.unwrap_or(state.waited);
        state.waited = state.waited.max(key + 1);
        state.waiting.insert(key, waker.clone());
        Some(key)
    }

    pub(super) fn forget(&self, key: u64) {
        let forgotten = self.lock().waiting.remove(&key);
        drop(forgotten);
    }

    /// From now on children are named in the report.
    pub(super) fn begin_join(&self) {
        let mut state = self.lock();
        state.named = if self.reason.get().is_some() { state.named } else { state.born };
    }

    /// Whether all children have left; if not, remembers whom to wake then.
    pub(super) fn all_left(&self, waker: &Waker) -> bool {
        let mut state = self.lock();
        let none = state.children.is_empty();
        state.joiner = (!none).then(|| waker.clone());
        none
    }

    /// What the report tells: each named or living child once, then what lives below them; and the count of others.
    pub(super) fn tell(&self) -> (Vec<ChildReport>, Before) {
        let mut state = self.lock();
        let (mut told, before) = (std::mem::take(&mut state.left), state.before);
        let children = state.children.clone();
        drop(state);
        told.extend(children.iter().map(|(place, child)| (*place, child.report(child.name.to_string()))));
        let deeper = children.values().flat_map(|child| child.living(&child.name));
        (told.into_values().chain(deeper).collect(), before)
    }

    /// All that descend from the node and live, as paths, parents before children.
    pub(super) fn living(&self, path: &str) -> Vec<ChildReport> {
        let mut found = Vec::new();
        let mut open = self.below(path);
        while let Some((path, node)) = open.pop() {
            open.extend(node.below(&path));
            found.push(node.report(path));
        }
        found.retain(|child| child.end == ChildEnd::Abandoned);
        found
    }

    /// The children with their paths, the first one last.
    fn below(&self, path: &str) -> Vec<(String, Arc<Node>)> {
        let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
        let state = self.lock();
        state
            .children
            .values()
            .rev()
            .map(|child| (format!("{prefix}{}", child.name), child.clone()))
            .collect()
    }

    /// How the owner ended; if it has not, it is abandoned.
    fn report(&self, name: String) -> ChildReport {
        let state = self.lock();
        let end = state.end.clone().unwrap_or(ChildEnd::Abandoned);
        ChildReport { name, end, note: state.note.clone() }
    }

    /// The owner is gone: all below is cancelled, and the node leaves as soon as that has left.
    pub(super) fn end(self: &Arc<Self>, how: Option<ChildEnd>) {
        self.cancel(Reason::Dropped);
        let reason = || self.reason.get().cloned().unwrap_or(Reason::Dropped);
        let how = how.unwrap_or_else(|| ChildEnd::Cancelled(reason()));
        self.lock().end = Some(how);
        let mut node = self.clone();
        while let Some((parent, place, report)) = node.leave() {
            parent.has_left(place, report);
            node = parent;
        }
    }

    /// Takes leave of the parent if it is time. Only one of several that ask at once gets the parent.
    fn leave(&self) -> Option<(Arc<Node>, u64, ChildReport)> {
        let mut state = self.lock();
        let end = state.end.clone().filter(|_| state.children.is_empty())?;
        let (parent, place) = state.parent.take()?;
        let (name, note) = (self.name.to_string(), state.note.clone());
        Some((parent, place, ChildReport { name, end, note }))
    }

    fn has_left(&self, place: u64, report: ChildReport) {
        let mut state = self.lock();
        let child = state.children.remove(&place);
        if place < state.named {
            state.left.insert(place, report);
        } else {
            state.before.count(&report.end);
        }
        let joiner = if state.children.is_empty() { state.joiner.take() } else { None };
        drop(state);
        drop(child);
        joiner.into_iter().for_each(Waker::wake);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
