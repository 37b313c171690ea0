//! Joining terminals to connectors: the compiler checks that each connector fits its port.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::connector::{self, Connector, ConnectorError, Ending, FeedSource, Producer, Terminator};
use crate::control::Cause;
use crate::money::Market;
use crate::strategy::{FeedItem, FeedTerminal, MarketTerminal};
use crate::time::Time;

use super::Lane;
use super::feed::{Ahead, FeedLane};
use super::lanes::Lanes;
use super::market::MarketLane;
use super::port::Port;
use super::rules::LaneRules;
use crate::runtime::Crew;
use crate::runtime::outcome::RunError;
use crate::runtime::stop::Stop;

/// A terminal that a connector of type `C` fits.
#[diagnostic::on_unimplemented(
    message = "`{C}` does not fit this port",
    note = "connectors stand in the order of the strategy's ports; a market port takes a `Connector` for its own \
            market, a feed takes an iterator of `(Time, event)` of its own type"
)]
pub trait Attach<C>: Sized {
    /// A connector that a crew has started.
    type Started<K: Crew>;

    /// This terminal, joined to it.
    type Lane<K: Crew>: Lane;

    /// Starts the connector.
    ///
    /// # Errors
    /// What the connector says.
    fn start<K: Crew>(connector: C, crew: &K) -> Result<Self::Started<K>, ConnectorError>;

    /// When its first event happens.
    ///
    /// # Errors
    /// What the connector says.
    fn first_at<K: Crew>(started: &mut Self::Started<K>) -> Result<Option<Time>, ConnectorError>;

    /// Joins this terminal to it.
    fn attach<K: Crew>(self, started: Self::Started<K>, rules: &LaneRules) -> Self::Lane<K>;

    /// Ends a connector that was started in vain: nothing was ever sent. It is asked again after every pause that it
    /// is given.
    ///
    /// # Errors
    /// What the connector says.
    fn end<K: Crew>(
        started: Self::Started<K>,
        at: Time,
        pause: &mut dyn FnMut() -> bool,
    ) -> Result<(), ConnectorError>;
}

impl<M: Market, C: Connector<M>> Attach<C> for MarketTerminal<M> {
    type Started<K: Crew> = connector::Started<K::Connector<M, C>, M>;
    type Lane<K: Crew> = MarketLane<M, K::Connector<M, C>>;

    fn start<K: Crew>(connector: C, crew: &K) -> Result<Self::Started<K>, ConnectorError> {
        crew.place(connector).start()
    }

    fn first_at<K: Crew>(started: &mut Self::Started<K>) -> Result<Option<Time>, ConnectorError> {
        started.producer.next_at()
    }

    fn attach<K: Crew>(self, started: Self::Started<K>, rules: &LaneRules) -> Self::Lane<K> {
        MarketLane::new(self, started, rules)
    }

    fn end<K: Crew>(
        mut started: Self::Started<K>,
        at: Time,
        pause: &mut dyn FnMut() -> bool,
    ) -> Result<(), ConnectorError> {
        loop {
            match started.terminator.terminate(at)? {
                Ending::Over | Ending::NeverConnected => return Ok(()),
                Ending::Busy { stage, .. } if !pause() => {
                    return Err(ConnectorError::failed(M::NAME, format!("did not end: {stage}")));
                }
                Ending::Busy { .. } => {}
            }
        }
    }
}

impl<T: FeedItem, S: FeedSource<T>> Attach<S> for FeedTerminal<T> {
    type Started<K: Crew> = Ahead<T, K::Source<T, S>>;
    type Lane<K: Crew> = FeedLane<T, K::Source<T, S>>;

    fn start<K: Crew>(source: S, crew: &K) -> Result<Self::Started<K>, ConnectorError> {
        Ahead::new(crew.follow(source))
    }

    fn first_at<K: Crew>(started: &mut Self::Started<K>) -> Result<Option<Time>, ConnectorError> {
        started.next_at()
    }

    fn attach<K: Crew>(self, started: Self::Started<K>, _rules: &LaneRules) -> Self::Lane<K> {
        FeedLane::new(self, started)
    }

