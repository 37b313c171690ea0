//! The fault rows of the venue: what goes wrong between an order and the exchange, one test for each row.
//!
//! Every run is made twice and held against the invariants in `invariants.rs`, whose judge is the exchange's own ledger.

mod case;
mod exchange;
mod invariants;
mod knobs;
mod parts;
mod venue;
mod wire;

mod account;
mod cancels;
mod closing;
mod races;
mod random;
mod submissions;
