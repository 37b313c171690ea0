//! Connectors that misbehave, in real time: what one of them does harms its own market alone.

#![expect(clippy::disallowed_methods, reason = "here is a world in real time")]

mod cell;
mod market;
mod queues;
mod record;
mod replays;
mod rows;
mod runaway;
mod traders;
mod whim;
