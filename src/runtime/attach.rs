//! Joining terminals to connectors: the compiler checks that each connector fits its port.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::connector::{self, Connector, ConnectorError, Ending, FeedSource, Producer, Terminator};
use crate::control::Cause;
use crate::money::Market;
use crate::strategy::{FeedItem, FeedTerminal, MarketTerminal};
use crate::time::Time;

use super::feed_lane::{Ahead, FeedLane};
use super::lane::Lane;
use super::lane_rules::LaneRules;
use super::lanes::{Lanes, Port};
use super::market_lane::MarketLane;
use super::outcome::RunError;
use super::stop::Stop;

/// A terminal that a connector of type `C` fits.
#[diagnostic::on_unimplemented(
    message = "`{C}` does not fit this port",
    note = "connectors stand in the order of the strategy's ports; a market port takes a `Connector` for its own \
            market, a feed takes an iterator of `(Time, event)` of its own type"
)]
pub trait Attach<C>: Sized {
    /// A started connector.
    type Started;

    /// This terminal, joined to it.
    type Lane: Lane;

    /// Starts the connector.
    ///
    /// # Errors
    /// What the connector says.
    fn start(connector: C) -> Result<Self::Started, ConnectorError>;

    /// When its first event happens.
    ///
    /// # Errors
    /// What the connector says.
    fn first_at(started: &mut Self::Started) -> Result<Option<Time>, ConnectorError>;

    /// Joins this terminal to it.
    fn attach(self, started: Self::Started, rules: &LaneRules) -> Self::Lane;

    /// Ends a connector that was started in vain, in one step: nothing was ever sent.
    ///
    /// # Errors
    /// What the connector says.
    fn end(started: Self::Started, at: Time) -> Result<(), ConnectorError>;
}

impl<M: Market, C: Connector<M>> Attach<C> for MarketTerminal<M> {
    type Started = connector::Started<C, M>;
    type Lane = MarketLane<M, C>;

    fn start(connector: C) -> Result<Self::Started, ConnectorError> {
        connector.start()
    }

    fn first_at(started: &mut Self::Started) -> Result<Option<Time>, ConnectorError> {
        started.producer.next_at()
    }

    fn attach(self, started: Self::Started, rules: &LaneRules) -> Self::Lane {
        MarketLane::new(self, started, rules)
    }

    fn end(mut started: Self::Started, at: Time) -> Result<(), ConnectorError> {
        match started.terminator.terminate(at)? {
            Ending::Over => Ok(()),
            Ending::Busy { stage, .. } => {
                Err(ConnectorError::failed(M::NAME, format!("did not end: {stage}")))
            }
        }
    }
}

impl<T: FeedItem, S: FeedSource<T>> Attach<S> for FeedTerminal<T> {
    type Started = Ahead<T, S>;
    type Lane = FeedLane<T, S>;

    fn start(source: S) -> Result<Self::Started, ConnectorError> {
        Ahead::new(source)
    }

    fn first_at(started: &mut Self::Started) -> Result<Option<Time>, ConnectorError> {
        started.next_at()
    }

    fn attach(self, started: Self::Started, _rules: &LaneRules) -> Self::Lane {
        FeedLane::new(self, started)
    }

    fn end(_started: Self::Started, _at: Time) -> Result<(), ConnectorError> {
        Ok(())
    }
}

/// All terminals of a strategy, with one connector each.
#[diagnostic::on_unimplemented(
    message = "these connectors do not fit the strategy's ports",
    note = "give a tuple with one connector for each port, in the order of the strategy's arguments: `(venue,)` for one \
            market, `(venue_a, venue_b, rates)` for two markets and a feed"
)]
pub trait AttachAll<C>: Sized {
    /// All started connectors.
    type Started;

    /// All terminals, each joined to its connector.
    type Lanes: Lanes;

    /// Starts all connectors, one after the other. When one does not start, or somebody asks to stop meanwhile, those
    /// that have started are ended again and the others never begin.
    ///
    /// # Errors
    /// Why the run does not begin.
    fn start(connectors: C, stop: &Stop) -> Result<Self::Started, RunError>;

    /// When the first event of all happens.
    ///
    /// # Errors
    /// What a connector says.
    fn first_at(started: &mut Self::Started) -> Result<Option<Time>, ConnectorError>;

