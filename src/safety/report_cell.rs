//! A cell that is written once and read from anywhere: a run's report, a gate's reason.

use std::fmt;

use super::sync::{Arc, Mutex, lock};

/// A value that somebody will settle once; clones are the same cell.
///
/// A runtime puts its report here when it has ended, and other threads read it. Nobody can replace it.
///
/// ```
/// use tidegate::safety::ReportCell;
///
/// let (writer, reader) = { let cell = ReportCell::new(); (cell.clone(), cell) };
/// assert_eq!(reader.get(), None);
/// assert_eq!(writer.set("all flat"), Ok(()));
/// assert_eq!(writer.set("on second thought"), Err("on second thought"));
/// assert_eq!(reader.get().as_deref(), Some(&"all flat"));
/// ```
pub struct ReportCell<T> {
    value: Arc<Mutex<Option<Arc<T>>>>,
}

impl<T> ReportCell<T> {
    /// A cell that nobody has written.
    #[must_use]
    pub fn new() -> Self {
        Self { value: Arc::new(Mutex::new(None)) }
    }

    /// Settles the value.
    ///
    /// # Errors
    /// The value itself, if one is there already.
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut place = lock(&self.value);
        if place.is_some() {
            return Err(value);
        }
        *place = Some(Arc::new(value));
        Ok(())
    }

    /// The value, once it is there.
    #[must_use]
    pub fn get(&self) -> Option<Arc<T>> {
        lock(&self.value).as_ref().map(Arc::clone)
    }
}

impl<T> Clone for ReportCell<T> {
    fn clone(&self) -> Self {
        Self { value: Arc::clone(&self.value) }
    }
}

impl<T> Default for ReportCell<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for ReportCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ReportCell").field(&self.get()).finish()
    }
}
