//! What stands for a connector that works elsewhere.

use super::acting::Acting;
use super::executor::ExecutorStandIn;
use super::line::Line;
use super::producer::ProducerStandIn;
use super::terminator::TerminatorStandIn;
use crate::connector::{Connector, ConnectorError, Parts, Started};
use crate::money::Market;
use crate::runtime::worker::{Arc, Workers, name_of};

/// What stands for a connector that works elsewhere: started, it is there at once, and connects by itself.
pub(crate) struct StandIn<M: Market, C, W> {
    line: Arc<Line<M>>,
    connector: C,
    workers: W,
}

impl<M: Market, C, W> StandIn<M, C, W> {
    pub(super) const fn new(line: Arc<Line<M>>, connector: C, workers: W) -> Self {
        Self { line, connector, workers }
    }
}

impl<M: Market, C: Connector<M>, W: Workers> Connector<M> for StandIn<M, C, W> {
    type Producer = ProducerStandIn<M>;
    type Executor = ExecutorStandIn<M>;
    type Terminator = TerminatorStandIn<M>;

    fn start(self) -> Result<Started<Self, M>, ConnectorError> {
        let Self { line, connector, workers } = self;
        let acting = Acting::new(Arc::clone(&line), connector, workers.clone());
        let name = name_of::<M>("orders");
        workers.hire(&name, Box::new(acting)).map_err(|error| ConnectorError::failed(M::NAME, error))?;
        Ok(Parts {
            producer: ProducerStandIn::new(Arc::clone(&line)),
            executor: ExecutorStandIn::new(Arc::clone(&line)),
            terminator: TerminatorStandIn::new(line),
        })
    }
}
