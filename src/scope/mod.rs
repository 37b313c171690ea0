//! Scopes: who waits for whom, and how a wait ends early.
//!
//! A [`Scope`] owns a piece of work. It has a name, perhaps a deadline, and children; together they are a tree.
//! Cancelling a scope cancels all that descend from it, with a [`Reason`]. Joining it waits until all of them have
//! ended, up to a limit, and tells of each how it ended.
//!
//! ```
//! use futures::executor::block_on;
//! use tidegate::scope::{ChildEnd, Ended, Reason, Scope, VirtualClock, sleep};
//! use tidegate::time::{Span, Time};
//!
//! let clock = VirtualClock::new(Time::EPOCH);
//! let process = Scope::root("process");
//! let child = process.child("heartbeat");
//! let service = async {
//!     let ended = sleep(&child, &clock, Span::from_secs(5)).await;
//!     assert_eq!(ended.cancelled().map(Reason::origin), Some(&Reason::from("SIGTERM")));
//!     drop(child);
//! };
//! let stopping = process.close("SIGTERM", &clock, Time::from_secs(1));
//! let (report, ()) = block_on(futures::future::join(stopping, service));
//! assert_eq!(report.children[0].name, "heartbeat");
//! assert!(matches!(report.children[0].end, ChildEnd::Cancelled(_)));
//! assert_eq!(clock.armed(), 0);
//! ```
//!
//! # Who holds what
//!
//! | type | who | may |
//! |---|---|---|
//! | [`Scope`] | the one owner of the work, moved into its task | make children, cancel, finish, join |
//! | `&Scope` | the waits of that work | wait no longer than the owner lives |
//! | [`Token`] | signal handlers, monitors; cloned freely | cancel and watch, keeps nothing open |
//!
//! # Laws
//!
//! 1. A scope is cancelled if and only if it, or one of its ancestors, was cancelled, ended, or reached its deadline.
//! 2. The first reason stays. A child inherits [`Reason::Parent`], which names where it began.
//! 3. A scope leaves its parent when its owner is gone and all its own children have left.
//! 4. Cancelling is looked at before anything else: a wait that is over in the instant of the cancelling is cancelled.
//! 5. **A wait is interrupted, work is not.** What is running is run to its end, for half a submission is worse than
//!    a late one. Wrap it in [`until_cancelled`] where dropping it in the middle is right. Work that hangs is told
//!    of as [`ChildEnd::Abandoned`].
//!
//! # Time
//!
//! Time comes from a [`Clock`], an argument. [`VirtualClock`] is the one here, moved by hand; the real one is
//! [`RealClock`](crate::runtime::RealClock). All deadlines are points in time, so that they cannot grow on their way down.
//!
//! # Loops
//!
//! | loop | for | at the stop |
//! |---|---|---|
//! | [`sleep`], [`sleep_until`] | one wait | ends |
//! | [`until_cancelled`] | any future that may be dropped | drops it |
//! | [`retry`] | writing to a store | no further attempt |
//! | [`poll`] | asking an interface now and then | no further call |
//! | [`heartbeat`] | saying that one lives | no further beat |
//! | [`flush_every`] | a queue into a database | one last flush |
//! | [`reconnect`] | a stream of a market | no further connection |
//! | [`follow_file`] | a growing file of lines | reads no more; an unfinished line is counted |

mod alarm;
mod back_off;
mod cancelled;
mod clock;
mod flush;
mod follow;
mod heartbeat;
mod interrupt;
mod join;
mod line_buffer;
mod node;
mod owner;
mod poll;
mod reason;
mod reconnect;
mod report;
mod retry;
mod sleep;
mod tally;
mod token;
mod virtual_clock;

pub use self::back_off::BackOff;
pub use self::cancelled::Cancelled;
pub use self::clock::{Clock, Timer};
pub use self::flush::{Flushed, flush_every};
pub use self::follow::{FollowError, Followed, Grown, LONGEST_LINE, Tail, follow_file};
pub use self::heartbeat::heartbeat;
pub use self::interrupt::{Ended, until_cancelled};
pub use self::join::Join;
pub use self::owner::Scope;
pub use self::poll::poll;
pub use self::reason::Reason;
pub use self::reconnect::{Link, reconnect};
pub use self::report::{Before, ChildEnd, ChildReport, ScopeReport};
pub use self::retry::{Retried, retry};
pub use self::sleep::{Sleep, sleep, sleep_until};
pub use self::tally::{LoopEnd, Tally};
pub use self::token::Token;
pub use self::virtual_clock::VirtualClock;
