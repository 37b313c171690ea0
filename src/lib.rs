//! Functional-reactive event networks for trading strategies.

pub mod connector;
pub mod market;
pub mod money;
pub mod network;
#[cfg(feature = "report")]
pub mod report;
pub mod safety;
pub mod time;