    /// Joins each terminal to its connector.
    fn attach(self, started: Self::Started, rules: &LaneRules) -> Self::Lanes;

    /// Ends connectors that were started in vain; gives what went wrong with it.
    fn end(started: Self::Started) -> Vec<String>;
}

/// A start under way.
struct Start<'s> {
    stop: &'s Stop,
    broken: Option<Broken>,
}

/// Why a start did not come to its end.
pub(super) enum Broken {
    Stopped(Cause),
    Failed(ConnectorError),
}

impl<'s> Start<'s> {
    const fn new(stop: &'s Stop) -> Self {
        Self { stop, broken: None }
    }

    /// Starts one more, unless something is wrong already.
    fn next<S>(&mut self, start: impl FnOnce() -> Result<S, ConnectorError>) -> Option<S> {
        if self.is_broken() {
            return None;
        }
        contained(start).map_err(|error| self.broken = Some(Broken::Failed(error))).ok()
    }

    fn is_broken(&mut self) -> bool {
        if self.broken.is_none() {
            self.broken = self.stop.requested().map(Broken::Stopped);
        }
        self.broken.is_some()
    }

    fn end(mut self) -> Option<Broken> {
        self.is_broken();
        self.broken
    }
}

/// What a connector says; a panic says that it failed, so that the others are ended all the same.
fn contained<S>(act: impl FnOnce() -> Result<S, ConnectorError>) -> Result<S, ConnectorError> {
    let panicked = |_| Err(ConnectorError::failed("a connector", "it panicked before the run began"));
    catch_unwind(AssertUnwindSafe(act)).unwrap_or_else(panicked)
}

/// Ends a connector that was started in vain; gives what went wrong with it.
fn ended<T: Attach<C>, C>(started: T::Started) -> Option<String> {
    contained(|| T::end(started, Time::EPOCH)).err().map(|error| error.to_string())
}

/// The same for tuples of these terminals.
macro_rules! attach_all {
    ($(($T:ident $C:ident))+) => {
        impl<$($T: Attach<$C>, $C),+> AttachAll<($($C,)+)> for ($($T,)+) {
            type Started = ($($T::Started,)+);
            type Lanes = ($(Port<$T::Lane>,)+);

            #[expect(non_snake_case, reason = "one name serves as type and as variable")]
            fn start(($($C,)+): ($($C,)+), stop: &Stop) -> Result<Self::Started, RunError> {
                let mut start = Start::new(stop);
                $(let $T = start.next(|| <$T as Attach<$C>>::start($C));)+
                let broken = match (start.end(), ($($T,)+)) {
                    (None, ($(Some($T),)+)) => return Ok(($($T,)+)),
                    (broken, ($($T,)+)) => {
                        let failures = [$($T.and_then(|started| ended::<$T, $C>(started))),+];
                        RunError::not_begun(broken).after(failures.into_iter().flatten().collect())
                    }
                };
                Err(broken)
            }

            #[expect(non_snake_case, reason = "one name serves as type and as variable")]
            fn first_at(($($T,)+): &mut Self::Started) -> Result<Option<Time>, ConnectorError> {
                Ok([$(contained(|| $T::first_at($T))?),+].into_iter().flatten().min())
            }

            #[expect(non_snake_case, reason = "one name serves as type and as variable")]
            fn end(($($T,)+): Self::Started) -> Vec<String> {
                [$(ended::<$T, $C>($T)),+].into_iter().flatten().collect()
            }

            #[expect(non_snake_case, reason = "one name serves as type and as variable")]
            fn attach(self, ($($C,)+): Self::Started, rules: &LaneRules) -> Self::Lanes {
                let ($($T,)+) = self;
                ($(Port::new($T.attach($C, rules)),)+)
            }
        }
    };
}

attach_all!((T1 C1));
attach_all!((T1 C1)(T2 C2));
attach_all!((T1 C1)(T2 C2)(T3 C3));
attach_all!((T1 C1)(T2 C2)(T3 C3)(T4 C4));
attach_all!((T1 C1)(T2 C2)(T3 C3)(T4 C4)(T5 C5));
attach_all!((T1 C1)(T2 C2)(T3 C3)(T4 C4)(T5 C5)(T6 C6));
