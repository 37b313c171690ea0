//! A market that tells a few trades, takes limit orders that never fill, and has one whim.

use std::collections::VecDeque;
use std::marker::PhantomData;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use tidegate::connector::{
    Connector, ConnectorError, Ending, Executor, Handler, Parts, Producer, Terminator,
};
use tidegate::market::{MarketEvent, OrderStatus, Standing, VenueOrderId};
use tidegate::prelude::*;
use tidegate::safety::Admitted;

use crate::books::Books;
use crate::case::{Part, Whim, World};
use crate::steps::pause;

/// Trades that a market has to tell: orders and cancels meet in it, and a schedule stays short.
pub(crate) const TRADES: u64 = 3;

/// Stages of an end that takes some time.
const STAGES: u32 = 3;

/// A market that is not connected so far.
pub(crate) struct Odd<M> {
    pub(crate) whim: Whim,
    pub(crate) part: Part,
    pub(crate) books: Arc<Books>,
    pub(crate) market: PhantomData<M>,
}

/// What its parts share.
struct Shared<M: Market> {
    whim: Whim,
    world: Arc<World>,
    books: Arc<Books>,
    desk: Mutex<Desk<M>>,
}

/// What the producer has to tell, and who wakes it. std's lock, which is never held while others could have a turn.
struct Desk<M: Market> {
    answers: VecDeque<MarketEvent<M>>,
    producer: Option<Waker>,
    has_said_goodbye: bool,
}

impl<M: Market> Shared<M> {
    fn desk(&self) -> MutexGuard<'_, Desk<M>> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the producer tell this.
    fn tell(&self, event: MarketEvent<M>) {
        let mut desk = self.desk();
        desk.answers.push_back(event);
        let producer = desk.producer.clone();
        drop(desk);
        producer.into_iter().for_each(Waker::wake);
    }

    /// Ends a call without a word of the panic hook.
    fn panic_for(&self, whim: Whim) {
        if self.whim == whim {
            resume_unwind(Box::new("on purpose"));
        }
    }
}

impl<M: Market<Instrument = Only>> Connector<M> for Odd<M> {
    type Producer = Telling<M>;
    type Executor = Acting<M>;
    type Terminator = Leaving<M>;

    fn start(self) -> Result<Parts<Telling<M>, Acting<M>, Leaving<M>>, ConnectorError> {
        let world = Arc::clone(&self.part.0);
        match self.whim {
            Whim::ConnectsLate => world.asked.wait(),
            Whim::NeverConnects => world.over.wait(),
            _ => pause(),
        }
        let desk = Mutex::new(Desk { answers: VecDeque::new(), producer: None, has_said_goodbye: false });
        let shared = Shared { whim: self.whim, world: Arc::clone(&world), books: self.books, desk };
        shared.panic_for(Whim::PanicsAtStart);
        let (shared, part) = (Arc::new(shared), || Part::of(&world));
        Ok(Parts {
            producer: Telling { shared: Arc::clone(&shared), told: 0, _part: part() },
            executor: Acting { shared: Arc::clone(&shared), _part: part() },
            terminator: Leaving { shared, asked: 0, _part: part() },
        })
    }
}

/// Tells trades and answers, each at once.
pub(crate) struct Telling<M: Market> {
    shared: Arc<Shared<M>>,
    told: u64,
    _part: Part,
}

