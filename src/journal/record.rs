//! What a journal is told.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Payload;
use crate::control::{Complaint, DoneCode};
use crate::market::Action;
use crate::money::Market;
use crate::network::{Phase, short_type};
use crate::time::Time;

/// One thing that a run did.
///
/// ```text
/// journal = Start instant* End
/// instant = Instant Input* Run output* | Instant Input* Broken | Instant Input* Run Broken | Instant Input*
/// output  = Actions | Done | Complaint
/// ```
///
/// `Gate` stands anywhere between the start and the end, where the decision was made; what a strategy wants is written
/// down before it leaves. An instant without `Run` never ran: a connector failed while it was fed. Without `End`, the run was cut off,
/// and its last instant may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Record<'a> {
    /// The network was built, to run from `at` on.
    Start {
        /// From when its timers count.
        at: Time,
        /// What it is joined to, in order. Control is the port behind them.
        ports: Vec<PortNote>,
    },
    /// An instant begins.
    Instant {
        /// Its timestamp.
        at: Time,
    },
    /// Something occurs in it.
    Input {
        /// At which port.
        port: u8,
        /// In which of its streams.
        stream: Stream,
        /// What.
        #[serde(borrow)]
        value: Payload<'a>,
    },
    /// The instant is fed and runs.
    Run {
        /// Whether more may follow at its timestamp, so that alarms of phase `Last` wait.
        is_round: bool,
        /// Of which phase the alarms are that go off in it, if any do.
        alarms: Option<Phase>,
    },
    /// What the strategy wants of a market.
    Actions {
        /// The market's port.
        port: u8,
        /// The [`Actions`](crate::market::Actions).
        #[serde(borrow)]
        actions: Payload<'a>,
    },
    /// The strategy says that it is done.
    Done(DoneCode),
    /// The strategy complains.
    Complaint(Complaint),
    /// The network could not run the instant.
    Broken {
        /// Why.
        why: String,
    },
    /// What becomes of an action at the gate.
    Gate {
        /// The market's port.
        port: u8,
        /// The number of its order.
        order: u64,
        /// What the action is.
        asked: Asked,
        /// What becomes of it.
        #[serde(borrow)]
        ruling: Ruling<'a>,
    },
    /// The run is over.
    End {
        /// The hash of all instants.
        trace_hash: u64,
        /// How many were run.
        instants: u64,
        /// How many events connectors fired into them.
        events: u64,
    },
}

impl Record<'_> {
    /// The same, on its own.
    #[must_use]
    pub fn into_owned(self) -> Record<'static> {
        match self {
            Record::Start { at, ports } => Record::Start { at, ports },
            Record::Instant { at } => Record::Instant { at },
            Record::Input { port, stream, value } => {
                Record::Input { port, stream, value: value.into_owned() }
            }
            Record::Run { is_round, alarms } => Record::Run { is_round, alarms },
            Record::Actions { port, actions } => Record::Actions { port, actions: actions.into_owned() },
            Record::Done(code) => Record::Done(code),
            Record::Complaint(complaint) => Record::Complaint(complaint),
            Record::Broken { why } => Record::Broken { why },
            Record::Gate { port, order, asked, ruling } => {
                Record::Gate { port, order, asked, ruling: ruling.into_owned() }
            }
            Record::End { trace_hash, instants, events } => Record::End { trace_hash, instants, events },
        }
    }

    /// What kind of record it is: the name of its variant.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Record::Start { .. } => "Start",
            Record::Instant { .. } => "Instant",
            Record::Input { .. } => "Input",
            Record::Run { .. } => "Run",
            Record::Actions { .. } => "Actions",
            Record::Done(_) => "Done",
            Record::Complaint(_) => "Complaint",
            Record::Broken { .. } => "Broken",
            Record::Gate { .. } => "Gate",
            Record::End { .. } => "End",
        }
    }
}

/// A port of a strategy, as a journal knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PortNote {
    /// A market.
    Market {
        /// Its name.
        name: Cow<'static, str>,
    },
    /// A feed.
    Feed {
        /// The type of what arrives.
        of: Cow<'static, str>,
    },
}

impl PortNote {
    /// That of a market port.
    #[must_use]
    pub const fn market<M: Market>() -> Self {
        PortNote::Market { name: Cow::Borrowed(M::NAME) }
    }

    /// That of a feed.
    #[must_use]
    pub fn feed<T>() -> Self {
        PortNote::Feed { of: short_type(std::any::type_name::<T>()).into() }
    }
}

impl fmt::Display for PortNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PortNote::Market { name } => f.pad(name),
            PortNote::Feed { of } => write!(f, "feed of {of}"),
        }
    }
}

/// A stream of a port: what comes in there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stream {
    /// [`Trade`](crate::market::Trade)s of a market.
    Trades,
    /// [`Book`](crate::market::Book)s of a market.
    Book,
    /// [`Fills`](crate::market::Fills) of a market.
    Fills,
    /// [`OrderEvent`](crate::market::OrderEvent)s of a market.
    Orders,
    /// The [`Link`](crate::market::Link) to a market.
    Link,
    /// The items of a feed.
    Feed,
    /// The [`Notice`](crate::control::Notice) of control.
    Notice,
    /// The [`ControlEvent`](crate::control::ControlEvent)s.
    Control,
}

impl Stream {
    /// Its name at the border of the network.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Stream::Trades => "trades",
            Stream::Book => "book",
            Stream::Fills => "fills",
            Stream::Orders => "orders",
            Stream::Link => "link",
            Stream::Feed => "feed",
            Stream::Notice => "notice",
            Stream::Control => "control",
        }
    }
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What an action asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Asked {
    /// A limit order.
    Limit,
    /// An order at what the market asks.
    Market,
    /// That an order is taken back.
    Cancel,
}

impl<M: Market> From<&Action<M>> for Asked {
    fn from(action: &Action<M>) -> Self {
        match action {
            Action::Limit { .. } => Asked::Limit,
            Action::Market { .. } => Asked::Market,
            Action::Cancel { .. } => Asked::Cancel,
        }
    }
}

/// What becomes of an action at the gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Ruling<'a> {
    /// It leaves.
    Passed,
    /// It does not leave, and the strategy hears of it.
    Refused {
        /// The rule that refuses.
        #[serde(borrow)]
        rule: Cow<'a, str>,
        /// What the rule saw.
        #[serde(borrow)]
        found: Cow<'a, str>,
        /// What it would have allowed.
        #[serde(borrow)]
        limit: Cow<'a, str>,
    },
    /// It came after the seal: nobody answers.
    Late,
    /// It waited when the gate was sealed: nobody answers.
    Discarded,
    /// It is the sweep's own, and has left.
    BySweep,
}

impl Ruling<'_> {
    /// The same, on its own.
    #[must_use]
    pub fn into_owned(self) -> Ruling<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        match self {
            Ruling::Passed => Ruling::Passed,
            Ruling::Refused { rule, found, limit } => {
                Ruling::Refused { rule: own(rule), found: own(found), limit: own(limit) }
            }
            Ruling::Late => Ruling::Late,
            Ruling::Discarded => Ruling::Discarded,
            Ruling::BySweep => Ruling::BySweep,
        }
    }
}
