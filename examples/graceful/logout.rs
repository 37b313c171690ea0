//! The end of a connector that says goodbye, and may never hear the answer.

use tidegate::connector::{ConnectorError, Ending, Terminator};
use tidegate::prelude::*;

pub(crate) struct Logout<T> {
    inner: T,
    lag: Span,
    is_stuck: bool,
    since: Option<Time>,
}

impl<T> Logout<T> {
    pub(crate) const fn new(inner: T, lag: Span, is_stuck: bool) -> Self {
        Self { inner, lag, is_stuck, since: None }
    }
}

impl<T: Terminator> Terminator for Logout<T> {
    fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError> {
        let since = *self.since.get_or_insert(at);
        let until = (!self.is_stuck).then(|| since.after(self.lag));
        match until {
            Some(until) if at >= until => self.inner.terminate(at),
            until => Ok(Ending::Busy { stage: "logout sent".into(), until }),
        }
    }
}
