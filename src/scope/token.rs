//! Cancelling and watching a scope from elsewhere.

use std::sync::Arc;

use super::cancelled::Cancelled;
use super::node::Node;
use super::reason::Reason;

/// A handle on a scope for those who do not own it: signal handlers, operators, monitors.
///
/// It keeps nothing open: the scope ends with its owner, and is cancelled then. It makes no children.
///
/// ```
/// use tidegate::scope::{Reason, Scope};
/// let scope = Scope::root("process");
/// let token = scope.token();
/// let handler = std::thread::spawn({
///     let token = token.clone();
///     move || token.cancel("SIGTERM")
/// });
/// assert!(handler.join().expect("no panic"));
/// assert_eq!(futures::executor::block_on(token.cancelled()), Reason::from("SIGTERM"));
/// ```
#[derive(Clone)]
pub struct Token(pub(super) Arc<Node>);

impl Token {
    /// Cancels the scope and all below it; `false` if it was cancelled before, whose reason stays.
    ///
    /// Costs a lock for each scope below.
    pub fn cancel(&self, reason: impl Into<Reason>) -> bool {
        self.0.cancel(reason.into())
    }

    /// Whether the scope is cancelled. Costs one atomic load.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.reason().is_some()
    }

    /// Why the scope was cancelled, if it was.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        self.0.reason()
    }

    /// Waits for the cancelling.
    pub fn cancelled(&self) -> Cancelled<'_> {
        Cancelled::of(&self.0)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").field("scope", &self.0.name).field("reason", &self.reason()).finish()
    }
}
