//! A signal as a stream of stamped items.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures::stream::Stream;
use futures_signals::signal::Signal;
use pin_project::pin_project;

use crate::time::Time;

/// The values of a signal as occurrences, each stamped by `stamp` when it is taken.
///
/// **Values may be skipped.** A signal tells that it has changed, and the value it has when it is asked; of
/// several changes between two polls only the last is an occurrence. Right for parameters and switches: the
/// strategy gets the newest and no backlog. Wrong for whatever is counted, such as fills or orders: send those over a
/// stream.
///
/// The first occurrence is the value at the first poll. Setting an equal value is an occurrence again;
/// `dedupe` in the signal or in the network leaves it out. The stream ends when the last `Mutable` behind the
/// signal is dropped; a last value is taken first.
///
/// Parameters are mostly silent, so [`merge_by_arrival`](super::Stamped::merge_by_arrival) them: by stamp they would
/// hold back the market data.
///
/// ```
/// use futures::{FutureExt, StreamExt};
/// use futures_signals::signal::Mutable;
/// use tidegate::edge::from_signal;
/// use tidegate::time::Time;
///
/// let limit = Mutable::new(10);
/// let mut second = 0;
/// let mut limits = from_signal(limit.signal(), move |_| {
///     second += 1;
///     Time::from_secs(second)
/// });
/// assert_eq!(limits.next().now_or_never(), Some(Some((Time::from_secs(1), 10))));
/// limit.set(20);
/// limit.set(30);
/// assert_eq!(limits.next().now_or_never(), Some(Some((Time::from_secs(2), 30)))); // 20 is skipped
/// assert_eq!(limits.next().now_or_never(), None);
/// drop(limit);
/// assert_eq!(limits.next().now_or_never(), Some(None));
/// ```
pub fn from_signal<S, F>(signal: S, stamp: F) -> FromSignal<S, F>
where
    S: Signal,
    F: FnMut(&S::Item) -> Time,
{
    FromSignal { signal, stamp }
}

/// Stream of [`from_signal`].
#[pin_project]
#[must_use = "streams do nothing unless polled"]
pub struct FromSignal<S, F> {
    #[pin]
    signal: S,
    stamp: F,
}

impl<S: std::fmt::Debug, F> std::fmt::Debug for FromSignal<S, F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FromSignal").field("signal", &self.signal).finish_non_exhaustive()
    }
}

impl<S, F> Stream for FromSignal<S, F>
where
    S: Signal,
    F: FnMut(&S::Item) -> Time,
{
    type Item = (Time, S::Item);

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut this = self.project();
        let mut polled = this.signal.as_mut().poll_change(cx);
        if polled.is_pending() {
            // A `Mutable` (futures-signals 0.3.34) looks for a change before it notes whom to wake: one that another
            // thread makes in between would wake nobody. Now that the waker is noted, look again.
            polled = this.signal.poll_change(cx);
        }
        polled.map(|value| value.map(|value| ((this.stamp)(&value), value)))
    }
}
