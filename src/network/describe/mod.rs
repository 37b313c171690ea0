//! Looking at a network: what it is made of.

pub(crate) mod culprit;
mod part;

pub use self::part::Part;
