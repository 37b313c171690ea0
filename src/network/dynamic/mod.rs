//! Dynamic parts: sub-networks that come into being while the network runs.

mod burst;
mod entry;
mod index;
mod inner;
pub(crate) mod per_key;

pub use self::burst::Burst;
pub use self::entry::Entry;
