//! Sessions: calendars against clocks on the wall, and what combinators make of them.

mod calendars;
mod combinators;
mod laws;
