//! Event networks: events, behaviors, and the machine that runs them.

mod alarm;
pub(crate) mod behavior;
mod core;
mod dynamic;
mod error;
pub(crate) mod event;
mod instant;
mod level;
mod machine;
mod order;
mod plan;
mod scope;
mod share;
mod simulate;
mod slot;
mod state;

pub use self::behavior::{
    Behavior, BoxedBehavior, Constant, Forward, Held, Reader, constant, feedback, forward,
};
pub use self::core::Core;
pub use self::dynamic::{Burst, Entry};
pub use self::error::{BuildError, InstantError, Place};
pub use self::event::Event;
pub use self::event::boxed::Boxed;
pub use self::event::never::{Never, never};
pub use self::event::partition::Side;
pub use self::event::timer::{After, Every, after, every};
pub use self::event::within::Scoped;
pub use self::instant::{Border, Input, Instant, Network, Output};
pub use self::level::{Inside, Level, Root};
pub use self::machine::{Env, Machine};
pub use self::order::{OrderError, order};
pub use self::scope::Builder;
pub use self::share::Shared;
pub use self::simulate::simulate;
pub use self::state::{Loader, Saver, Snapshot, State, StateError};
