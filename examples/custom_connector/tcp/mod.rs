//! A connector of one's own: orders go to a venue as lines over TCP, what it answers comes back the same way.
//!
//! | we say | the venue says |
//! |---|---|
//! | `place 7 buy 60000 0.01 strategy` | `placed 7` |
//! | `cancel 7 strategy` | `cancelled 7`, or `refused 7` |
//! | `ask 7` | `working 7`, or `unknown 7` |
//! | `bye` | (hangs up) |

mod acting;
mod listening;
mod words;

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::thread;

use tidegate::connector::{Connector, ConnectorError, MarketData, Parts};
use tidegate::prelude::*;

use acting::{Leaving, Sending};
use listening::Listening;

/// A venue at an address, and the quotes of its market from elsewhere.
pub(crate) struct TcpVenue<D> {
    pub(crate) address: String,
    pub(crate) quotes: D,
}

/// What was heard, and who wants to know.
#[derive(Default)]
struct Heard {
    lines: VecDeque<String>,
    has_hung_up: bool,
    waker: Option<Waker>,
}

/// The parts of a connector share what they like, behind a lock of their own.
type Shared = Arc<Mutex<Heard>>;

fn lock(heard: &Shared) -> MutexGuard<'_, Heard> {
    heard.lock().unwrap_or_else(PoisonError::into_inner)
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ConnectorError {
    ConnectorError::failed("tcp venue", error)
}

impl<D: MarketData<BtcUsdt>> Connector<BtcUsdt> for TcpVenue<D> {
    type Producer = Listening<D>;
    type Executor = Sending;
    type Terminator = Leaving;

    fn start(self) -> Result<Parts<Listening<D>, Sending, Leaving>, ConnectorError> {
        let stream = TcpStream::connect(&self.address).map_err(failed)?;
        stream.set_nodelay(true).map_err(failed)?;
        let heard = Shared::default();
        let (lines, hearing) = (stream.try_clone().map_err(failed)?, Arc::clone(&heard));
        // A third thread, which is the connector's own: it ends when the venue hangs up, and the terminator joins it.
        let reader = thread::spawn(move || read(&lines, &hearing));
        let executor = Sending::new(stream.try_clone().map_err(failed)?);
        let terminator = Leaving::new(stream, Arc::clone(&heard), reader);
        Ok(Parts { producer: Listening::new(heard, self.quotes), executor, terminator })
    }
}

/// Reads until the venue hangs up, and wakes the runtime at every line.
fn read(stream: &TcpStream, heard: &Shared) {
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        let mut heard = lock(heard);
        heard.lines.push_back(line);
        heard.waker.iter().for_each(Waker::wake_by_ref);
    }
    let mut heard = lock(heard);
    heard.has_hung_up = true;
    heard.waker.iter().for_each(Waker::wake_by_ref);
}
