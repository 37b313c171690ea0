//! Joining terminals to connectors: the compiler checks that each connector fits its port.

use crate::connector::{self, Connector, ConnectorError, FeedSource, Producer};
use crate::money::Market;
use crate::strategy::{FeedItem, FeedTerminal, MarketTerminal};
use crate::time::Time;

use super::feed_lane::{Ahead, FeedLane};
use super::lane::Lane;
use super::lanes::{Lanes, Port};
use super::market_lane::MarketLane;

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
    fn attach(self, started: Self::Started) -> Self::Lane;
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

    fn attach(self, started: Self::Started) -> Self::Lane {
        MarketLane::new(self, started)
    }
}

impl<T: FeedItem, S: FeedSource<T>> Attach<S> for FeedTerminal<T> {
    type Started = Ahead<T, S>;
    type Lane = FeedLane<T, S>;

    fn start(source: S) -> Result<Self::Started, ConnectorError> {
        Ahead::new(source)
    }

    fn first_at(started: &mut Self::Started) -> Result<Option<Time>, ConnectorError> {
        Ok(started.next_at())
    }

    fn attach(self, started: Self::Started) -> Self::Lane {
        FeedLane::new(self, started)
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

    /// Starts all connectors.
    ///
    /// # Errors
    /// What the first one says that does not start.
    fn start(connectors: C) -> Result<Self::Started, ConnectorError>;

    /// When the first event of all happens.
    ///
    /// # Errors
    /// What a connector says.
    fn first_at(started: &mut Self::Started) -> Result<Option<Time>, ConnectorError>;

    /// Joins each terminal to its connector.
    fn attach(self, started: Self::Started) -> Self::Lanes;
}

/// The same for tuples of these terminals.
macro_rules! attach_all {
    ($(($T:ident $C:ident))+) => {
        impl<$($T: Attach<$C>, $C),+> AttachAll<($($C,)+)> for ($($T,)+) {
            type Started = ($($T::Started,)+);
            type Lanes = ($(Port<$T::Lane>,)+);

            #[expect(non_snake_case, reason = "one name serves as type and as variable")]
            fn start(($($C,)+): ($($C,)+)) -> Result<Self::Started, ConnectorError> {
                Ok(($($T::start($C)?,)+))
            }

            #[expect(non_snake_case, reason = "one name serves as type and as variable")]
            fn first_at(($($T,)+): &mut Self::Started) -> Result<Option<Time>, ConnectorError> {
                Ok([$($T::first_at($T)?),+].into_iter().flatten().min())
            }

            #[expect(non_snake_case, reason = "one name serves as type and as variable")]
            fn attach(self, ($($C,)+): Self::Started) -> Self::Lanes {
                let ($($T,)+) = self;
                ($(Port::new($T.attach($C)),)+)
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
