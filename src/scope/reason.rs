//! Why a scope was cancelled.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::time::Time;

/// Why a scope was cancelled. The first reason stays.
///
/// ```
/// use tidegate::scope::{Reason, Scope};
/// let engine = Scope::root("engine");
/// let feed = engine.child("feed");
/// engine.cancel("kill switch");
/// assert_eq!(engine.reason(), Some(&Reason::Asked("kill switch".into())));
/// let inherited = feed.reason().expect("the parent is cancelled");
/// assert_eq!(inherited.to_string(), "`engine` was cancelled: kill switch");
/// assert_eq!(inherited.origin(), &Reason::from("kill switch"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Somebody asked for it, in these words.
    Asked(Cow<'static, str>),
    /// Its deadline came.
    Deadline(Time),
    /// Its owner was dropped, or finished.
    Dropped,
    /// An ancestor was cancelled.
    Parent {
        /// The name of the ancestor where it began.
        scope: Arc<str>,
        /// The reason there, never itself a `Parent`.
        because: Arc<Reason>,
    },
}

impl Reason {
    /// The reason where it began: of an inherited one the ancestor's, of any other itself.
    #[must_use]
    pub fn origin(&self) -> &Reason {
        match self {
            Reason::Parent { because, .. } => because,
            own => own,
        }
    }

    /// What the children of `scope` inherit.
    pub(super) fn inherited(&self, scope: &Arc<str>) -> Reason {
        match self {
            Reason::Parent { .. } => self.clone(),
            own => Reason::Parent { scope: scope.clone(), because: Arc::new(own.clone()) },
        }
    }
}

impl From<&'static str> for Reason {
    fn from(words: &'static str) -> Reason {
        Reason::Asked(Cow::Borrowed(words))
    }
}

impl From<String> for Reason {
    fn from(words: String) -> Reason {
        Reason::Asked(Cow::Owned(words))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Asked(words) => f.write_str(words),
            Reason::Deadline(at) => write!(f, "the deadline {at} came"),
            Reason::Dropped => f.write_str("its owner ended"),
            Reason::Parent { scope, because } => write!(f, "`{scope}` was cancelled: {because}"),
        }
    }
}
