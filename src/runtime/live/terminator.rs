//! The stand-in of a terminator.

use super::line::Line;
use super::outbox::State;
use crate::connector::{ConnectorError, Ending, Terminator};
use crate::money::Market;
use crate::runtime::worker::{Arc, Ordering};
use crate::time::Time;

/// Asks for the end, and says how far it has come. When it is dropped, nobody is there any more.
pub(crate) struct TerminatorStandIn<M: Market> {
    line: Arc<Line<M>>,
}

impl<M: Market> TerminatorStandIn<M> {
    pub(super) const fn new(line: Arc<Line<M>>) -> Self {
        Self { line }
    }

    /// Whether all that was heard before has been told, if there is anybody to tell.
    fn is_read(&self) -> bool {
        let is_read =
            self.line.is_read.load(Ordering::Relaxed) && !self.line.has_news.load(Ordering::Acquire);
        is_read || !self.line.is_listened_to.load(Ordering::Relaxed)
    }
}

impl<M: Market> Terminator for TerminatorStandIn<M> {
    fn terminate(&mut self, _at: Time) -> Result<Ending, ConnectorError> {
        self.line.end();
        self.line.outbox.look(|outbox| {
            let stage = match &mut outbox.state {
                // Nobody waits for a connection that nobody needs any more.
                State::Connecting | State::Lost => return Ok(Ending::NeverConnected),
                State::Connected if self.line.in_hand.load(Ordering::Acquire) > 0 => {
                    "waiting for its executor".into()
                }
                State::Connected => "being asked to end".into(),
                State::Ending(stage) => stage.clone(),
                State::Ended(end) if self.is_read() => return end.take().unwrap_or(Ok(Ending::Over)),
                State::Ended(_) => "its last events are being read".into(),
            };
            Ok(Ending::Busy { stage, until: None })
        })
    }
}

impl<M: Market> Drop for TerminatorStandIn<M> {
    fn drop(&mut self) {
        self.line.close();
    }
}
