//! Terminals without connectors: what was written down goes in, and what the strategy wants is compared.

use std::hash::Hash;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::listed;
use crate::journal::{JournalError, Payload, PortNote, Stream};
use crate::market::{Actions, Advice};
use crate::money::Market;
use crate::network::{Input, Instant, InstantError, Network};
use crate::runtime::scribe::Scribe;
use crate::strategy::{FeedItem, FeedTerminal, MarketTerminal};

/// A terminal that a journal can stand in for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be replayed",
    note = "what arrives through a feed is read back from the journal: derive `serde::Deserialize` for it"
)]
pub trait Replay {
    /// How a journal knows it.
    fn note() -> PortNote;

    /// Adds what occurred to an instant.
    ///
    /// # Errors
    /// [`Unfed`].
    fn feed(&self, value: Value<'_>, instant: &mut Instant<'_>, scribe: &mut Scribe) -> Result<(), Unfed>;

    /// What the strategy wants in the last instant, compared with what it wanted; both in words if they differ.
    fn compare(
        &self,
        port: usize,
        wanted: Option<&Payload<'_>>,
        network: &mut Network,
        scribe: &mut Scribe,
    ) -> Result<(), (String, String)>;
}

/// A value that occurred.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    pub(super) port: usize,
    pub(super) stream: Stream,
    pub(super) payload: &'a Payload<'static>,
}

/// Why a value does not become part of an instant.
#[derive(Debug)]
pub enum Unfed {
    /// It cannot be read as one of its stream.
    Value(JournalError),
    /// The network refuses it.
    Instant(InstantError),
}

impl Unfed {
    pub(super) fn foreign(stream: Stream) -> Self {
        Unfed::Value(JournalError::failed(format!("expected a stream of this port, found {stream}")))
    }
}

impl<M: Market> Replay for MarketTerminal<M> {
    fn note() -> PortNote {
        PortNote::market::<M>()
    }

    fn feed(&self, value: Value<'_>, instant: &mut Instant<'_>, scribe: &mut Scribe) -> Result<(), Unfed> {
        match value.stream {
            Stream::Trades => occurs(&self.trades, value, instant, scribe),
            Stream::Book => occurs(&self.book, value, instant, scribe),
            Stream::Fills => occurs(&self.fills, value, instant, scribe),
            Stream::Orders => occurs(&self.orders, value, instant, scribe),
            Stream::Link => occurs(&self.link, value, instant, scribe),
            Stream::Feed | Stream::Notice | Stream::Control => Err(Unfed::foreign(value.stream)),
        }
    }

    fn compare(
        &self,
        port: usize,
        wanted: Option<&Payload<'_>>,
        network: &mut Network,
        scribe: &mut Scribe,
    ) -> Result<(), (String, String)> {
        let found = network.take(&self.actions).filter(|actions| !actions.is_empty());
        if let Some(actions) = &found {
            scribe.wants::<false, _>(port, actions);
        }
        let written = found.as_ref().map(Payload::of).transpose();
        match (wanted, written) {
            (wanted, Ok(written)) if wanted.map(Payload::bytes) == written.as_ref().map(Payload::bytes) => {
                Ok(())
            }
            (wanted, _) => {
                let wanted = wanted.map(Payload::decode::<Actions<M>>).transpose();
                let expected = wanted.map_or_else(|error| error.to_string(), |wanted| words(wanted.as_ref()));
                Err((expected, words(found.as_ref())))
            }
        }
    }
}

fn occurs<T>(
    input: &Input<T>,
    value: Value<'_>,
    instant: &mut Instant<'_>,
    scribe: &mut Scribe,
) -> Result<(), Unfed>
where
    T: Hash + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let occurred: T = value.payload.decode().map_err(Unfed::Value)?;
    scribe.occurs::<false, _>(value.port, value.stream, &occurred);
    instant.put(input, occurred).map_err(Unfed::Instant)
}

/// Everything that is in actions, in words.
fn words<M: Market>(actions: Option<&Actions<M>>) -> String {
    let advice = |advice: &Advice<M>| {
        let protects = if advice.protects { ", protects" } else { "" };
        format!("{} because {:?}{protects}", advice.action, advice.reason)
    };
    listed(actions.into_iter().flat_map(Actions::iter).map(advice))
}

impl<T: FeedItem + DeserializeOwned> Replay for FeedTerminal<T> {
    fn note() -> PortNote {
        PortNote::feed::<T>()
    }

    fn feed(&self, value: Value<'_>, instant: &mut Instant<'_>, scribe: &mut Scribe) -> Result<(), Unfed> {
        if value.stream != Stream::Feed {
            return Err(Unfed::foreign(value.stream));
        }
        let arrived: T = value.payload.decode().map_err(Unfed::Value)?;
        scribe.arrives::<false, _>(value.port, &arrived);
        instant.put(&self.events, arrived).map_err(Unfed::Instant)
    }

    fn compare(
        &self,
        _port: usize,
        wanted: Option<&Payload<'_>>,
        _network: &mut Network,
        _scribe: &mut Scribe,
    ) -> Result<(), (String, String)> {
        match wanted {
            None => Ok(()),
            Some(_) => Err(("actions".to_owned(), "a feed, which takes none".to_owned())),
        }
    }
}

/// All terminals of a strategy.
#[diagnostic::on_unimplemented(
    message = "this strategy cannot be replayed",
    note = "what arrives through its feeds is read back from the journal: derive `serde::Deserialize` for it"
)]
pub trait ReplayAll {
    /// How many there are.
    const COUNT: usize;

    /// How a journal knows them.
    fn notes() -> Vec<PortNote>;

    /// Adds what occurred at one of them to an instant.
    ///
    /// # Errors
    /// [`Unfed`].
    fn feed(&self, value: Value<'_>, instant: &mut Instant<'_>, scribe: &mut Scribe) -> Result<(), Unfed>;

    /// Compares what the strategy wants of one of them.
    fn compare(
        &self,
        port: usize,
        wanted: Option<&Payload<'_>>,
        network: &mut Network,
        scribe: &mut Scribe,
    ) -> Result<(), (String, String)>;
}

/// The same for tuples of these terminals.
macro_rules! replay_all {
    ($count:literal: $(($T:ident $port:tt))+) => {
        impl<$($T: Replay),+> ReplayAll for ($($T,)+) {
            const COUNT: usize = $count;

            fn notes() -> Vec<PortNote> {
                vec![$($T::note()),+]
            }

            fn feed(
                &self,
                value: Value<'_>,
                instant: &mut Instant<'_>,
                scribe: &mut Scribe,
            ) -> Result<(), Unfed> {
                match value.port {
                    $($port => self.$port.feed(value, instant, scribe),)+
                    _ => Err(Unfed::foreign(value.stream)),
                }
            }

            fn compare(
                &self,
                port: usize,
                wanted: Option<&Payload<'_>>,
                network: &mut Network,
                scribe: &mut Scribe,
            ) -> Result<(), (String, String)> {
                match port {
                    $($port => self.$port.compare(port, wanted, network, scribe),)+
                    _ => Ok(()),
                }
            }
        }
    };
}

replay_all!(1: (T0 0));
replay_all!(2: (T0 0)(T1 1));
replay_all!(3: (T0 0)(T1 1)(T2 2));
replay_all!(4: (T0 0)(T1 1)(T2 2)(T3 3));
replay_all!(5: (T0 0)(T1 1)(T2 2)(T3 3)(T4 4));
replay_all!(6: (T0 0)(T1 1)(T2 2)(T3 3)(T4 4)(T5 5));