    fn end<K: Crew>(
        _started: Self::Started<K>,
        _at: Time,
        _pause: &mut dyn FnMut() -> bool,
    ) -> Result<(), ConnectorError> {
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
    type Started<K: Crew>;

    /// All terminals, each joined to its connector.
    type Lanes<K: Crew>: Lanes;

    /// Starts all connectors, one after the other. When one does not start, or somebody asks to stop meanwhile, those
    /// that have started are ended again and the others never begin.
    ///
    /// # Errors
    /// Why the run does not begin.
    fn start<K: Crew>(
        connectors: C,
        crew: &K,
        stop: &Stop,
        pause: &mut dyn FnMut() -> bool,
    ) -> Result<Self::Started<K>, RunError>;

    /// When the first event of all happens.
    ///
    /// # Errors
    /// What a connector says.
    fn first_at<K: Crew>(started: &mut Self::Started<K>) -> Result<Option<Time>, ConnectorError>;

    /// Joins each terminal to its connector.
    fn attach<K: Crew>(self, started: Self::Started<K>, rules: &LaneRules) -> Self::Lanes<K>;

    /// Ends connectors that were started in vain; gives what went wrong with it.
    fn end<K: Crew>(started: Self::Started<K>, pause: &mut dyn FnMut() -> bool) -> Vec<String>;
}

/// A start under way.
struct Start<'s> {
    stop: &'s Stop,
    broken: Option<Broken>,
}

/// Why a start did not come to its end.
pub(in crate::runtime) enum Broken {
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
fn ended<T: Attach<C>, C, K: Crew>(
    started: T::Started<K>,
    pause: &mut dyn FnMut() -> bool,
) -> Option<String> {
    contained(|| T::end::<K>(started, Time::EPOCH, pause)).err().map(|error| error.to_string())
}

/// The same for tuples of these terminals.
macro_rules! attach_all {
    ($(($T:ident $C:ident))+) => {
        impl<$($T: Attach<$C>, $C),+> AttachAll<($($C,)+)> for ($($T,)+) {
            type Started<K: Crew> = ($($T::Started<K>,)+);
            type Lanes<K: Crew> = ($(Port<$T::Lane<K>>,)+);

            #[expect(non_snake_case, reason = "one name serves as type and as variable")]
            fn start<K: Crew>(
                ($($C,)+): ($($C,)+),
                crew: &K,
                stop: &Stop,
                pause: &mut dyn FnMut() -> bool,
            ) -> Result<Self::Started<K>, RunError> {
                let mut start = Start::new(stop);
                $(let $T = start.next(|| <$T as Attach<$C>>::start($C, crew));)+
                let broken = match (start.end(), ($($T,)+)) {
                    (None, ($(Some($T),)+)) => return Ok(($($T,)+)),
                    (broken, ($($T,)+)) => {
                        let failures = [$($T.and_then(|started| ended::<$T, $C, K>(started, &mut *pause))),+];
                        RunError::not_begun(broken).after(failures.into_iter().flatten().collect())
                    }
                };
                Err(broken)
            }

            #[expect(non_snake_case, reason = "one name serves as type and as variable")]
            fn first_at<K: Crew>(($($T,)+): &mut Self::Started<K>) -> Result<Option<Time>, ConnectorError> {
                let first = [$(contained(|| $T::first_at::<K>($T))?),+].into_iter().flatten();
                // What happens whenever the run begins does not say when that is.
                Ok(first.filter(|at| *at > Time::MIN).min())
            }

            #[expect(non_snake_case, reason = "one name serves as type and as variable")]
            fn end<K: Crew>(($($T,)+): Self::Started<K>, pause: &mut dyn FnMut() -> bool) -> Vec<String> {
                [$(ended::<$T, $C, K>($T, &mut *pause)),+].into_iter().flatten().collect()
            }

            #[expect(non_snake_case, reason = "one name serves as type and as variable")]
            fn attach<K: Crew>(self, ($($C,)+): Self::Started<K>, rules: &LaneRules) -> Self::Lanes<K> {
                let ($($T,)+) = self;
                ($(Port::new($T.attach::<K>($C, rules)),)+)
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
