//! Where the parts of connectors work on threads.

use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tidegate::connector::{
    Connector, ConnectorError, Ending, Executor, Handler, Parts, Producer, Started, Terminator,
};
use tidegate::market::VenueOrderId;
use tidegate::prelude::*;
use tidegate::runtime::{Runtime, Threads};
use tidegate::safety::Admitted;

/// Which part was asked for something on a thread of which name.
type Seen = Arc<Mutex<BTreeSet<(&'static str, String)>>>;

/// A market of one trade that notes where it is asked.
struct Noting<M>(Seen, u64, PhantomData<M>);

impl<M> Noting<M> {
    fn note(&self, part: &'static str) {
        let name = thread::current().name().unwrap_or_default().to_owned();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((part, name));
    }

    fn part(&self) -> Self {
        Self(Arc::clone(&self.0), 0, PhantomData)
    }
}

impl<M: Market<Instrument = Only>> Connector<M> for Noting<M> {
    type Producer = Self;
    type Executor = Self;
    type Terminator = Self;

    fn start(self) -> Result<Started<Self, M>, ConnectorError> {
        self.note("start");
        Ok(Parts { producer: self.part(), executor: self.part(), terminator: self })
    }
}

impl<M: Market<Instrument = Only>> Producer<M> for Noting<M> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        self.note("producer");
        Ok((self.1 == 0).then_some(Time::EPOCH))
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        self.note("producer");
        self.1 += 1;
        let (price, quantity) = ("100".parse().expect("a price"), "1".parse().expect("a quantity"));
        let trade = Trade { instrument: Only, id: TradeId(1), price, quantity, aggressor: Side::Buy };
        events.fire_trade(Time::EPOCH, trade);
        Ok(())
    }
}

impl<M: Market<Instrument = Only>> Executor<M> for Noting<M> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        self.note("executor");
        let (id, instrument) = (admitted.action().id(), admitted.action().instrument());
        events.fire(at, OrderEvent::Placed { id, instrument, venue: VenueOrderId(1) }.into());
        events.fire(at, OrderEvent::Expired { id, instrument }.into());
        Ok(())
    }
}

impl<M: Market<Instrument = Only>> Terminator for Noting<M> {
    fn terminate(&mut self, _at: Time) -> Result<Ending, ConnectorError> {
        self.note("terminator");
        Ok(Ending::Over)
    }
}

fn buys<M: Market<Instrument = Only>>(market: &MarketPort<M>) -> impl Event<Item = Actions<M>> + use<M> {
    market.trades().map(|_| {
        let quantity = "1".parse().expect("a quantity");
        Action::Market { id: OrderId::new(1), instrument: Only, side: Side::Buy, quantity }.into()
    })
}

fn both(
    one: MarketPort<BtcUsdt>,
    other: MarketPort<EthUsdt>,
    control: Control,
) -> (impl Event<Item = Actions<BtcUsdt>>, impl Event<Item = Actions<EthUsdt>>, Done) {
    (buys(&one), buys(&other), control.done_at_once())
}

/// The terminator works where the executor did: what they share needs no lock.
///
/// Requirements: C1, C10, K4.
#[test]
fn each_producer_and_each_executor_has_a_thread_of_its_own() {
    let (one, other) = (Seen::default(), Seen::default());
    let connectors: (Noting<BtcUsdt>, Noting<EthUsdt>) =
        (Noting(Arc::clone(&one), 0, PhantomData), Noting(Arc::clone(&other), 0, PhantomData));
    let outcome = Threads::new().run(&both, connectors).expect("it begins");
    assert_eq!(outcome.report.orders.submitted, 2, "{}", outcome.report);
    for (seen, market) in [(one, "BTCUSDT"), (other, "ETHUSDT")] {
        let seen = seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let on = |part| seen.iter().filter(move |(of, _)| *of == part).map(|(_, name)| name.as_str());
        let producer: Vec<&str> = on("producer").collect();
        let [start, executor, terminator] =
            ["start", "executor", "terminator"].map(|part| on(part).collect());
        let (start, executor, terminator): (Vec<&str>, Vec<&str>, Vec<&str>) = (start, executor, terminator);
        assert_eq!(producer.len(), 1, "always the same thread: {seen:?}");
        assert_eq!((&start, &terminator), (&executor, &executor), "{seen:?}");
        assert_ne!(producer, executor, "{seen:?}");
        for name in producer.iter().chain(&executor) {
            assert!(name.ends_with(market), "{name}: it says of which market it is");
        }
    }
}
