//! The worker that listens to a market.

use std::task::Waker;
use std::time::Duration;

use super::inbox::Turn;
use super::line::{Line, contained};
use crate::connector::{ConnectorError, Producer};
use crate::money::Market;
use crate::runtime::worker::{Arc, Next, Ordering, Worker, lock};
use crate::time::Time;

/// For how long a producer gives way whose events are left out; timers of tasks make a millisecond of it. Longer, and what it hears
/// meanwhile would be old; shorter is not slept.
const PAUSE: Duration = Duration::from_micros(50);

/// Asks a producer for what it has, as long as there is room for it.
pub(super) struct Producing<M: Market, P> {
    line: Arc<Line<M>>,
    producer: P,
    /// Whether it wakes by itself; `None` before it was asked.
    listens: Option<bool>,
    /// The earliest time that it has named since its last event. When that has come it is asked for the event, whatever it
    /// says then: one that names its own clock's time, a little ahead of ours, would be waited for forever.
    due: Option<Time>,
    /// It has come to its end, and said so.
    has_ended: bool,
}

impl<M: Market, P: Producer<M>> Producing<M, P> {
    pub(super) const fn new(line: Arc<Line<M>>, producer: P) -> Self {
        Self { line, producer, listens: None, due: None, has_ended: false }
    }

    /// One event, or a wait.
    fn produce(&mut self, waker: &Waker) -> Result<Next, ConnectorError> {
        let Self { line, producer, listens, due, .. } = self;
        if listens.is_none() {
            lock(&line.inbox).listen(waker);
            *listens = Some(contained::<M, _>("producer", || Ok(producer.listen(waker)))?);
        }
        let turn = lock(&line.inbox).turn(line.shared.intake);
        match turn {
            Turn::Ask => {}
            Turn::Wait => return Ok(Next::Woken),
            Turn::GiveWay => return Ok(Next::In(PAUSE)),
        }
        let next: Option<Time> = contained::<M, _>("producer", || producer.next_at())?;
        let Some(at) = next else {
            if *listens == Some(false) {
                line.rest();
            }
            return Ok(Next::Woken);
        };
        let at = due.map_or(at, |due| due.min(at));
        if at > line.shared.clock.now() {
            *due = Some(at);
            return Ok(Next::In(line.shared.clock.until(at)));
        }
        *due = None;
        let mut events = &**line;
        contained::<M, _>("producer", || producer.produce_to(&mut events))?;
        Ok(Next::Now)
    }
}

impl<M: Market, P: Producer<M>> Worker for Producing<M, P> {
    fn step(&mut self, waker: &Waker) -> Next {
        if self.line.is_left.load(Ordering::Acquire) {
            self.has_ended = true;
            return Next::Never;
        }
        self.produce(waker).unwrap_or_else(|error| {
            self.has_ended = true;
            self.line.fall_silent(error);
            Next::Never
        })
    }
}

impl<M: Market, P> Drop for Producing<M, P> {
    fn drop(&mut self) {
        if !self.has_ended && !self.line.is_left.load(Ordering::Acquire) {
            self.line.fall_silent(ConnectorError::failed(M::NAME, "its worker is gone"));
        }
    }
}
