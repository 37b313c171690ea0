//! The laws of runtimes: what every runtime has to keep, as tests that its author can run.
//!
//! A strategy, its connectors and its operator count on the same things in every runtime, whatever its clock and wherever
//! connectors work. Each is a law, and each law is tried with connectors and strategies that the suite brings along
//! and that put on record what they see. A runtime keeps a law if that record and the report of the run say so.
//!
//! | file | idea |
//! |---|---|
//! | `law.rs` | a law, and what came of trying it |
//! | `trial.rs` | trying one, with a limit |
//! | `finding.rs` | what was expected, what was found |
//! | `probe/` | the market that the suite brings along, and its record |
//! | `traders.rs` | the strategies |
//! | `laws/` | the laws, by what they are about |

mod finding;
mod law;
mod laws;
mod probe;
mod traders;
mod trial;

use std::sync::Arc;
use std::time::Duration;

pub use self::law::{Law, Laws};

use crate::runtime::Runtime;

/// How long one law may take. The slowest takes a second where time is real.
const LONGEST: Duration = Duration::from_secs(60);

/// How long a part of a law waits for another one that comes at once, where that can come meanwhile. Where everything is
/// on one thread it cannot.
const LONG: Duration = Duration::from_millis(200);

/// Puts a runtime through all laws; `make` is asked for a new one for each run.
///
/// A law whose run does not come to an end is broken, and those behind it are not tried any more: what still runs would
/// disturb them.
///
/// ```
/// use tidegate::runtime::Sim;
/// use tidegate::testing::check_runtime;
///
/// let laws = check_runtime(Sim::new);
/// assert!(laws.are_kept(), "{laws}");
/// ```
#[must_use = "a law that is broken is only told of"]
pub fn check_runtime<R: Runtime + 'static>(make: impl Fn() -> R + Send + Sync + 'static) -> Laws {
    check_runtime_within(LONGEST, make)
}

/// The same with a limit of its own for each law, for runtimes that are expected to break some.
#[must_use = "a law that is broken is only told of"]
pub fn check_runtime_within<R: Runtime + 'static>(
    longest: Duration,
    make: impl Fn() -> R + Send + Sync + 'static,
) -> Laws {
    trial::try_all(longest, Arc::new(make), laws::all())
}

/// Puts a runtime through all laws.
///
/// # Panics
/// With every law that is broken, in words.
#[track_caller]
pub fn assert_runtime<R: Runtime + 'static>(make: impl Fn() -> R + Send + Sync + 'static) {
    let laws = check_runtime(make);
    let broken: Vec<String> = laws.broken().map(ToString::to_string).collect();
    assert!(broken.is_empty(), "the runtime breaks {} of {laws}", broken.len());
}
