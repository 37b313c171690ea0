//! All lanes of a running strategy, as one value whose type the compiler knows.
//!
//! An event goes from its connector through a lane into the network and back. With the types known, that way
//! is one function; behind a `dyn Lane` it was five, and each moved the event.

use crate::connector::ConnectorError;
use crate::control::Orders;
use crate::network::{Instant, Network};
use crate::time::Time;

use super::lane::Lane;
use super::step_error::StepError;
use super::trace::Trace;

/// A lane, and when its next event happens, as it last said.
#[derive(Debug)]
pub struct Port<L> {
    lane: L,
    next: Option<Time>,
}

impl<L> Port<L> {
    pub(crate) const fn new(lane: L) -> Self {
        Self { lane, next: None }
    }

    #[inline]
    fn is_due(&self, at: Time) -> bool {
        self.next.is_some_and(|next| next <= at)
    }
}

/// The lanes of a strategy, one for each port, in the order of the ports.
pub trait Lanes {
    /// How many there are.
    const COUNT: usize;

    /// Asks each lane for the time of its next event; the earliest of them.
    ///
    /// # Errors
    /// What a connector says.
    fn next_at(&mut self) -> Result<Option<Time>, ConnectorError>;

    /// Adds the next event of each lane to an instant that said it has one at `at` or before; how many these were.
    ///
    /// # Errors
    /// What a connector says; those of [`Instant::feed`].
    fn feed(&mut self, at: Time, instant: &mut Instant<'_>, trace: &mut Trace) -> Result<u64, StepError>;

    /// Takes the actions of the last instant through the gates to the executors.
    ///
    /// # Errors
    /// What a connector says.
    fn act(&mut self, at: Time, network: &mut Network, trace: &mut Trace) -> Result<(), ConnectorError>;

    /// [`Lane::wind`] of all.
    fn wind(&mut self);

    /// [`Lane::seal_and_sweep`] of all. One that fails does not keep the others from it.
    fn seal_and_sweep(&mut self, at: Time) -> Vec<ConnectorError>;

    /// [`Lane::orders`] of all together.
    fn orders(&self) -> Orders;

    /// [`Lane::terminate`] of all.
    fn terminate(self) -> Vec<String>;
}

/// The earlier of two times, where `None` is never.
#[inline]
pub(crate) fn earlier(a: Option<Time>, b: Option<Time>) -> Option<Time> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, None) | (None, one) => one,
    }
}

/// The same for tuples of these ports.
macro_rules! lanes {
    ($count:literal: $(($L:ident $port:tt))+) => {
        impl<$($L: Lane),+> Lanes for ($(Port<$L>,)+) {
            const COUNT: usize = $count;

            #[inline(always)]
            fn next_at(&mut self) -> Result<Option<Time>, ConnectorError> {
                let mut earliest = None;
                $(
                    self.$port.next = self.$port.lane.next_at()?;
                    earliest = earlier(earliest, self.$port.next);
                )+
                Ok(earliest)
            }

            #[inline(always)]
            fn feed(
                &mut self,
                at: Time,
                instant: &mut Instant<'_>,
                trace: &mut Trace,
            ) -> Result<u64, StepError> {
                let mut due = 0;
                $(
                    if self.$port.is_due(at) {
                        self.$port.lane.feed($port, instant, trace)?;
                        due += 1;
                    }
                )+
                Ok(due)
            }

            #[inline(always)]
            fn act(
                &mut self,
                at: Time,
                network: &mut Network,
                trace: &mut Trace,
            ) -> Result<(), ConnectorError> {
                $(self.$port.lane.act($port, at, network, trace)?;)+
                Ok(())
            }

            fn wind(&mut self) {
                $(self.$port.lane.wind();)+
            }

            fn seal_and_sweep(&mut self, at: Time) -> Vec<ConnectorError> {
                let mut failures = Vec::new();
                $(
                    failures.extend(self.$port.lane.seal_and_sweep(at).err());
                    debug_assert_eq!(
                        self.$port.lane.in_flight(),
                        0,
                        "on one thread every submission is over when it returns"
                    );
                )+
                failures
            }

            fn orders(&self) -> Orders {
                Orders::default()$(.plus(self.$port.lane.orders()))+
            }

            fn terminate(self) -> Vec<String> {
                let mut failures = Vec::new();
                $(failures.extend(self.$port.lane.terminate());)+
                failures
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
