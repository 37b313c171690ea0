//! The one owner of a scope.

use std::fmt;
use std::sync::Arc;

use super::alarm::Alarm;
use super::cancelled::Cancelled;
use super::clock::Clock;
use super::join::Join;
use super::node::Node;
use super::reason::Reason;
use super::report::ChildEnd;
use super::token::Token;
use crate::time::Time;

/// A piece of work that can be cancelled, and the owner of all that was begun under it.
///
/// Not `Clone`: it is moved into the task that does the work. Waits borrow it, so none of them outlives it.
/// Dropping it cancels it and all below it with [`Reason::Dropped`].
///
/// ```
/// use tidegate::scope::{Reason, Scope};
/// let process = Scope::root("process");
/// let feed = process.child("feed");
/// let reader = feed.child("reader");
/// assert_eq!(process.live(), ["feed", "feed/reader"]);
///
/// assert!(process.cancel("kill switch"));
/// assert!(reader.is_cancelled());
/// assert_eq!(reader.reason().map(Reason::origin), Some(&Reason::from("kill switch")));
///
/// drop(feed); // `reader` still lives, and `feed` is not gone before it
/// assert_eq!(process.children(), 1);
/// drop(reader);
/// assert_eq!(process.children(), 0);
/// ```
#[must_use = "a scope that is dropped is cancelled at once"]
pub struct Scope {
    node: Arc<Node>,
    end: Option<ChildEnd>,
}

impl Scope {
    /// A scope without parent.
    pub fn root(name: impl AsRef<str>) -> Scope {
        Scope::of(Node::root(name.as_ref(), None))
    }

    /// A scope without parent that is cancelled at `at`; at once if that is past.
    pub fn root_until<C: Clock + ?Sized>(name: impl AsRef<str>, clock: &C, at: Time) -> Scope {
        let scope = Scope::of(Node::root(name.as_ref(), Some(at)));
        Alarm::arm(&scope.node, clock, at);
        scope
    }

    /// A scope below this one. If this one is cancelled, so is the child, from the start.
    ///
    /// Costs two allocations and this scope's lock.
    pub fn child(&self, name: impl AsRef<str>) -> Scope {
        Scope::of(self.node.child(name.as_ref(), None))
    }

    /// The same with a deadline: `at`, or this scope's own if that is earlier.
    ///
    /// All under one root take the same clock, or clocks that agree.
    pub fn child_until<C: Clock + ?Sized>(&self, name: impl AsRef<str>, clock: &C, at: Time) -> Scope {
        let child = Scope::of(self.node.child(name.as_ref(), Some(at)));
        // Where ours is as early, the child is cancelled with us and needs no timer.
        if self.deadline().is_none_or(|ours| at < ours) {
            Alarm::arm(&child.node, clock, at);
        }
        child
    }

    fn of(node: Arc<Node>) -> Scope {
        Scope { node, end: None }
    }

    /// As it was made with; names need not differ.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.node.name
    }

    /// When it is cancelled at the latest: never later than its parent.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        self.node.deadline
    }

    /// Cancels this scope and all below it; `false` if it was cancelled before, whose reason stays.
    ///
    /// Costs a lock for each scope below.
    pub fn cancel(&self, reason: impl Into<Reason>) -> bool {
        self.node.cancel(reason.into())
    }

    /// Whether it is cancelled. Costs one atomic load, so it may stand in a hot loop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.node.reason().is_some()
    }

    /// Why it was cancelled, if it was.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        self.node.reason()
    }

    /// Waits for the cancelling.
    pub fn cancelled(&self) -> Cancelled<'_> {
        Cancelled::of(&self.node)
    }

    /// A handle to cancel and watch it from elsewhere.
    #[must_use]
    pub fn token(&self) -> Token {
        Token(self.node.clone())
    }

    /// What the work has to say of itself in its parent's report; the last note counts.
    pub fn note(&self, note: impl Into<String>) {
        self.node.say(note.into());
    }

    /// How many children there are, those included whose owner is gone and whose own children live.
    #[must_use]
    pub fn children(&self) -> usize {
        self.node.children()
    }

    /// All that descend from it and live, as paths below it, parents before their children.
    ///
    /// The list of the running loops. Costs a lock and a text for each.
    #[must_use]
    pub fn live(&self) -> Vec<String> {
        self.node.living("").into_iter().map(|child| child.name).collect()
    }

    /// The work is done, whether or not it was cancelled meanwhile. What is left below it is cancelled.
    pub fn finish(mut self) {
        self.end = Some(ChildEnd::Finished);
    }

    /// The work failed. What is left below it is cancelled.
    pub fn fail(mut self, error: impl fmt::Display) {
        self.end = Some(ChildEnd::Failed(error.to_string()));
    }

    /// Waits until all children have ended, at most until `limit`, and tells how each ended.
    ///
    /// Nothing is cancelled before the limit; there, what still lives is abandoned: cancelled, and told of as such.
    pub fn join<C: Clock + ?Sized>(self, clock: &C, limit: Time) -> Join {
        self.node.begin_join();
        Join::new(self, clock, limit)
    }

    /// Cancels all children, then [`join`](Scope::join)s them.
    pub fn close<C: Clock + ?Sized>(self, reason: impl Into<Reason>, clock: &C, limit: Time) -> Join {
        self.cancel(reason);
        Join::new(self, clock, limit)
    }

    pub(super) fn node(&self) -> &Node {
        &self.node
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        self.node.end(self.end.take());
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Scope");
        shown.field("name", &self.name()).field("deadline", &self.deadline()).field("reason", &self.reason());
        shown.finish_non_exhaustive()
    }
}
