//! The laws of the combinators, compared with lists.
//!
//! An event is the list of what occurs at each instant; every law is checked on random lists in which
//! inputs coincide, stay silent and share timestamps.

mod behaviors;
mod events;
mod keyed;
mod polled_once;
mod sharing;
mod timeline;
mod timers;
