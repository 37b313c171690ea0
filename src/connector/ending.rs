//! How far the end of a connector has come.

use crate::time::Time;
use std::borrow::Cow;

/// What a terminator answers: it is over, or it is to be asked again.
///
/// An end in steps can be waited for in any kind of time, and given up when the time is over.
///
/// ```
/// use tidegate::connector::{ConnectorError, Ending, Terminator};
/// use tidegate::time::{Span, Time};
///
/// /// Says goodbye, and gives the venue two seconds for its answer.
/// struct Goodbye(Option<Time>);
/// impl Terminator for Goodbye {
///     fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError> {
///         let until = *self.0.get_or_insert(at.after(Span::from_secs(2)));
///         if at >= until {
///             return Ok(Ending::Over);
///         }
///         Ok(Ending::Busy { stage: "saying goodbye".into(), until: Some(until) })
///     }
/// }
///
/// let mut end = Goodbye(None);
/// let busy = end.terminate(Time::from_secs(5))?;
/// assert_eq!(busy, Ending::Busy { stage: "saying goodbye".into(), until: Some(Time::from_secs(7)) });
/// assert_eq!(end.terminate(Time::from_secs(7))?, Ending::Over);
/// # Ok::<(), ConnectorError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a connector that is busy has to be asked again, or reported as abandoned"]
pub enum Ending {
    /// All is freed; the terminator is not asked again.
    Over,
    /// There never was a connection, and so there is nothing to free; the terminator is not asked again.
    NeverConnected,
    /// Something is still to be waited for.
    Busy {
        /// What it waits for, in words for operators.
        stage: Cow<'static, str>,
        /// When to ask again at the latest; without a time, whenever something happens at the connector.
        until: Option<Time>,
    },
}
