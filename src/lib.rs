//! Functional-reactive event networks for trading strategies.

pub mod connector;
pub mod control;
pub mod market;
pub mod money;
pub mod network;
pub mod prelude;
#[cfg(feature = "report")]
pub mod report;
pub mod runtime;
pub mod safety;
pub mod strategy;
#[cfg(feature = "testing")]
pub mod testing;
pub mod time;
