//! What differs between kinds of time.

use std::task::Waker;

use super::Crew;
use crate::connector::ConnectorError;
use crate::control::Cause;
use crate::time::Time;

/// What differs between runtimes, for the driver that they share: what time it is, and waiting for it.
///
/// For real time, use [`Live`](super::Live) over [`Workers`](super::Workers) of your own. A host of your own is for other
/// kinds of virtual time. Unless implemented, [`has_ended`](Host::has_ended) takes a connector with no event for one that
/// has ended, and over the crew [`Here`](super::Here) nobody calls [`Producer::listen`](crate::connector::Producer::listen):
/// in real time, such a run ends as soon as no connector has an event, and nothing that they hear wakes it.
pub trait Host {
    /// Where connectors do their work.
    type Crew: Crew;

    /// Whether [`choose`](Host::choose) decides what comes first where several things may. Unless it does, connectors are
    /// asked in the order of their ports, all that happens at one time is one instant, and answers come before data.
    const CHOOSES: bool = false;

    /// Where connectors do their work.
    fn crew(&self) -> &Self::Crew;

    /// One of `of` possibilities, from 0 on, in a run whose order is chosen.
    fn choose(&mut self, of: u32) -> u32 {
        let _ = of; // Where nothing is chosen, it is the first.
        0
    }

    /// The seed from which it is chosen.
    fn seed(&self) -> Option<u64> {
        None
    }

    /// When the run begins; `first` gives the time of the first event that is known. Unless implemented, the run begins
    /// with that event.
    ///
    /// # Errors
    /// What `first` says, if it is asked.
    fn begin(
        &self,
        first: &mut dyn FnMut() -> Result<Option<Time>, ConnectorError>,
    ) -> Result<Time, ConnectorError> {
        Ok(first()?.unwrap_or(Time::EPOCH))
    }

    /// The waker that interrupts [`reach`](Host::reach) when somebody asks for a stop or reload. Not needed where time jumps.
    fn waker(&self) -> Option<Waker> {
        None
    }

    /// Waits for what is next: the first event that connectors have, stamped `event`, or the first time at which anything
    /// else has to be done. [`Reached::first`] says which of them comes first. While a run stops, the strategy's alarms count
    /// as events.
    ///
    /// It gives [`Next`](Reached::Next) with the time in `event`, [`Due`](Reached::Due) with that in `due`, never another: a
    /// run that stops moves its clock there. Or it gives [`Nothing`](Reached::Nothing), as where neither has come so far: then
    /// the driver looks around and asks again.
    fn reach(&mut self, event: Option<Time>, due: Option<Time>) -> Reached;

    /// The time, where it passes by itself.
    fn now(&self) -> Option<Time> {
        None
    }

    /// Waits a little for connectors that are being ended before the run began; whether there is time left for more. Where
    /// time stands still there is none.
    fn pause(&mut self) -> bool {
        false
    }

    /// Whether no connector will have an event any more, where the first that is there is stamped `event`. Unless
    /// implemented, a connector that has none will have none.
    #[inline]
    fn has_ended(&self, event: Option<Time>) -> bool {
        event.is_none()
    }

    /// The time of the first cause to stop that this host knows of beforehand.
    fn next_cause(&self) -> Option<Time> {
        None
    }

    /// The first cause of those that come up at `at` or before.
    fn take_cause(&mut self, at: Time) -> Option<(Cause, String)> {
        let _ = at; // Who knows of none has none.
        None
    }
}

/// What was waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// It is time for the event.
    Next(Time),
    /// It is time for what is due, and all that came before has been told.
    Due(Time),
    /// Neither: there is nothing to wait for, or something may have come in.
    Nothing,
}

impl Reached {
    /// Whichever comes first. An event comes before what is due at its time: an answer that is there is never too late.
    ///
    /// ```
    /// use tidegate::runtime::Reached;
    /// use tidegate::time::Time;
    ///
    /// let (soon, later) = (Time::from_secs(1), Time::from_secs(2));
    /// assert_eq!(Reached::first(Some(soon), Some(soon)), Reached::Next(soon));
    /// assert_eq!(Reached::first(Some(later), Some(soon)), Reached::Due(soon));
    /// assert_eq!(Reached::first(None, None), Reached::Nothing);
    /// ```
    #[inline]
    #[must_use]
    pub fn first(event: Option<Time>, due: Option<Time>) -> Self {
        match (event, due) {
            (Some(event), due) if due.is_none_or(|due| event <= due) => Self::Next(event),
            (_, Some(due)) => Self::Due(due),
            _ => Self::Nothing,
        }
    }

    /// The time that it is for; `None` for [`Nothing`](Self::Nothing).
    #[must_use]
    pub const fn at(self) -> Option<Time> {
        match self {
            Self::Next(at) | Self::Due(at) => Some(at),
            Self::Nothing => None,
        }
    }
}
