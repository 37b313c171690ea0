//! An action that may leave, with the permit that counts it.

use super::permit::Permit;
use crate::market::{Action, Advice};
use crate::money::Market;

/// Who wants an admitted action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The strategy, through the gate.
    Advised,
    /// The runtime, which cancels what still works.
    SweepCancel,
    /// The runtime, which closes a position. The order has to reduce only, whatever fills before it: see
    /// [`Admitted::reduces_only`].
    ClosingOrder,
}

/// An action that may leave. Only a gate or its sweep makes one, and executors take nothing else.
///
/// Its submission is in flight until it is dropped, or until the permit in it is.
///
/// ```
/// use tidegate::market::{Action, OrderId};
/// use tidegate::money::{BtcUsdt, Only};
/// use tidegate::safety::{Exposure, Gate, Origin};
///
/// let (gate, _keeper) = Gate::open();
/// let cancel = Action::<BtcUsdt>::Cancel { id: OrderId::new(1), instrument: Only };
/// let admitted = gate.admit(cancel.because("quote is stale"), Exposure::FLAT).expect("cancels pass");
/// assert_eq!((admitted.origin(), admitted.reason()), (Origin::Advised, "quote is stale"));
/// let (advice, permit) = admitted.into_parts();
/// assert_eq!((advice.action, gate.in_flight()), (cancel, 1));
/// drop(permit);
/// assert_eq!(gate.in_flight(), 0);
/// ```
#[derive(Debug)]
#[must_use = "an admitted action that is dropped was never submitted"]
pub struct Admitted<M: Market> {
    advice: Advice<M>,
    permit: Permit,
    origin: Origin,
}

impl<M: Market> Admitted<M> {
    pub(super) fn new(advice: Advice<M>, permit: Permit, origin: Origin) -> Self {
        Self { advice, permit, origin }
    }

    /// What to do.
    pub fn action(&self) -> &Action<M> {
        &self.advice.action
    }

    /// Who wants it.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Whether the order may reduce a position and never turn it round: one that closes a position, or protects it.
    ///
    /// At a venue whose [`Terms`](crate::connector::Terms) know such orders the connector marks it so. There a
    /// position is closed beside the order that protects it, and whichever fills first leaves nothing to the other.
    pub fn reduces_only(&self) -> bool {
        self.origin == Origin::ClosingOrder || self.advice.protects
    }

    /// Why.
    pub fn reason(&self) -> &str {
        &self.advice.reason
    }

    /// What to do and why.
    pub fn advice(&self) -> &Advice<M> {
        &self.advice
    }

    /// The same once more, in flight beside this one: on a bad wire a request may arrive twice.
    pub(crate) fn again(&self) -> Self {
        Self { advice: self.advice.clone(), permit: self.permit.beside(), origin: self.origin }
    }

    /// Takes the action out; the permit has to live until the submission is over.
    pub fn into_parts(self) -> (Advice<M>, Permit) {
        (self.advice, self.permit)
    }
}
