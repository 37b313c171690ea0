//! Readers whose types have been forgotten.

use crate::network::behavior::Reader;
use crate::network::core::Moment;

/// A [`Reader`] behind a pointer.
pub(crate) trait Read<T>: Send + Sync {
    /// The value at `moment`.
    fn read(&self, moment: Moment<'_>) -> T;
}

impl<R: Reader> Read<R::Value> for R {
    fn read(&self, moment: Moment<'_>) -> R::Value {
        Reader::read(self, moment)
    }
}
