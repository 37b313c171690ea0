//! Functional-reactive event networks for trading strategies.

pub mod money;
pub mod network;
#[cfg(feature = "report")]
pub mod report;
pub mod time;
