//! What a connector has heard and the driver has not.

use std::task::Waker;

use super::Intake;
use crate::connector::ConnectorError;
use crate::market::MarketEvent;
use crate::money::Market;
use crate::time::Time;

/// How much may be left out before the producer gives way to those who are to catch up.
const OVERFLOW: u32 = 256;

/// What a producer does when it is its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is asked for more.
    Ask,
    /// It waits for room.
    Wait,
    /// It waits a moment: much was left out, and what it would tell now would be.
    GiveWay,
}

/// What a connector has heard and the driver has not.
pub(super) struct Inbox<M: Market> {
    pub(super) events: Vec<(Time, MarketEvent<M>)>,
    /// Why nothing more comes, if it is to be told.
    pub(super) failure: Option<ConnectorError>,
    /// Trades and books for which there was no room.
    pub(super) left_out: u64,
    /// How many of them since the producer last gave way.
    overflow: u32,
    /// The producer has nothing more by itself.
    pub(super) is_idle: bool,
    /// The producer is not there any more.
    is_gone: bool,
    /// Something may have changed for the producer since it was asked last.
    is_nudged: bool,
    /// The producer is to be woken when there is room.
    is_full: bool,
    producer: Option<Waker>,
}

impl<M: Market> Inbox<M> {
    pub(super) const fn new() -> Self {
        Self {
            events: Vec::new(),
            failure: None,
            left_out: 0,
            overflow: 0,
            is_idle: false,
            is_gone: false,
            is_nudged: false,
            is_full: false,
            producer: None,
        }
    }

    /// Takes an event in, unless there is no room and it may be left out.
    pub(super) fn push(&mut self, at: Time, event: MarketEvent<M>, intake: Intake) {
        let may_be_left_out = matches!(event, MarketEvent::Trade(_) | MarketEvent::Book(_));
        match intake {
            Intake::Shed(room) if may_be_left_out && self.events.len() >= room => {
                self.left_out += 1;
                self.overflow = self.overflow.saturating_add(1);
            }
            _ => self.events.push((at, event)),
        }
    }

    /// What the producer does now. One that waits, or gives way, is woken when there is room.
    pub(super) fn turn(&mut self, intake: Intake) -> Turn {
        let is_full = self.events.len() >= intake.room();
        let turn = match intake {
            Intake::Wait(_) if is_full => Turn::Wait,
            Intake::Shed(_) if is_full && self.overflow >= OVERFLOW => Turn::GiveWay,
            _ => Turn::Ask,
        };
        self.is_full = turn != Turn::Ask;
        match turn {
            Turn::Ask | Turn::Wait => self.is_nudged = false,
            Turn::GiveWay => self.overflow = 0,
        }
        turn
    }

    /// Exchanges the events for the reader's empty list; whom to wake.
    pub(super) fn exchange(&mut self, empty: &mut Vec<(Time, MarketEvent<M>)>) -> Option<Waker> {
        std::mem::swap(&mut self.events, empty);
        if std::mem::take(&mut self.is_full) { self.producer.clone() } else { None }
    }

    /// Who is to be woken when the producer has something to do.
    pub(super) fn listen(&mut self, producer: &Waker) {
        self.producer = Some(producer.clone());
    }

    /// Something may have changed for the producer; whom to wake.
    pub(super) fn nudge(&mut self) -> Option<Waker> {
        (self.is_idle, self.is_nudged) = (self.is_gone, true);
        self.producer.clone()
    }

    /// The producer is not there any more, and why.
    pub(super) fn fall_silent(&mut self, failure: ConnectorError) {
        self.failure.get_or_insert(failure);
        (self.is_idle, self.is_gone) = (true, true);
    }

    /// The producer, when it was asked, had nothing more by itself. What has changed meanwhile it is asked about again.
    pub(super) fn rest(&mut self) {
        self.is_idle = !self.is_nudged;
    }
}

#[cfg(test)]
mod tests {
    use super::{Inbox, Intake, OVERFLOW, Turn};
    use crate::market::{MarketEvent, Side, Trade, TradeId};
    use crate::money::{BtcUsdt, Only, Price, Quantity};
    use crate::time::Time;

    fn trade() -> MarketEvent<BtcUsdt> {
        let (price, quantity) =
            (Price::from_units(1).expect("a price"), Quantity::from_units(1).expect("a quantity"));
        Trade { instrument: Only, id: TradeId(1), price, quantity, aggressor: Side::Buy }.into()
    }

    /// So many trades in a row that have no room, and it waits once, until there is.
    #[test]
    fn a_producer_that_is_not_heard_gives_way_and_is_woken() {
        let intake = Intake::Shed(1);
        let mut inbox = Inbox::<BtcUsdt>::new();
        inbox.listen(futures::task::noop_waker_ref());
        inbox.push(Time::EPOCH, trade(), intake);
        for _ in 0..OVERFLOW {
            assert_eq!(inbox.turn(intake), Turn::Ask);
            inbox.push(Time::EPOCH, trade(), intake);
        }
        assert_eq!(inbox.turn(intake), Turn::GiveWay);
        assert_eq!((inbox.left_out, inbox.events.len()), (OVERFLOW.into(), 1));
        assert!(inbox.exchange(&mut Vec::new()).is_some(), "it is woken by whoever reads");
        assert_eq!(inbox.turn(intake), Turn::Ask);
        assert!(inbox.exchange(&mut Vec::new()).is_none());
    }

    /// However much was left out: who finds room is heard.
    #[test]
    fn a_producer_for_which_there_is_room_does_not_wait() {
        let intake = Intake::Shed(2);
        let mut inbox = Inbox::<BtcUsdt>::new();
        for _ in 0..3 * OVERFLOW {
            inbox.push(Time::EPOCH, trade(), intake);
        }
        inbox.exchange(&mut Vec::new());
        for _ in 0..2 {
            assert_eq!(inbox.turn(intake), Turn::Ask);
            inbox.push(Time::EPOCH, trade(), intake);
        }
        assert_eq!(inbox.turn(intake), Turn::GiveWay, "there is none again");
    }

    #[test]
    fn a_producer_that_may_not_be_left_out_waits_for_room() {
        let intake = Intake::Wait(2);
        let mut inbox = Inbox::<BtcUsdt>::new();
        inbox.listen(futures::task::noop_waker_ref());
        for _ in 0..2 {
            assert_eq!(inbox.turn(intake), Turn::Ask);
            inbox.push(Time::EPOCH, trade(), intake);
        }
        assert_eq!(inbox.turn(intake), Turn::Wait);
        assert!(inbox.exchange(&mut Vec::new()).is_some(), "it is woken by whoever reads");
        assert_eq!(inbox.turn(intake), Turn::Ask);
    }
}
