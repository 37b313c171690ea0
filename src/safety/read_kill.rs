//! Where a kill switch reads: somebody else does the reading.

use std::error::Error;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::halt::HaltReason;
use super::kill_text::{Said, said};

/// A text outside of the program that says whether to halt.
///
/// It is read at each check; that it cannot be read, or panics, counts as halted. A reader that hangs, hangs the check: the
/// order it was for does not leave, and [`KillSwitch::halt`](super::KillSwitch::halt) still works.
pub trait ReadKill: Send {
    /// The text; `None` if there is none, which means running.
    ///
    /// # Errors
    /// Whatever leaves it open what the text says.
    fn read(&self) -> Result<Option<String>, Box<dyn Error + Send + Sync>>;
}

/// A function is one, as over an environment.
impl<F: Fn() -> Option<String> + Send> ReadKill for F {
    fn read(&self) -> Result<Option<String>, Box<dyn Error + Send + Sync>> {
        Ok(self())
    }
}

/// Which text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// The environment's `EXECUTION_HALTED`.
    Environment,
    /// The file named by `EXECUTION_HALTED_FILE`.
    File,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Source::Environment => "environment",
            Source::File => "file",
        })
    }
}

/// A source with its reader.
pub(super) struct Reader {
    pub(super) source: Source,
    pub(super) kill: Box<dyn ReadKill>,
}

impl Reader {
    /// Why to halt, if the text says so or nobody knows.
    pub(super) fn reason(&self) -> Option<HaltReason> {
        let source = self.source;
        let text = match catch_unwind(AssertUnwindSafe(|| self.kill.read())) {
            Ok(Ok(text)) => text?,
            Ok(Err(error)) => return Some(HaltReason::Unreadable { source, why: error.to_string() }),
            Err(_) => return Some(HaltReason::Unreadable { source, why: "its reader panicked".to_owned() }),
        };
        match said(&text) {
            Said::Running => None,
            Said::Halted => Some(HaltReason::Told(source)),
            Said::Junk => Some(HaltReason::Junk { source, found: text.trim().chars().take(SHOWN).collect() }),
        }
    }
}

/// Letters of a junk text that are kept: enough to know it again.
const SHOWN: usize = 40;
