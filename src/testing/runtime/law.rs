//! A law, and what came of trying it.

use std::fmt;

/// A law of runtimes that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Law {
    /// Its name, as a sentence.
    pub name: &'static str,
    /// What it demands.
    pub demands: &'static str,
    /// Whether it was kept.
    ///
    /// # Errors
    /// What was expected, and what was found.
    pub result: Result<(), String>,
}

/// All laws, as one runtime kept them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a law that is broken is only told of"]
pub struct Laws(pub Vec<Law>);

impl Laws {
    /// Whether none is broken.
    #[must_use]
    pub fn are_kept(&self) -> bool {
        self.broken().next().is_none()
    }

    /// Those that are broken.
    pub fn broken(&self) -> impl Iterator<Item = &Law> {
        self.0.iter().filter(|law| law.result.is_err())
    }
}

/// One line if it was kept; if not, what it demands and what was found, too.
impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.result {
            Ok(()) => write!(f, "✓ {}", self.name),
            Err(found) => write!(f, "✗ {}: {}\n    {found}", self.name, self.demands),
        }
    }
}

/// One after the other, those that were kept and those that were not.
impl fmt::Display for Laws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} laws:", self.0.len())?;
        self.0.iter().try_for_each(|law| write!(f, "\n{law}"))
    }
}
