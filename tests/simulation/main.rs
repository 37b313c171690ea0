//! The simulation: order by seed, latency, faults at every boundary, and a search through random worlds whose judge is the
//! venue's own ledger.

mod dice;
mod feeds;
mod judge;
mod ledger;
mod order;
mod search;
mod tap;
mod traders;
mod wires;
mod world;
