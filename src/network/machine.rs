//! Machines: what an [`Event`](super::Event) becomes when its network is built.
//!
//! An event describes; its machine runs. A machine is polled at most once an instant, and always
//! when something it depends on occurs. Polled, it polls each of its inputs exactly once, whatever
//! it needs: an input that was skipped would miss a change of its own state.
//!
//! Only authors of combinators read this module.

use std::any::Any;

use super::alarm::Deadline;
use super::core::Core;
use super::level::Level;
use super::state::{Loader, Saver, StateError};

/// What a machine can see of the running instant.
pub trait Env {
    /// The instant's clock and the slots of all joints.
    fn core(&self) -> &Core;

    /// The scoped value of level `L`, if it occurs in this instant.
    fn scoped<T: 'static, L: Level>(&self) -> Option<&T>;

    /// The same for a caller that knows level and type only at run time: an `&Option<T>`.
    fn scoped_any(&self, level: usize) -> Option<&dyn Any>;
}

impl Env for Core {
    #[inline(always)]
    fn core(&self) -> &Core {
        self
    }

    #[inline(always)]
    fn scoped<T: 'static, L: Level>(&self) -> Option<&T> {
        None
    }

    fn scoped_any(&self, _level: usize) -> Option<&dyn Any> {
        None
    }
}

/// One step of computation with its state.
///
/// Laws: without an occurring input the output does not occur and the state stays; a machine is
/// a function of its state and its inputs; [`save`](Machine::save) and [`load`](Machine::load)
/// visit the same parts in the same order.
pub trait Machine: Send + 'static {
    /// What comes out.
    type Item;

    /// Whether some part of this machine can set an alarm.
    const TIMED: bool;

    /// The occurrence of this instant, if any.
    fn poll<E: Env>(&mut self, env: &E) -> Option<Self::Item>;

    /// The earliest alarm at which this machine wants to be polled without any input.
    fn deadline(&self) -> Option<Deadline>;

    /// Writes the state.
    fn save(&self, out: &mut Saver<'_>);

    /// Reads back what [`save`](Machine::save) wrote.
    ///
    /// # Errors
    /// [`StateError::Shape`] if it is of another shape.
    fn load(&mut self, from: &mut Loader<'_>) -> Result<(), StateError>;
}
