//! A venue whose producer breaks in the middle of an instant.

use tidegate::connector::{Connector, ConnectorError, Handler, Parts, Producer, Started};
use tidegate::prelude::*;

/// How a producer breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Fails,
    Panics,
}

/// A connector, or a producer, that breaks at its so many-th event, if at all.
pub(crate) struct Breaks<C> {
    pub(crate) inner: C,
    pub(crate) at: Option<(u64, How)>,
}

impl<M: Market, C: Connector<M>> Connector<M> for Breaks<C> {
    type Producer = Breaks<C::Producer>;
    type Executor = C::Executor;
    type Terminator = C::Terminator;

    fn start(self) -> Result<Started<Self, M>, ConnectorError> {
        let Parts { producer, executor, terminator } = self.inner.start()?;
        Ok(Parts { producer: Breaks { inner: producer, at: self.at }, executor, terminator })
    }
}

impl<M: Market, P: Producer<M>> Producer<M> for Breaks<P> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        self.inner.next_at()
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        match &mut self.at {
            Some((0, How::Fails)) => Err(ConnectorError::failed(M::NAME, "it breaks")),
            Some((0, How::Panics)) => panic!("the producer breaks"),
            Some((left, _)) => {
                *left -= 1;
                self.inner.produce(events)
            }
            None => self.inner.produce(events),
        }
    }
}
