//! What happens to alarms that are pending when the inputs have ended.

use crate::time::{Span, Time};

/// What is still run after the last input.
///
/// Whatever is chosen, alarms run one at a time, as their outputs are asked for.
///
/// ```
/// use futures::{executor::block_on_stream, stream};
/// use tidegate::edge::{AtEnd, Stamped};
/// use tidegate::network::{Clock, Event, Network};
/// use tidegate::time::{Span, Time};
///
/// let echoes = |at_end| {
///     let wired = Network::build(Time::EPOCH, |border| {
///         let (call, calls) = border.input::<char>();
///         (call, border.output(calls.delay(Span::from_secs(5))))
///     });
///     let calls = stream::iter([(Time::from_secs(1), 'a'), (Time::from_secs(3), 'b')]);
///     block_on_stream(calls.through(wired.expect("it builds"), at_end)).count()
/// };
/// assert_eq!(echoes(AtEnd::Stop), 0);
/// assert_eq!(echoes(AtEnd::AlarmsUntil(Time::from_secs(6))), 1);
/// assert_eq!(echoes(AtEnd::AlarmsFor(Span::from_secs(5))), 2);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtEnd {
    /// Nothing: time ends with the last input. Even an alarm that is due at its stamp is not run any more;
    /// `AlarmsFor(Span::ZERO)` would run it.
    Stop,
    /// All alarms due at this time or before. With [`Time::MAX`] a network with a periodic timer does
    /// not end.
    AlarmsUntil(Time),
    /// All alarms due within this span after the last instant, that is, of an input or of an alarm.
    AlarmsFor(Span),
}

impl AtEnd {
    /// The last deadline that is still run, if the last instant was at `now`.
    pub(crate) fn until(self, now: Time) -> Option<Time> {
        match self {
            AtEnd::Stop => None,
            AtEnd::AlarmsUntil(time) => Some(time),
            AtEnd::AlarmsFor(span) => Some(now.after(span)),
        }
    }
}
