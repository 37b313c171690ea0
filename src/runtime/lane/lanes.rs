//! All lanes of a running strategy, as one value whose type the compiler knows.
//!
//! An event goes from its connector through a lane into the network and back. With the types known, that way
//! is one function; behind a `dyn Lane` it was five, and each moved the event.

use crate::journal::PortNote;
use crate::network::{Instant, Network};
use crate::time::{Time, earlier};

use super::Lane;
use super::chosen::{all, some};
use super::end::LaneEnd;
use super::port::{Failure, Port};
use super::step_error::Breakdown;
use crate::runtime::Host;
use crate::runtime::scribe::Scribe;

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
    /// A connector failed.
    fn next_at(&mut self) -> Result<Option<Time>, Breakdown>;

    /// Adds the next event of each lane to an instant that said it has one at `at` or before, or of some of them if the
    /// host chooses; how many these were.
    ///
    /// # Errors
    /// A connector failed; those of [`Instant::feed`].
    fn feed<const J: bool, H: Host>(
        &mut self,
        at: Time,
        instant: &mut Instant<'_>,
        scribe: &mut Scribe,
        host: &mut H,
    ) -> Result<u64, Breakdown>;

    /// Takes the actions of the last instant through the gates to the executors. One market that fails does not keep the
    /// others from acting.
    ///
    /// # Errors
    /// A connector failed, or several.
    fn act<const J: bool, H: Host>(
        &mut self,
        at: Time,
        network: &mut Network,
        scribe: &mut Scribe,
        host: &mut H,
    ) -> Result<(), Breakdown>;

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

    /// Whether a connector had something to tell, and not only actions wait, when it was last asked.
    fn has_news(&self) -> bool;

    /// A port whose connector failed or panicked since the last time, and how.
    fn take_failure(&mut self) -> Option<(u8, Failure)>;
}

/// The same for tuples of these ports.
macro_rules! lanes {
    ($count:literal: $(($L:ident $port:tt))+) => {
        impl<$($L: Lane),+> Lanes for ($(Port<$L>,)+) {
            const COUNT: u8 = $count;

            #[inline(always)]
            fn next_at(&mut self) -> Result<Option<Time>, Breakdown> {
                let mut earliest = None;
                $(
                    self.$port.is_asked = true;
                    self.$port.next = self.$port.lane.next_at().map_err(|error| self.$port.failed(error))?;
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
            ) -> Result<u64, Breakdown> {
                let mut due = 0;
                if H::CHOOSES {
                    let chosen = some(host, [$((self.$port.is_due(at), $port)),+]);
                    for port in &chosen {
                        match port {
                            $($port => {
                                self.$port.is_asked = true;
                                let fed = self.$port.lane.feed::<J, H>($port, instant, scribe, host);
                                fed.map_err(|error| self.$port.failed(error))?;
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
                        let fed = self.$port.lane.feed::<J, H>($port, instant, scribe, host);
                        fed.map_err(|error| self.$port.failed(error))?;
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
            ) -> Result<(), Breakdown> {
                let mut acted = Ok(());
                if H::CHOOSES {
                    for port in &all(host, [$($port),+]) {
                        match port {
                            $($port => {
                                if let Err(error) = self.$port.lane.act::<J, H>($port, at, network, scribe, host) {
                                    acted = Err(self.$port.failed(error));
                                }
                            })+
                            _ => {}
                        }
                    }
                    return acted;
                }
                $(
                    if let Err(error) = self.$port.lane.act::<J, H>($port, at, network, scribe, host) {
                        acted = Err(self.$port.failed(error));
                    }
                )+
                acted
            }

            fn end(&mut self, port: u8) -> Option<&mut dyn LaneEnd> {
                match port {
                    $($port => Some(&mut self.$port.lane),)+
                    _ => None,
                }
            }

            fn has_news(&self) -> bool {
                [$(self.$port.lane.has_news()),+].contains(&true)
            }

            fn take_failure(&mut self) -> Option<(u8, Failure)> {
                $(if let Some(failure) = self.$port.take_failure() {
                    return Some(($port, failure));
                })+
                None
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
