//! The boundary between a strategy and its executors: what may leave, and what is under way.

mod gate;

pub use self::gate::{Admitted, Exposure, Gate, Permit, Position, Refusal, Sweep};