impl<M: Market<Instrument = Only>> Producer<M> for Telling<M> {
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
        let has_more = self.told < TRADES || !self.shared.desk().answers.is_empty();
        Ok(has_more.then_some(Time::EPOCH))
    }

    fn produce(&mut self, events: &mut dyn Handler<M>) -> Result<(), ConnectorError> {
        let answer = self.shared.desk().answers.pop_front();
        if let Some(answer) = answer {
            let is_goodbye = matches!(answer, MarketEvent::Link(_));
            self.shared.desk().has_said_goodbye |= is_goodbye;
            events.fire(Time::EPOCH, answer);
            return Ok(());
        }
        self.shared.world.steps.take_one();
        if self.told == 1 {
            self.shared.panic_for(Whim::PanicsInProducer);
        }
        self.told += 1;
        let trade = Trade {
            instrument: Only,
            id: TradeId(self.told),
            price: "100".parse().expect("a price"),
            quantity: "1".parse().expect("a quantity"),
            aggressor: Side::Buy,
        };
        events.fire(Time::EPOCH, trade.into());
        self.shared.books.open().told = self.told;
        Ok(())
    }

    fn listen(&mut self, waker: &Waker) -> bool {
        self.shared.desk().producer = Some(waker.clone());
        true
    }
}

/// Places and cancels; some answers come at once, others by way of the producer.
pub(crate) struct Acting<M: Market> {
    shared: Arc<Shared<M>>,
    _part: Part,
}

impl<M: Market<Instrument = Only>> Executor<M> for Acting<M> {
    fn execute(
        &mut self,
        at: Time,
        admitted: Admitted<M>,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let Shared { whim, world, books, .. } = &*self.shared;
        let (id, instrument) = (admitted.action().id(), Only);
        let _entered = books.enter(world, &format!("{:?}", admitted.action()));
        let is_cancel = matches!(admitted.action(), Action::Cancel { .. });
        let answer: OrderEvent<M> = match is_cancel {
            true if books.cancel(id.number()) => OrderEvent::Cancelled { id, instrument },
            true => OrderEvent::CancelRefused { id, instrument, why: "unknown".into() },
            false => {
                books.place(world, id.number());
                OrderEvent::Placed { id, instrument, venue: VenueOrderId(id.number()) }
            }
        };
        world.steps.take_one();
        self.shared.panic_for(Whim::PanicsInExecutor);
        if *whim == Whim::Stuck {
            world.over.wait();
        }
        match id.number() % 2 {
            0 => events.fire(at, answer.into()),
            _ => self.shared.tell(answer.into()),
        }
        pause();
        Ok(())
    }

    fn query(
        &mut self,
        at: Time,
        id: OrderId<M>,
        instrument: Only,
        events: &mut dyn Handler<M>,
    ) -> Result<(), ConnectorError> {
        let Shared { world, books, .. } = &*self.shared;
        let _entered = books.enter(world, "a question");
        let standing = match books.open().working.contains(&id.number()) {
            true => Standing::Working { filled: Quantity::ZERO },
            false => Standing::NotFound,
        };
        events.fire(at, OrderStatus { id, instrument, standing }.into());
        Ok(())
    }
}

/// Ends at once, or as the whim is.
pub(crate) struct Leaving<M: Market> {
    shared: Arc<Shared<M>>,
    asked: u32,
    _part: Part,
}

impl<M: Market<Instrument = Only>> Terminator for Leaving<M> {
    fn terminate(&mut self, at: Time) -> Result<Ending, ConnectorError> {
        let Shared { whim, books, .. } = &*self.shared;
        self.asked += 1;
        books.open().is_asked_to_end = true;
        self.shared.panic_for(Whim::PanicsInTerminator);
        let until = match whim {
            Whim::SaysGoodbye if !self.shared.desk().has_said_goodbye => {
                if self.asked == 1 {
                    self.shared.tell(MarketEvent::Link(Link::Degraded));
                }
                Some(None)
            }
            Whim::LeavesSlowly if self.asked < STAGES => Some(Some(at.after(Span::from_millis(2)))),
            Whim::NeverEnds => Some(Some(at.after(Span::from_millis(2)))),
            _ => None,
        };
        if let Some(until) = until {
            return Ok(Ending::Busy { stage: format!("stage {}", self.asked % 2).into(), until });
        }
        let mut page = books.open();
        page.told_before_end = Some(page.told);
        Ok(Ending::Over)
    }
}
