//! What goes wrong when a system stops, one test for each fault, by its number.
//!
//! Each fault is played twice in simulation against a [`desk::Desk`], a market that does what its knobs say. Its test
//! asserts what the fault asks for; [`invariants::check`] asserts what holds in every run.

mod answers;
mod causes;
mod desk;
mod ends;
mod foreign;
mod hooks;
mod invariants;
mod kill;
mod load;
mod odd;
mod policy;
mod reloads;
mod signals;
mod startup;
mod state;
mod time;
mod traders;
mod trail;
mod trial;
mod winding;
