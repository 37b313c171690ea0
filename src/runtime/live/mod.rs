//! Connectors at work elsewhere, in real time, and their stand-ins with the driver.
//!
//! ```text
//!  driver's thread                            connector's own threads or tasks
//!  lane -> stand-in of the producer  <- inbox  <- producer
//!  gate -> stand-in of the executor  -> outbox -> executor (its answers go to the inbox)
//!          stand-in of the terminator -> outbox -> terminator, where the executor works
//! ```
//!
//! A stand-in never waits for the other side. What the producer hears happens when it is heard: its time is that of the
//! runtime's clock, unless the connector names a later one. The executor is handed one action at a time; the others wait
//! before the gate.

mod acting;
mod clock;
mod crew;
mod executor;
mod following;
mod helping;
mod inbox;
mod intake;
mod line;
mod outbox;
mod paging;
mod producer;
mod producing;
mod saving;
mod source;
mod stand_in;
mod system;
mod terminator;

pub(super) use self::clock::RealTime;
pub(super) use self::crew::{LiveCrew, Shared};
pub use self::intake::Intake;
pub use self::system::Live;
