//! A market that is a script in everything but what a whim says.

use tidegate::connector::{
    Connector, ConnectorError, Ending, Executor, Handler, Parts, Producer, Terminator, Terms,
};
use tidegate::prelude::*;
use tidegate::safety::{Admitted, Origin};
use tidegate::testing::Script;

/// A script whose parts do otherwise where a whim says so.
pub(crate) struct Odd {
    pub(crate) script: Inside,
    pub(crate) whims: Whims,
}

type OnCancel = fn(Time, OrderId<BtcUsdt>, &mut dyn Handler<BtcUsdt>);
type Ends = Box<dyn FnMut(Time) -> Result<Ending, ConnectorError> + Send>;

/// What its parts do instead.
#[derive(Default)]
pub(crate) struct Whims {
    pub(crate) first: Option<fn()>,
    pub(crate) terms: Option<fn() -> Terms<BtcUsdt>>,
    pub(crate) on_cancel: Option<OnCancel>,
    pub(crate) ends: Option<Ends>,
}

pub(crate) struct OddProducer<P>(P, Option<fn()>);
pub(crate) struct OddExecutor<E>(E, Whims);
pub(crate) struct OddTerminator<T>(T, Whims);

type Inside = Script<BtcUsdt>;

impl Connector<BtcUsdt> for Odd {
    type Producer = OddProducer<<Inside as Connector<BtcUsdt>>::Producer>;
    type Executor = OddExecutor<<Inside as Connector<BtcUsdt>>::Executor>;
    type Terminator = OddTerminator<<Inside as Connector<BtcUsdt>>::Terminator>;

    fn start(self) -> Result<Parts<Self::Producer, Self::Executor, Self::Terminator>, ConnectorError> {
        let Parts { producer, executor, terminator } = self.script.start()?;
        let Whims { first, terms, on_cancel, ends } = self.whims;
        Ok(Parts {
            producer: OddProducer(producer, first),
            executor: OddExecutor(executor, Whims { terms, on_cancel, ..Whims::default() }),
            terminator: OddTerminator(terminator, Whims { ends, ..Whims::default() }),
        })
    }
}

impl<P: Producer<BtcUsdt>> Producer<BtcUsdt> for OddProducer<P> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        self.1.into_iter().for_each(|whim| whim());
        self.0.next_at()
    }

    fn produce(&mut self, events: &mut dyn Handler<BtcUsdt>) -> Result<(), ConnectorError> {
        self.0.produce(events)
    }
}

impl<E: Executor<BtcUsdt>> Executor<BtcUsdt> for OddExecutor<E> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<BtcUsdt>,
        events: &mut dyn Handler<BtcUsdt>,
    ) -> Result<(), ConnectorError> {
        match self.1.on_cancel {
            Some(answer) if admitted.origin() == Origin::SweepCancel => {
                answer(at, admitted.action().id(), events);
                Ok(())
            }
            _ => self.0.execute(at, admitted, events),
        }
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<BtcUsdt>,
        instrument: Only,
        events: &mut dyn Handler<BtcUsdt>,
    ) -> Result<(), ConnectorError> {
        self.0.query(at, id, instrument, events)
    }

    fn terms(&self, instrument: Only) -> Terms<BtcUsdt> {
        self.1.terms.map_or_else(|| self.0.terms(instrument), |terms| terms())
    }
}

impl<T: Terminator> Terminator for OddTerminator<T> {
    fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError> {
        match &mut self.1.ends {
            Some(ends) => ends(at),
            None => self.0.terminate(at),
        }
    }
}
