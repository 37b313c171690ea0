//! What is sent: orders, questions, and a goodbye.

use std::sync::Arc;
use std::thread::JoinHandle;

use tidegate::connector::{ConnectorError, Ending, Executor, Handler, Terminator};
use tidegate::market::{MarketEvent, OrderStatus, Standing};
use tidegate::prelude::*;
use tidegate::safety::Admitted;
use tidegate::scope::Scope;

use super::line::Line;
use super::{NOW, failed, words};

/// The executor.
pub(crate) struct Sending(Arc<Line>);

impl Sending {
    pub(super) const fn new(line: Arc<Line>) -> Self {
        Self(line)
    }
}

impl Executor<BtcUsdt> for Sending {
    fn execute(
        &mut self,
        _at: Time,
        admitted: Admitted<BtcUsdt>,
        events: &mut dyn Handler<BtcUsdt>,
    ) -> Result<(), ConnectorError> {
        let (request, action) = (words::request(&admitted), *admitted.action());
        let sent = match action {
            Action::Cancel { .. } => self.0.say(&request),
            _ => self.0.place(action.id().number(), &request),
        };
        // The permit in `admitted` lives until here, when it is sent or known not to be: a shutdown waits for it.
        match sent {
            Ok(true) => {}
            Ok(false) => events.fire(NOW, unsent(&action)),
            Err(error) => events.fire(NOW, broken_off(&action, &error.to_string())),
        }
        Ok(())
    }

    fn query(
        &mut self,
        _at: Time,
        id: OrderId<BtcUsdt>,
        instrument: Only,
        events: &mut dyn Handler<BtcUsdt>,
    ) -> Result<(), ConnectorError> {
        if !matches!(self.0.say(&format!("ask {}\n", id.number())), Ok(true)) {
            let standing = Standing::Unanswered { why: "there is no connection".into() };
            events.fire(NOW, OrderStatus { id, instrument, standing }.into());
        }
        Ok(())
    }
}

/// There is no connection: nothing was sent.
fn unsent(action: &Action<BtcUsdt>) -> MarketEvent<BtcUsdt> {
    let (id, instrument, why) = (action.id(), action.instrument(), "there is no connection".into());
    match action {
        Action::Cancel { .. } => OrderEvent::CancelRefused { id, instrument, why }.into(),
        _ => {
            OrderEvent::Refused { id, instrument, rule: "connection".into(), found: why, limit: "one".into() }
                .into()
        }
    }
}

/// The connection broke over it: nobody knows whether it arrived.
fn broken_off(action: &Action<BtcUsdt>, why: &str) -> MarketEvent<BtcUsdt> {
    let (id, instrument) = (action.id(), action.instrument());
    match action {
        Action::Cancel { .. } => {
            OrderEvent::CancelRefused { id, instrument, why: why.to_owned().into() }.into()
        }
        _ => OrderEvent::Lost { id, instrument }.into(),
    }
}

/// The terminator.
pub(crate) struct Leaving {
    line: Arc<Line>,
    scope: Scope,
    reader: Option<JoinHandle<()>>,
}

impl Leaving {
    pub(super) const fn new(line: Arc<Line>, scope: Scope, reader: JoinHandle<()>) -> Self {
        Self { line, scope, reader: Some(reader) }
    }
}

impl Terminator for Leaving {
    fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError> {
        if self.scope.reason().is_none() {
            // Whoever waits to connect again does not.
            self.scope.cancel("disconnect");
            self.line.leave();
        }
        if self.reader.as_ref().is_some_and(|reader| !reader.is_finished()) {
            let until = Some(at.after(Span::from_millis(5)));
            return Ok(Ending::Busy { stage: "waiting for the venue to hang up".into(), until });
        }
        let ended = self.reader.take().map_or(Ok(()), JoinHandle::join);
        ended.map(|()| Ending::Over).map_err(|_| failed("its reader panicked"))
    }
}
