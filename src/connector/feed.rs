//! Feeds: what comes from off the market.

use std::task::{Poll, Waker};

use super::ConnectorError;
use crate::time::Time;

/// A stream of off-market events whose times do not decrease.
///
/// Every iterator over (time, event) is one; `std::iter::empty()` is a feed that never speaks.
///
/// ```
/// use tidegate::connector::FeedSource;
/// use tidegate::time::Time;
/// let mut rates = [(Time::from_secs(1), 108)].into_iter();
/// assert_eq!(rates.next_event()?, Some((Time::from_secs(1), 108)));
/// # Ok::<(), tidegate::connector::ConnectorError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source for a feed of `{T}`",
    label = "not an iterator of `(Time, {T})`",
    note = "a feed is connected to an iterator of `(Time, {T})`, such as `.into_iter()` of a list, or to another \
            `FeedSource<{T}>`"
)]
pub trait FeedSource<T>: Send + 'static {
    /// The next event with its time, `None` after the last. One at [`Time::MIN`] happens when it is heard.
    ///
    /// # Errors
    /// [`ConnectorError`] if there is no way to go on.
    fn next_event(&mut self) -> Result<Option<(Time, T)>, ConnectorError>;

    /// The same without waiting for it: `Pending` if nobody knows so far.
    ///
    /// Unless implemented, it waits.
    ///
    /// # Errors
    /// As [`next_event`](FeedSource::next_event).
    #[inline]
    fn poll_event(&mut self) -> Result<Poll<Option<(Time, T)>>, ConnectorError> {
        self.next_event().map(Poll::Ready)
    }

    /// Who is to be woken when an event has come in by itself. Gives whether it will ever be woken: then
    /// [`poll_event`](FeedSource::poll_event) is asked anew, and nobody waits in [`next_event`](FeedSource::next_event), where
    /// a shutdown could not interrupt it. Whoever implements one of the two implements both.
    ///
    /// Unless implemented, nobody is ever woken.
    fn listen(&mut self, waker: &Waker) -> bool {
        let _ = waker; // Whoever is asked for each event wakes nobody.
        false
    }
}

#[diagnostic::do_not_recommend]
impl<T, I: Iterator<Item = (Time, T)> + Send + 'static> FeedSource<T> for I {
    fn next_event(&mut self) -> Result<Option<(Time, T)>, ConnectorError> {
        Ok(self.next())
    }
}
