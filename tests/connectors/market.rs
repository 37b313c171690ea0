//! A market that tells a trade every millisecond, takes limit orders that never fill, and has one whim.

use std::marker::PhantomData;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use tidegate::connector::{
    Connector, ConnectorError, Ending, Executor, Handler, Parts, Producer, Terminator,
};
use tidegate::control::Phase;
use tidegate::market::{MarketEvent, OrderStatus, Standing, VenueOrderId};
use tidegate::prelude::*;
use tidegate::safety::Admitted;

use crate::record::Books;
use crate::whim::{Latch, Progress, Whim};

/// The time between two trades.
pub(crate) const BEAT: Span = Span::from_millis(1);
/// How long what takes no time takes, a hundredfold.
const SLOWLY: Duration = Duration::from_millis(20);

/// A market with a whim.
pub(crate) struct Odd<M> {
    pub(crate) whim: Whim,
    /// The phase from which on it has it.
    pub(crate) from: Phase,
    pub(crate) progress: Progress,
    pub(crate) latch: Latch,
    pub(crate) books: Books,
    pub(crate) market: PhantomData<M>,
}

impl<M> Odd<M> {
    /// Whether it does this now.
    fn does(&self, whim: Whim) -> bool {
        let does = self.whim == whim && self.progress.has_come_to(self.from);
        if does {
            self.books.trouble();
        }
        does
    }

    fn dawdle(&self) {
        if self.does(Whim::Slow) {
            std::thread::sleep(SLOWLY);
        }
    }
}

/// The time of day, as the runtime has it.
pub(crate) fn today() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    Time::from_nanos(i64::try_from(since.as_nanos()).expect("before 2262"))
}

/// What its parts share: answers that the producer tells.
struct Shared<M: Market> {
    odd: Odd<M>,
    answers: Mutex<Vec<MarketEvent<M>>>,
}

pub(crate) struct Telling<M: Market> {
    shared: Arc<Shared<M>>,
    next: Time,
    trades: u64,
}

pub(crate) struct Acting<M: Market>(Arc<Shared<M>>);

pub(crate) struct Leaving<M: Market>(Arc<Shared<M>>);

impl<M: Market<Instrument = Only>> Connector<M> for Odd<M> {
    type Producer = Telling<M>;
    type Executor = Acting<M>;
    type Terminator = Leaving<M>;

    fn start(self) -> Result<Parts<Telling<M>, Acting<M>, Leaving<M>>, ConnectorError> {
        if self.does(Whim::NeverConnects) {
            self.latch.wait();
        }
        assert!(!self.does(Whim::PanicsAtStart), "on purpose, at the start");
        let shared = Arc::new(Shared { odd: self, answers: Mutex::new(Vec::new()) });
        Ok(Parts {
            producer: Telling { shared: Arc::clone(&shared), next: today(), trades: 0 },
            executor: Acting(Arc::clone(&shared)),
            terminator: Leaving(shared),
        })
    }
}

impl<M: Market<Instrument = Only>> Producer<M> for Telling<M> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        let odd = &self.shared.odd;
        assert!(!odd.does(Whim::PanicsInProducer), "on purpose, in the producer");
        if odd.does(Whim::Floods) {
            return Ok(Some(today()));
        }
        let has_answers = !self.shared.answers.lock().expect("no panic while it is held").is_empty();
        Ok(Some(if has_answers { today() } else { self.next }))
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        let odd = &self.shared.odd;
        odd.dawdle();
        if odd.does(Whim::HalfOpen) {
            self.next = today().after(BEAT);
            self.shared.answers.lock().expect("no panic while it is held").clear();
            return Ok(());
        }
        let answers = std::mem::take(&mut *self.shared.answers.lock().expect("no panic while it is held"));
        for answer in answers {
            events.fire(today(), answer);
        }
        self.trades += 1;
        odd.books.told.fetch_add(1, Ordering::SeqCst);
        let trade = Trade {
            instrument: Only,
            id: TradeId(self.trades),
            price: "100".parse().expect("a price"),
            quantity: "1".parse().expect("a quantity"),
            aggressor: Side::Buy,
        };
        let stamp = match self.trades % 4 {
            0 if odd.does(Whim::Lies) => Time::EPOCH,
            1 if odd.does(Whim::Lies) => today().after(Span::from_secs(86_400)),
            _ => today(),
        };
        events.fire(stamp, trade.into());
        if odd.does(Whim::Lies) {
            let (id, instrument) = (OrderId::new(self.trades % 7), Only);
            events.fire(stamp, OrderEvent::Done { id, instrument }.into());
            events.fire(stamp, OrderEvent::Cancelled { id, instrument }.into());
        }
        self.next = today().after(BEAT);
        Ok(())
    }
}

impl<M: Market<Instrument = Only>> Executor<M> for Acting<M> {
    fn execute(
        &mut self,
        _at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let odd = &self.0.odd;
        odd.dawdle();
        let (id, instrument) = (admitted.action().id(), Only);
        let is_cancel = matches!(admitted.action(), Action::Cancel { .. });
        let known = is_cancel && odd.books.cancel(id.number());
        if !is_cancel {
            odd.books.place(id.number());
        }
        assert!(!odd.does(Whim::PanicsInExecutor), "on purpose, in the executor");
        if odd.does(Whim::Stuck) {
            odd.latch.wait();
        }
        if odd.does(Whim::HalfOpen) {
            return Ok(());
        }
        let answer = match (is_cancel, known) {
            (false, _) => OrderEvent::Placed { id, instrument, venue: VenueOrderId(id.number()) },
            (true, true) => OrderEvent::Cancelled { id, instrument },
            (true, false) => OrderEvent::CancelRefused { id, instrument, why: "unknown".into() },
        };
        // Some answers come at once, others by way of the producer.
        match id.number() % 2 {
            0 => events.fire(today(), answer.into()),
            _ => self.0.answers.lock().expect("no panic while it is held").push(answer.into()),
        }
        Ok(())
    }

    fn query(
        &mut self,
        _at: Time,
        id: OrderId<M>,
        instrument: Only,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let odd = &self.0.odd;
        odd.dawdle();
        if odd.does(Whim::HalfOpen) {
            return Ok(());
        }
        let works = odd.books.working.lock().expect("no panic while it is held").contains(&id.number());
        let standing = match works {
            true => Standing::Working { filled: Quantity::ZERO },
            false => Standing::NotFound,
        };
        events.fire(today(), OrderStatus { id, instrument, standing }.into());
        Ok(())
    }
}

impl<M: Market> Terminator for Leaving<M> {
    fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError> {
        let odd = &self.0.odd;
        odd.dawdle();
        odd.books.asked_to_end.lock().expect("no panic while it is held").get_or_insert_with(Instant::now);
        assert!(!odd.does(Whim::PanicsInTerminator), "on purpose, in the terminator");
        if odd.does(Whim::NeverEnds) {
            return Ok(Ending::Busy { stage: "saying goodbye".into(), until: Some(at.after(BEAT)) });
        }
        *odd.books.ended.lock().expect("no panic while it is held") = Some(Instant::now());
        Ok(Ending::Over)
    }
}
