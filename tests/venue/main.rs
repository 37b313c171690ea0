//! The simulated venue: its rules one by one, the contract under random actions, whole backtests to the digit.
#![cfg(all(feature = "replay", feature = "report"))]

mod backtest;
mod contract;
mod rules;
mod speed;
mod stage;
mod terms;
