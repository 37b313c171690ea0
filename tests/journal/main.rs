//! The journal of instants: what is written can be read, what is read replays, and what is wrong is told.
//!
//! A [`world::World`] is a whole run made up from a seed: markets, feed, strategy, faults, causes to stop.

mod bits;
mod breaks;
mod chance;
mod differs;
mod fails;
mod keeps;
mod market;
mod plants;
mod replays;
mod strategies;
mod world;
