//! A run again, from its journal: the same instants, without connectors, and a comparison of what comes out.

mod error;
mod instants;
mod terminal;

pub use self::error::{Divergence, ReplayError};
pub use self::instants::ReplayEnd;
pub use self::terminal::{Replay, ReplayAll, Unfed, Value};

use self::error::listed;
use self::instants::{Instants, Kept, Next, Sum};
use crate::control::{Complaint, ControlEvent, Notice};
use crate::journal::{JournalError, PortNote, Record, Stream};
use crate::network::{Instant, InstantError, Network, Phase};
use crate::runtime::scribe::Scribe;
use crate::strategy::{ControlTerminal, Strategy};
use crate::time::Time;

/// A run that was replayed, and in which the strategy did the same.
#[derive(Debug)]
#[must_use = "a replay may have ended before the run did"]
pub struct Replayed {
    /// How many instants were run.
    pub instants: u64,
    /// Hash over every instant's inputs and outputs. That of the run, if the journal is whole.
    pub trace_hash: u64,
    /// Time of the last instant.
    pub last: Time,
    /// How the journal ends.
    pub end: ReplayEnd,
}

/// Runs a strategy through the instants of a journal, and compares all that it does with what it did: actions, answers
/// to shutdown, complaints, alarms, panics.
///
/// What arrived through feeds is read back from the journal: the items of all feeds of the strategy have to be
/// `serde::Deserialize`, beside the `Serialize` that a run asks for.
///
#[cfg_attr(feature = "testing", doc = "```")]
#[cfg_attr(not(feature = "testing"), doc = "```ignore")]
/// use tidegate::journal::MemoryJournal;
/// use tidegate::prelude::*;
/// use tidegate::runtime::{Runtime, Sim};
/// use tidegate::runtime::sim::{ReplayError, replay};
/// # use tidegate::testing::Script;
///
/// /// Buys at the first trade above `limit`.
/// fn buy(limit: &str, market: MarketPort<BtcUsdt>) -> (impl Event<Item = Action<BtcUsdt>> + use<>,) {
///     let limit: Price<BtcUsdt> = limit.parse().expect("a price");
///     let quantity = "1".parse().expect("a quantity");
///     let order = Action::Market { id: OrderId::new(1), instrument: Only, side: Side::Buy, quantity };
///     (market.trades().filter(move |trade| trade.price > limit).once().map(move |_| order),)
/// }
/// let journal = MemoryJournal::new();
/// let script = Script::<BtcUsdt>::new().trade(1, "100", "1").trade(2, "105", "1");
/// let above_104 = uncontrolled(|market: MarketPort<BtcUsdt>| buy("104", market));
/// let _report = Sim::new().journal_to(journal.clone()).run(&above_104, (script,))?.report;
///
/// let above_99 = uncontrolled(|market: MarketPort<BtcUsdt>| buy("99", market));
/// let Err(ReplayError::Diverged(first)) = replay(&above_99, journal.read()) else { panic!("it buys earlier") };
/// assert_eq!((first.instant, first.at, first.expected.as_str()), (1, Time::from_secs(1), "nothing"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ReplayError::Diverged`] with the first difference; others if the journal cannot be read, or is not that of such a
/// strategy. A journal that ends early is no error: see [`Replayed::end`].
pub fn replay<P, S, R>(strategy: &S, records: R) -> Result<Replayed, ReplayError>
where
    S: Strategy<P>,
    S::Terminals: ReplayAll,
    R: IntoIterator<Item = Result<Record<'static>, JournalError>>,
{
    let (mut instants, start, ports) = Instants::of(records.into_iter())?;
    let found = S::Terminals::notes();
    if ports != found {
        return Err(ReplayError::Ports { expected: listed(ports), found: listed(found) });
    }
    let (network, (terminals, control)) = Network::build(start, |border| strategy.wire(border))?;
    let scribe = Scribe::default();
    let mut player = Player { network, terminals, control, scribe, ports, number: 0, instants: 0 };
    let end = loop {
        match instants.next()? {
            Next::Instant(kept) => player.play(&kept)?,
            Next::End(sum) => {
                player.check(sum)?;
                break ReplayEnd::Whole;
            }
            Next::Cut(end) => break end,
        }
    };
    let Player { network, scribe, instants, .. } = player;
    Ok(Replayed { instants, trace_hash: scribe.hash(), last: network.now(), end })
}

/// A strategy on its way through a journal.
struct Player<T> {
    network: Network,
    terminals: T,
    control: ControlTerminal,
    scribe: Scribe,
    ports: Vec<PortNote>,
    /// How many instants the journal had so far.
    number: u64,
    /// How many of them were run.
    instants: u64,
}

/// What the network made of an instant.
enum Played {
    /// It ran, with alarms of this phase.
    Ran(Option<Phase>),
    /// It was not to be run.
    Left,
    Broken(InstantError),
}

