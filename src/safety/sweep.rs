//! What the runtime itself may send through a sealed gate.

use super::admitted::{Admitted, Origin};
use super::drain::Drain;
use super::exposure::Exposure;
use super::keeper::Hold;
use super::permit::Permit;
use super::refusal::Refusal;
use super::word::Word;
use crate::market::{Action, Advice, OrderId};
use crate::money::Market;
use std::future::Future;

/// Closing orders still pass.
#[derive(Debug)]
pub struct Closing {
    flattens: bool,
}

/// Positions are closed, or kept: only cancels pass.
#[derive(Debug)]
pub struct Cancelling(());

/// The right of whoever sealed a gate: cancels pass, and until [`finish_closing`](Sweep::finish_closing) orders
/// that close positions. Not `Clone`; a gate gives one.
///
/// ```
/// use tidegate::market::{Action, OrderId, Side};
/// use tidegate::money::{BtcUsdt, Only};
/// use tidegate::safety::{Exposure, Gate, Origin};
///
/// let (_gate, keeper) = Gate::open();
/// let sweep = keeper.seal("kill switch");
/// assert_eq!(sweep.cancel::<BtcUsdt>(OrderId::new(1), Only).origin(), Origin::SweepCancel);
///
/// let quantity = tidegate::money::Quantity::from_units(10)?;
/// let sell = Action::<BtcUsdt>::Market { id: OrderId::new(2), instrument: Only, side: Side::Sell, quantity };
/// let admitted = sweep.close(sell.into(), Exposure { position: 10, reducing: 0 }).expect("it reduces");
/// assert_eq!(admitted.origin(), Origin::ClosingOrder);
/// let refusal = sweep.close(sell.into(), Exposure { position: 9, reducing: 0 }).expect_err("it flips");
/// assert_eq!(refusal.rule, "closing");
///
/// let _only_cancels = sweep.finish_closing();
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Debug)]
#[must_use = "a sealed gate whose sweep is dropped leaves orders working"]
pub struct Sweep<P> {
    hold: Hold,
    phase: P,
}

impl<P> Sweep<P> {
    /// A cancel of the runtime's own.
    pub fn cancel<M: Market>(&self, id: OrderId<M>, instrument: M::Instrument) -> Admitted<M> {
        let advice = Action::Cancel { id, instrument }.because("swept at shutdown");
        Admitted::new(advice, self.permit(), Origin::SweepCancel)
    }

    /// Waits until nothing is in flight, or until the deadline has come; [`DRAIN`](super::DRAIN) is its default
    /// distance. Nothing is polled meanwhile: the last permit wakes.
    ///
    /// One drain at a time, and nothing is sent meanwhile. Cancels of the strategy still pass, and are waited for.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use std::future::{pending, ready};
    /// use tidegate::safety::{Gate, InFlight};
    ///
    /// let (gate, keeper) = Gate::open();
    /// let stuck = gate.enter("place order").expect("an open gate");
    /// let mut sweep = keeper.seal("SIGTERM");
    /// assert_eq!(block_on(sweep.drain(ready(()))), Err(InFlight(1)));
    /// drop(stuck);
    /// assert!(block_on(sweep.drain(pending())).is_ok());
    /// ```
    pub fn drain<D: Future<Output = ()>>(&mut self, deadline: D) -> Drain<'_, D> {
        Drain::new(&self.hold.0, deadline)
    }

    /// Counts one in at any word.
    fn permit(&self) -> Permit {
        Permit::count(&self.hold.0)
    }
}

impl Sweep<Closing> {
    pub(super) fn new(hold: Hold) -> Self {
        Sweep { hold, phase: Closing { flattens: false } }
    }

    /// Closing orders pass also while a kill switch is on: the operator chose to flatten (R5). Without this
    /// positions are left alone then.
    pub fn flatten(self) -> Self {
        Sweep { phase: Closing { flattens: true }, ..self }
    }

    /// Lets an order through that makes a position smaller and does not flip it.
    ///
    /// # Errors
    /// The [`Refusal`], with the action in it: by rule `closing` if it does not reduce, by rule `halted` if a
    /// kill switch is on and the sweep does not [`flatten`](Sweep::flatten).
    pub fn close<M: Market>(&self, advice: Advice<M>, exposure: Exposure) -> Result<Admitted<M>, Refusal<M>> {
        if !exposure.is_reduced_by_action(&advice.action) {
            return Err(Refusal::by(
                advice,
                ("closing", "orders that reduce the position and do not flip it"),
            ));
        }
        let passes = |word: Word| self.phase.flattens || !word.is_halted();
        match Permit::enter(&self.hold.0, passes) {
            Ok(permit) => Ok(Admitted::new(advice, permit, Origin::ClosingOrder)),
            Err(_) => Err(Refusal::by(advice, ("halted", "closing orders if the operator chose to flatten"))),
        }
    }

    /// Closing is over: from now on only cancels pass.
    pub fn finish_closing(self) -> Sweep<Cancelling> {
        Sweep { hold: self.hold, phase: Cancelling(()) }
    }
}
