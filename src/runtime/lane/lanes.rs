//! All lanes of a running strategy, as one value whose type the compiler knows.
//!
//! An event goes from its connector through a lane into the network and back. With the types known, that way
//! is one function; behind a `dyn Lane` it was five, and each moved the event.

use crate::connector::ConnectorError;
use crate::journal::PortNote;
use crate::network::{Instant, Network};
use crate::time::{Time, earlier};

use super::Lane;
use super::chosen::{all, some};
use super::end::LaneEnd;
use super::step_error::StepError;
use crate::runtime::Host;
use crate::runtime::scribe::Scribe;

/// A lane, and when its next event happens, as it last said.
#[derive(Debug)]
pub struct Port<L> {
    lane: L,
    next: Option<Time>,
    /// Whether its connector is being asked for something and has not come back.
    is_asked: bool,
}

impl<L> Port<L> {
    pub(crate) const fn new(lane: L) -> Self {
        Self { lane, next: None, is_asked: false }
    }

    #[inline]
    fn is_due(&self, at: Time) -> bool {
        self.next.is_some_and(|next| next <= at)
    }
}

/// The lanes of a strategy, one for each port, in the order of the ports.
pub trait Lanes {
    /// How many there are.
    const COUNT: u8;

    /// All of them, by the places of their ports.
    fn ports() -> std::ops::Range<u8> {
        0..Self::COUNT
    }

    /// Asks each lane for the time of its next event; the earliest of them.
    ///
    /// # Errors
    /// What a connector says.
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError>;

    /// Adds the next event of each lane to an instant that said it has one at `at` or before, or of some of them if the
    /// host chooses; how many these were.
    ///
    /// # Errors
    /// What a connector says; those of [`Instant::feed`].
    fn feed<const J: bool, H: Host>(
        &mut self,
        at: Time,
        instant: &mut Instant<'_>,
        scribe: &mut Scribe,
        host: &mut H,
    ) -> Result<u64, StepError>;

    /// Takes the actions of the last instant through the gates to the executors.
    ///
    /// # Errors
    /// What a connector says.
    fn act<const J: bool, H: Host>(
        &mut self,
        at: Time,
        network: &mut Network,
        scribe: &mut Scribe,
        host: &mut H,
    ) -> Result<(), ConnectorError>;

    /// The lane of a port, for what a shutdown asks of it.
    fn end(&mut self, port: u8) -> Option<&mut dyn LaneEnd>;

    /// The names of what they connect.
    fn names(&mut self) -> Vec<String> {
        Self::ports().filter_map(|port| self.end(port).map(|lane| lane.name())).collect()
    }

    /// The same for a journal.
    fn notes(&mut self) -> Vec<PortNote> {
        Self::ports().filter_map(|port| self.end(port).map(|lane| lane.note())).collect()
    }

    /// The port whose connector was asked for something and did not come back: it panicked or failed.
    fn broken(&mut self) -> Option<u8>;
}

/// The same for tuples of these ports.
macro_rules! lanes {
    ($count:literal: $(($L:ident $port:tt))+) => {
        impl<$($L: Lane),+> Lanes for ($(Port<$L>,)+) {
            const COUNT: u8 = $count;

            #[inline(always)]
            fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
                let mut earliest = None;
                $(
                    self.$port.is_asked = true;
                    self.$port.next = self.$port.lane.next_at()?;
                    self.$port.is_asked = false;
                    earliest = earlier(earliest, self.$port.next);
                )+
                Ok(earliest)
            }

            #[inline(always)]
            fn feed<const J: bool, H: Host>(
                &mut self,
                at: Time,
                instant: &mut Instant<'_>,
                scribe: &mut Scribe,
                host: &mut H,
            ) -> Result<u64, StepError> {
                let mut due = 0;
                if H::CHOOSES {
                    let chosen = some(host, [$((self.$port.is_due(at), $port)),+]);
                    for port in &chosen {
                        match port {
                            $($port => {
                                self.$port.is_asked = true;
                                self.$port.lane.feed::<J, H>($port, instant, scribe, host)?;
                                self.$port.is_asked = false;
                            })+
                            _ => {}
                        }
                    }
                    return Ok(chosen.len() as u64);
                }
                $(
                    if self.$port.is_due(at) {
                        self.$port.is_asked = true;
                        self.$port.lane.feed::<J, H>($port, instant, scribe, host)?;
                        self.$port.is_asked = false;
                        due += 1;
                    }
                )+
                Ok(due)
            }

            #[inline(always)]
            fn act<const J: bool, H: Host>(
                &mut self,
                at: Time,
                network: &mut Network,
                scribe: &mut Scribe,
                host: &mut H,
            ) -> Result<(), ConnectorError> {
                let mut failure = None;
                // One market that fails does not keep the others from acting.
                if H::CHOOSES {
                    for port in &all(host, [$($port),+]) {
                        match port {
                            $($port => {
                                if let Err(error) = self.$port.lane.act::<J>($port, at, network, scribe) {
                                    self.$port.is_asked = true;
                                    failure.get_or_insert(error);
                                }
                            })+
                            _ => {}
                        }
                    }
                    return failure.map_or(Ok(()), Err);
                }
                $(
                    if let Err(error) = self.$port.lane.act::<J>($port, at, network, scribe) {
                        self.$port.is_asked = true;
                        failure.get_or_insert(error);
                    }
                )+
                failure.map_or(Ok(()), Err)
            }

            fn end(&mut self, port: u8) -> Option<&mut dyn LaneEnd> {
                match port {
                    $($port => Some(&mut self.$port.lane),)+
                    _ => None,
                }
            }

            fn broken(&mut self) -> Option<u8> {
                let mut broken = None;
                $(if std::mem::take(&mut self.$port.is_asked) {
                    broken = broken.or(Some($port));
                })+
                broken
            }
        }
    };
}

lanes!(1: (L0 0));
lanes!(2: (L0 0)(L1 1));
lanes!(3: (L0 0)(L1 1)(L2 2));
lanes!(4: (L0 0)(L1 1)(L2 2)(L3 3));
lanes!(5: (L0 0)(L1 1)(L2 2)(L3 3)(L4 4));
lanes!(6: (L0 0)(L1 1)(L2 2)(L3 3)(L4 4)(L5 5));