impl<T: ReplayAll> Player<T> {
    fn play(&mut self, kept: &Kept) -> Result<(), ReplayError> {
        self.number += 1;
        let played = self.run(kept)?;
        let differ = |expected: &str, found: &str| Err(self.differs(kept.at, "the instant", expected, found));
        match (played, &kept.broken) {
            (Played::Broken(_), Some(_)) | (Played::Left, None) => return Ok(()),
            (Played::Broken(error), None) => return differ("that it runs", &error.to_string()),
            (Played::Ran(_) | Played::Left, Some(why)) => return differ(why, "that it runs"),
            (Played::Ran(found), None) => {
                let expected = kept.run.and_then(|(_, alarms)| alarms);
                if expected != found {
                    let words = |alarms: Option<Phase>| listed(alarms.map(|phase| format!("{phase:?}")));
                    return Err(self.differs(kept.at, "the alarms", &words(expected), &words(found)));
                }
            }
        }
        self.instants += 1;
        self.compare(kept)
    }

    /// The calls of the run, in their order.
    fn run(&mut self, kept: &Kept) -> Result<Played, ReplayError> {
        self.scribe.instant::<false>(kept.at);
        let mut instant = match self.network.instant(kept.at) {
            Ok(instant) => instant,
            Err(error) => return Ok(Played::Broken(error)),
        };
        for (port, stream, payload) in &kept.inputs {
            let value = Value { port: usize::from(*port), stream: *stream, payload };
            let fed = match value.port == T::COUNT {
                true => tell(&self.control, value, &mut instant, &mut self.scribe),
                false => self.terminals.feed(value, &mut instant, &mut self.scribe),
            };
            match fed {
                Ok(()) => {}
                Err(Unfed::Instant(error)) => return Ok(Played::Broken(error)),
                Err(Unfed::Value(source)) => {
                    let (instant, port, stream) = (self.number, *port, *stream);
                    return Err(ReplayError::Value { instant, port, stream, source });
                }
            }
        }
        let Some((is_round, _)) = kept.run else { return Ok(Played::Left) };
        if is_round {
            instant = instant.into_round();
        }
        let alarms = instant.alarms();
        Ok(instant.run().map_or_else(Played::Broken, |()| Played::Ran(alarms)))
    }

    /// What came out, in the order in which a run takes it down.
    fn compare(&mut self, kept: &Kept) -> Result<(), ReplayError> {
        // Where an order was chosen, it is that of the run; a market that wanted nothing then stands behind.
        let acted = kept.actions.iter().map(|(port, _)| usize::from(*port));
        let silent = (0..T::COUNT).filter(|port| !acted.clone().any(|other| other == *port));
        for port in acted.clone().chain(silent) {
            let wanted = kept.actions.iter().find(|(at, _)| usize::from(*at) == port);
            let wanted = wanted.map(|(_, actions)| actions);
            let compared = self.terminals.compare(port, wanted, &mut self.network, &mut self.scribe);
            if let Err((expected, found)) = compared {
                let what = format!("actions of {}", self.ports[port]);
                return Err(self.differs(kept.at, &what, &expected, &found));
            }
        }
        let done = self.network.get(&self.control.done).copied();
        if let Some(code) = done {
            self.scribe.done(T::COUNT, code);
        }
        if done != kept.done {
            let words = |done: Option<_>| listed(done.map(|code| format!("{code:?}")));
            return Err(self.differs(kept.at, "done", &words(kept.done), &words(done)));
        }
        let complaints = self.control.complaints.iter().filter_map(|source| self.network.get(source));
        let complaints: Vec<Complaint> = complaints.cloned().collect();
        complaints.iter().for_each(|complaint| self.scribe.complaint(T::COUNT, complaint));
        if complaints != kept.complaints {
            let words = |all: &[Complaint]| listed(all.iter().map(|c| format!("{}: {}", c.code, c.text)));
            let (expected, found) = (words(&kept.complaints), words(&complaints));
            return Err(self.differs(kept.at, "complaints", &expected, &found));
        }
        Ok(())
    }

    /// The run's own sum of it all.
    fn check(&self, sum: Sum) -> Result<(), ReplayError> {
        let (hash, at) = (self.scribe.hash(), self.network.now());
        if sum.instants != self.instants {
            let (expected, found) = (sum.instants.to_string(), self.instants.to_string());
            return Err(self.differs(at, "the number of instants", &expected, &found));
        }
        if sum.trace_hash != hash {
            let (expected, found) = (format!("{:016x}", sum.trace_hash), format!("{hash:016x}"));
            return Err(self.differs(at, "the trace hash", &expected, &found));
        }
        Ok(())
    }

    fn differs(&self, at: Time, what: &str, expected: &str, found: &str) -> ReplayError {
        let (expected, found) = (expected.to_owned(), found.to_owned());
        Divergence { instant: self.number, at, what: what.to_owned(), expected, found }.into()
    }
}

/// What the strategy was told.
fn tell(
    control: &ControlTerminal,
    value: Value<'_>,
    instant: &mut Instant<'_>,
    scribe: &mut Scribe,
) -> Result<(), Unfed> {
    match value.stream {
        Stream::Notice => {
            let notice: Notice = value.payload.decode().map_err(Unfed::Value)?;
            scribe.told(value.port, value.stream, &notice);
            instant.put(&control.notice, notice).map_err(Unfed::Instant)
        }
        Stream::Control => {
            let event: ControlEvent = value.payload.decode().map_err(Unfed::Value)?;
            scribe.told(value.port, value.stream, &event);
            instant.put(&control.events, event).map_err(Unfed::Instant)
        }
        stream => Err(Unfed::foreign(stream)),
    }
}
