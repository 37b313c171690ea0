//! The three parts of the connector: whose turn it is, what goes out, and how a session ends.

use tidegate::connector::{
    Capability, Connector, ConnectorError, Ending, Executor, Handler, Parts, Producer, Terminator, Terms,
};
use tidegate::prelude::*;
use tidegate::safety::Admitted;

use super::exchange::OURS;
use super::venue::{Line, Venue, half};
use super::wire::Step;

impl Connector<BtcUsdt> for Venue {
    type Producer = Venue;
    type Executor = Venue;
    type Terminator = Venue;

    fn start(self) -> Result<Parts<Venue, Venue, Venue>, ConnectorError> {
        Ok(Parts { producer: self.clone(), executor: self.clone(), terminator: self })
    }
}

impl Producer<BtcUsdt> for Venue {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        Ok(self.desk().exchange.next_at())
    }

    fn produce(&mut self, events: &mut dyn Handler<BtcUsdt>) -> Result<(), ConnectorError> {
        let mut desk = self.desk();
        if let Some((at, step)) = desk.exchange.step() {
            desk.hear(at, step, events);
        }
        Ok(())
    }
}

impl Executor<BtcUsdt> for Venue {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<BtcUsdt>,
        _: &mut dyn Handler<BtcUsdt>,
    ) -> Result<(), ConnectorError> {
        let mut desk = self.desk();
        let id = admitted.action().id().number();
        if let Some((_, stop)) = desk.signal_in.take_if(|(of, _)| *of == id) {
            stop.signal();
        }
        desk.execute(at, admitted);
        Ok(())
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<BtcUsdt>,
        _: Only,
        _: &mut dyn Handler<BtcUsdt>,
    ) -> Result<(), ConnectorError> {
        let mut desk = self.desk();
        desk.exchange.now = desk.exchange.now.max(at);
        desk.log.push(Line::Asked { at, id: id.number() });
        let arrival = at.after(half(desk.exchange.knobs.query));
        desk.exchange.plan(arrival, Step::Query { name: format!("{OURS}{id}") });
        Ok(())
    }

    fn terms(&self, _: Only) -> Terms<BtcUsdt> {
        self.desk().exchange.knobs.terms
    }

    fn capability(&self) -> Capability {
        let cancels_on_logout = self.desk().exchange.knobs.cancels_on_logout;
        Capability { cancels_on_logout, ..Capability::default() }
    }
}

impl Terminator for Venue {
    /// The last lines of the stream are read before the session is over.
    fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError> {
        let mut desk = self.desk();
        desk.exchange.now = desk.exchange.now.max(at);
        let until = match desk.log.iter().find_map(|line| match line {
            Line::LoggedOut { at } => Some(*at),
            _ => None,
        }) {
            Some(since) => since.after(desk.exchange.knobs.stream),
            None => {
                desk.log.push(Line::LoggedOut { at });
                desk.exchange.logout();
                at.after(desk.exchange.knobs.stream)
            }
        };
        // Of a session in which nothing was sent there is nothing to read.
        match at > until || desk.is_unused() {
            true => Ok(Ending::Over),
            false => {
                let until = Some(until.after(Span::from_nanos(1)));
                Ok(Ending::Busy { stage: "reading the last lines of the stream".into(), until })
            }
        }
    }
}
