//! Dynamic parts: sub-networks that come into being while the network runs.

mod burst;
mod instance;
pub(crate) mod per_key;

pub use self::burst::Burst;
