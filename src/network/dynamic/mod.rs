//! Dynamic parts: sub-networks that come into being while the network runs.

mod burst;
mod entry;
mod index;
mod inner;
mod keyed;
mod made;
pub(crate) mod observe;
mod per_key;
mod readers;
pub(crate) mod switch;
pub(crate) mod switch_behavior;

pub use self::burst::{Burst, Bursts};
pub use self::entry::Entry;
pub use self::keyed::{Keyed, Limited};
pub use self::switch_behavior::Switching;
