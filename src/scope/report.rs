//! What a join tells.

use std::fmt;

use super::reason::Reason;

/// How each child of a scope ended.
///
/// Children that lived when the scope was cancelled, or when the join began, are named, in the order of their
/// birth; the others are counted, so that a scope of a million short children stays small.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a report that nobody reads hides what was abandoned"]
pub struct ScopeReport {
    /// The scope's name.
    pub name: String,
    /// Why it was cancelled, if it was.
    pub reason: Option<Reason>,
    /// The children that are named, then all below them that were abandoned.
    pub children: Vec<ChildReport>,
    /// The children that are only counted.
    pub before: Before,
}

impl ScopeReport {
    /// What still lived at the limit.
    pub fn abandoned(&self) -> impl Iterator<Item = &ChildReport> {
        self.children.iter().filter(|child| child.end == ChildEnd::Abandoned)
    }

    /// Whether all ended within the limit.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.abandoned().next().is_none()
    }
}

/// One line for each child.
impl fmt::Display for ScopeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Some(reason) => writeln!(f, "{}: {reason}", self.name)?,
            None => writeln!(f, "{}: not cancelled", self.name)?,
        }
        self.children.iter().try_for_each(|child| writeln!(f, "  {child}"))?;
        write!(f, "  {}", self.before)
    }
}

/// How one child ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildReport {
    /// Its name; of a descendant that was abandoned its path, as `engine/feed`.
    pub name: String,
    /// How it ended.
    pub end: ChildEnd,
    /// What it said last of itself.
    pub note: Option<String>,
}

impl fmt::Display for ChildReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.end)?;
        self.note.iter().try_for_each(|note| write!(f, " ({note})"))
    }
}

/// How a scope's owner ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChildEnd {
    /// Its work was done.
    Finished,
    /// Its work failed, with this message.
    Failed(String),
    /// It ended without saying either; with the reason of its cancelling, [`Reason::Dropped`] if there was none.
    Cancelled(Reason),
    /// It had not ended at the limit and may be running still.
    Abandoned,
}

impl fmt::Display for ChildEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChildEnd::Finished => f.write_str("finished"),
            ChildEnd::Failed(error) => write!(f, "failed: {error}"),
            ChildEnd::Cancelled(reason) => write!(f, "cancelled: {reason}"),
            ChildEnd::Abandoned => f.write_str("abandoned at the limit"),
        }
    }
}

/// How many children ended in which way without being named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Before {
    /// Finished.
    pub finished: u64,
    /// Failed.
    pub failed: u64,
    /// Dropped or cancelled.
    pub cancelled: u64,
}

impl Before {
    pub(super) fn count(&mut self, end: &ChildEnd) {
        match end {
            ChildEnd::Finished => self.finished += 1,
            ChildEnd::Failed(_) => self.failed += 1,
            ChildEnd::Cancelled(_) | ChildEnd::Abandoned => self.cancelled += 1,
        }
    }
}

impl fmt::Display for Before {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "others: {} finished, {} failed, {} cancelled", self.finished, self.failed, self.cancelled)
    }
}
