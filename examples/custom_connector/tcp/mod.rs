//! A connector of one's own: orders go to a venue as lines over TCP, what it answers comes back the same way.
//!
//! | we say | the venue says |
//! |---|---|
//! | `place 7 buy 60000 0.01 strategy` | `placed 7` |
//! | `cancel 7 strategy` | `cancelled 7`, or `refused 7` |
//! | `ask 7` | `working 7`, or `unknown 7` |
//! | `bye` | (hangs up) |

//!
//! When the venue hangs up, the market's link is down; the connector comes back after waits that grow, asks for every order
//! that may be there, and the link is up.

mod acting;
mod line;
mod listening;
mod session;
mod words;

use std::sync::Arc;
use std::thread;

use tidegate::connector::{Connector, ConnectorError, MarketData, Parts};
use tidegate::prelude::*;
use tidegate::runtime::RealClock;
use tidegate::scope::Scope;

use acting::{Leaving, Sending};
use line::Line;
use listening::Listening;

/// A venue at an address, and the quotes of its market from elsewhere.
pub(crate) struct TcpVenue<D> {
    pub(crate) address: String,
    pub(crate) quotes: D,
}

/// What is there already happens when it is heard, whatever time that is.
const NOW: Time = Time::EPOCH;

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ConnectorError {
    ConnectorError::failed("tcp venue", error)
}

impl<D: MarketData<BtcUsdt>> Connector<BtcUsdt> for TcpVenue<D> {
    type Producer = Listening<D>;
    type Executor = Sending;
    type Terminator = Leaving;

    fn start(self) -> Result<Parts<Listening<D>, Sending, Leaving>, ConnectorError> {
        let Self { address, quotes } = self;
        let (line, scope) = (Arc::new(Line::default()), Scope::root("tcp venue"));
        let stream = session::connect(&line, &address).map_err(failed)?;
        let clock = RealClock::start().map_err(failed)?;
        let (kept, child) = (Arc::clone(&line), scope.child("session"));
        // A third thread, which is the connector's own: it ends with its scope, and the terminator joins it.
        let reader = thread::spawn(move || session::keep(&kept, &child, &clock, &address, stream));
        let (executor, producer) =
            (Sending::new(Arc::clone(&line)), Listening::new(Arc::clone(&line), quotes));
        Ok(Parts { producer, executor, terminator: Leaving::new(line, scope, reader) })
    }
}
