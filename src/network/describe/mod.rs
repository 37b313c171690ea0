//! Looking at a network: what it is made of.

pub(crate) mod culprit;
mod meter;
mod part;

pub use self::meter::{Measure, Measured, Stopwatch};
pub(crate) use self::meter::{Meter, Meters};
pub use self::part::Part;
