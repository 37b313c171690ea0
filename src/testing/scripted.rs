//! The acting side of a script: it notes what the strategy asks and answers the shutdown.

use std::collections::{BTreeMap, VecDeque};

use super::script::Seen;
use crate::connector::{ConnectorError, Executor, Handler};
use crate::market::{MarketEvent, OrderEvent, OrderId, OrderStatus, Standing};
use crate::money::Market;
use crate::safety::{Admitted, Origin};
use crate::time::Time;

/// Executor of a [`Script`](super::Script).
#[derive(Debug)]
pub struct Scripted<M: Market> {
    seen: Seen,
    /// When a line places an order.
    placed: BTreeMap<OrderId<M>, Time>,
}

impl<M: Market> Scripted<M> {
    pub(super) fn new(seen: Seen, events: &VecDeque<(Time, MarketEvent<M>)>) -> Self {
        let placed = events.iter().filter_map(|(at, event)| match event {
            MarketEvent::Order(OrderEvent::Placed { id, .. }) => Some((*id, *at)),
            _ => None,
        });
        Self { seen, placed: placed.collect() }
    }
}

impl<M: Market> Executor<M> for Scripted<M> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let (id, instrument) = (admitted.action().id(), admitted.action().instrument());
        match admitted.origin() {
            // A test is about what the strategy asks; the sweep at the end is in the report.
            Origin::Advised => self.seen.note(at, admitted.action()),
            Origin::SweepCancel => events.fire(at, OrderEvent::Cancelled { id, instrument }.into()),
            Origin::ClosingOrder => {
                events.fire(at, refused(id, instrument, "a closing order; the simulated venue fills those"))
            }
        }
        Ok(())
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<M>,
        instrument: M::Instrument,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let standing = match self.placed.get(&id) {
            Some(placed) if *placed <= at => Standing::Unanswered { why: "a script does not count".into() },
            Some(_) => Standing::NotFound,
            None => {
                events.fire(at, refused(id, instrument, "no line that places it"));
                Standing::Ended
            }
        };
        events.fire(at, OrderStatus { id, instrument, standing }.into());
        Ok(())
    }
}

fn refused<M: Market>(id: OrderId<M>, instrument: M::Instrument, found: &'static str) -> MarketEvent<M> {
    let (rule, limit) = ("script".into(), "what the script's lines say".into());
    OrderEvent::Refused { id, instrument, rule, found: found.into(), limit }.into()
}
