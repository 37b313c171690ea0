//! Connectors that misbehave, in real time: what one of them does harms its own market alone.

#![expect(clippy::disallowed_methods, reason = "here is a world in real time")]

mod capability;
mod cell;
mod endings;
mod fragile;
mod losses;
mod market;
mod own_threads;
mod queues;
mod record;
mod reloads;
mod replays;
mod rows;
mod runaway;
mod traders;
mod whim;
