//! What is sent: orders, questions, and a goodbye.

use std::io::Write;
use std::net::TcpStream;
use std::thread::JoinHandle;

use tidegate::connector::{ConnectorError, Ending, Executor, Handler, Terminator};
use tidegate::prelude::*;
use tidegate::safety::Admitted;

use super::{Shared, failed, lock, words};

/// The executor.
pub(crate) struct Sending(TcpStream);

impl Sending {
    pub(super) const fn new(stream: TcpStream) -> Self {
        Self(stream)
    }
}

impl Executor<BtcUsdt> for Sending {
    fn execute(
        &mut self,
        _at: Time,
        admitted: Admitted<BtcUsdt>,
        _events: &mut dyn Handler<BtcUsdt>,
    ) -> Result<(), ConnectorError> {
        // In one piece. The permit in `admitted` lives until it is written: a shutdown waits for it.
        self.0.write_all(words::request(&admitted).as_bytes()).map_err(failed)
    }

    fn query(
        &mut self,
        _at: Time,
        id: OrderId<BtcUsdt>,
        _: Only,
        _: &mut dyn Handler<BtcUsdt>,
    ) -> Result<(), ConnectorError> {
        self.0.write_all(format!("ask {}\n", id.number()).as_bytes()).map_err(failed)
    }
}

/// The terminator.
pub(crate) struct Leaving {
    stream: TcpStream,
    heard: Shared,
    reader: Option<JoinHandle<()>>,
    has_said: bool,
}

impl Leaving {
    pub(super) const fn new(stream: TcpStream, heard: Shared, reader: JoinHandle<()>) -> Self {
        Self { stream, heard, reader: Some(reader), has_said: false }
    }
}

impl Terminator for Leaving {
    fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError> {
        if !std::mem::replace(&mut self.has_said, true) {
            self.stream.write_all(b"bye\n").map_err(failed)?;
        }
        if !lock(&self.heard).has_hung_up {
            let until = Some(at.after(Span::from_millis(5)));
            return Ok(Ending::Busy { stage: "waiting for the venue to hang up".into(), until });
        }
        let ended = self.reader.take().map_or(Ok(()), JoinHandle::join);
        ended.map(|()| Ending::Over).map_err(|_| failed("its reader panicked"))
    }
}
