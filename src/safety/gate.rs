//! The gate decides whether an order may leave.
//!
//! Open: all pass. Winding: cancels and exposure-reducing orders pass. Sealed: nothing of the strategy
//! passes; who sealed the gate holds a [`Sweep`], which admits cancels. The position only moves in that
//! direction. An [`Admitted`] action carries a [`Permit`]; the number of living permits is what is in
//! flight, and what a drain waits for.
//!
//! Position and count share one word, so that no order slips in between looking and counting.
//!
//! Invariants: the count is never negative; the position never moves back.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::market::{Action, Advice, OrderEvent, Side};
use crate::money::Market;

/// What a gate lets through; moves forward only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// Everything passes.
    Open,
    /// Cancels and exposure-reducing orders pass.
    Winding,
    /// Nothing of the strategy passes.
    Sealed,
}

const COUNT: u64 = (1 << 62) - 1;

impl Position {
    const fn bits(self) -> u64 {
        match self {
            Position::Open => 0,
            Position::Winding => 1 << 62,
            Position::Sealed => 2 << 62,
        }
    }

    const fn of(word: u64) -> Position {
        match word >> 62 {
            0 => Position::Open,
            1 => Position::Winding,
            _ => Position::Sealed,
        }
    }
}

/// The gate of one market.
///
/// ```
/// use tidegate::market::{Action, OrderId, Side};
/// use tidegate::money::{BtcUsdt, Only};
/// use tidegate::safety::{Exposure, Gate};
///
/// let buy = Action::<BtcUsdt>::Market {
///     id: OrderId::new(1),
///     instrument: Only,
///     side: Side::Buy,
///     quantity: "1".parse()?,
/// };
/// let gate = Gate::new();
/// let admitted = gate.admit(buy.into(), Exposure::FLAT).expect("an open gate lets through");
/// assert_eq!(gate.in_flight(), 1);
/// drop(admitted);
/// assert_eq!(gate.in_flight(), 0);
///
/// gate.wind();
/// let refusal = gate.admit(buy.into(), Exposure::FLAT).expect_err("a buy adds exposure");
/// assert_eq!(refusal.rule, "winding down");
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Debug, Default)]
pub struct Gate {
    word: Arc<AtomicU64>,
}

/// How much is held of an instrument, and how much of it is already on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// The signed position, in 1e-8 of the base.
    pub position: i64,
    /// The quantity of live orders on the reducing side, in 1e-8 of the base.
    pub reducing: i64,
}

impl Exposure {
    /// Nothing held, nothing on its way.
    pub const FLAT: Exposure = Exposure { position: 0, reducing: 0 };

    /// Whether an order of this side and size can only make the position smaller.
    #[must_use]
    pub fn is_reduced_by(self, side: Side, quantity: i64) -> bool {
        let opposite = self.position.signum() == -side.sign();
        let left = self.position.unsigned_abs().checked_sub(self.reducing.unsigned_abs());
        opposite && left.is_some_and(|left| quantity.unsigned_abs() <= left)
    }
}

/// The right to be under way; dropping it says that the submission is over.
#[derive(Debug)]
#[must_use = "a permit that is dropped at once ends the submission before it began"]
pub struct Permit {
    word: Arc<AtomicU64>,
}

impl Drop for Permit {
    fn drop(&mut self) {
        // Release: what the submission did is visible to the drain that sees the lower count.
        self.word.fetch_sub(1, Ordering::Release);
    }
}

/// An action that may leave. Only a gate makes one, and executors take nothing else.
#[derive(Debug)]
#[must_use = "an admitted action that is dropped was never submitted"]
pub struct Admitted<M: Market> {
    advice: Advice<M>,
    permit: Permit,
    swept: bool,
}

impl<M: Market> Admitted<M> {
    /// What to do.
    pub fn action(&self) -> &Action<M> {
        &self.advice.action
    }

    /// Whether it is the runtime's own sweep and not the strategy's wish.
    pub fn is_sweep(&self) -> bool {
        self.swept
    }

    /// Why.
    pub fn reason(&self) -> &str {
        &self.advice.reason
    }

    /// Both.
    pub fn advice(&self) -> &Advice<M> {
        &self.advice
    }

    /// Takes the action out; the permit has to live until the submission is over.
    pub fn into_parts(self) -> (Advice<M>, Permit) {
        (self.advice, self.permit)
    }
}

/// What a gate answers to an order that may not leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal<M: Market> {
    /// The refused action.
    pub advice: Advice<M>,
    /// The rule that refused.
    pub rule: &'static str,
    /// What the rule saw.
    pub found: Cow<'static, str>,
    /// What it would have allowed.
    pub limit: Cow<'static, str>,
}

impl<M: Market> Refusal<M> {
    /// The refusal as the strategy sees it.
    pub fn into_event(self) -> OrderEvent<M> {
        OrderEvent::Refused {
            id: self.advice.action.id(),
            instrument: self.advice.action.instrument(),
            rule: self.rule.into(),
            found: self.found,
            limit: self.limit,
        }
    }
}

/// The right of whoever sealed a gate: cancels, and nothing else, still pass.
#[derive(Debug)]
#[must_use = "a sealed gate whose sweep is dropped leaves orders working"]
pub struct Sweep {
    word: Arc<AtomicU64>,
}

impl Gate {
    /// An open gate.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What passes now.
    #[must_use]
    pub fn position(&self) -> Position {
        Position::of(self.word.load(Ordering::Acquire))
    }

    /// How many admitted actions are not over yet.
    #[must_use]
    pub fn in_flight(&self) -> u64 {
        // Acquire: pairs with the release in the permit's drop.
        self.word.load(Ordering::Acquire) & COUNT
    }

    /// Moves to Winding, unless already further.
    pub fn wind(&self) {
        self.advance(Position::Winding);
    }

    /// Moves to Sealed and gives the right to sweep.
    pub fn seal(&self) -> Sweep {
        self.advance(Position::Sealed);
        Sweep { word: Arc::clone(&self.word) }
    }

    /// Lets an action through, or says which rule forbids it.
    ///
    /// # Errors
    /// The [`Refusal`], with the action in it.
    pub fn admit<M: Market>(&self, advice: Advice<M>, exposure: Exposure) -> Result<Admitted<M>, Refusal<M>> {
        match self.enter(|position| allows(position, &advice.action, exposure)) {
            Ok(permit) => Ok(Admitted { advice, permit, swept: false }),
            Err(Position::Winding) => Err(Refusal {
                rule: "winding down",
                found: advice.action.to_string().into(),
                limit: "cancels and orders that reduce the position".into(),
                advice,
            }),
            Err(_) => Err(Refusal {
                rule: "sealed",
                found: advice.action.to_string().into(),
                limit: "nothing of the strategy".into(),
                advice,
            }),
        }
    }

    fn advance(&self, to: Position) {
        let forward = |word: u64| (Position::of(word) < to).then_some(to.bits() | (word & COUNT));
        // An error means that the gate is there already, or further.
        let _ = self.word.fetch_update(Ordering::AcqRel, Ordering::Acquire, forward);
    }

    /// Looks and counts in one step.
    fn enter(&self, allowed: impl Fn(Position) -> bool) -> Result<Permit, Position> {
        let entered = self.word.fetch_update(Ordering::AcqRel, Ordering::Acquire, |word| {
            allowed(Position::of(word)).then_some(word + 1)
        });
        match entered {
            Ok(_) => Ok(Permit { word: Arc::clone(&self.word) }),
            Err(word) => Err(Position::of(word)),
        }
    }
}

fn allows<M: Market>(position: Position, action: &Action<M>, exposure: Exposure) -> bool {
    match (position, action) {
        (_, Action::Cancel { .. }) | (Position::Open, _) => true,
        (Position::Sealed, _) => false,
        (Position::Winding, Action::Limit { side, quantity, .. } | Action::Market { side, quantity, .. }) => {
            exposure.is_reduced_by(*side, quantity.units())
        }
    }
}

impl Sweep {
    /// Lets a cancel through; anything else is given back.
    ///
    /// # Errors
    /// The action itself, if it is not a cancel.
    pub fn admit<M: Market>(&self, action: Action<M>) -> Result<Admitted<M>, Action<M>> {
        match action {
            Action::Cancel { .. } => {
                self.word.fetch_add(1, Ordering::AcqRel);
                let permit = Permit { word: Arc::clone(&self.word) };
                Ok(Admitted { advice: action.because("swept at shutdown"), permit, swept: true })
            }
            other => Err(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Exposure, Gate, Position};
    use crate::market::{Action, OrderId, Side};
    use crate::money::{BtcUsdt, Only, Quantity};

    fn order(side: Side, units: i64) -> Action<BtcUsdt> {
        let quantity = Quantity::from_units(units).expect("not negative");
        Action::Market { id: OrderId::new(1), instrument: Only, side, quantity }
    }

    const LONG: Exposure = Exposure { position: 10, reducing: 4 };

    #[test]
    fn a_winding_gate_admits_what_reduces_and_not_what_flips() {
        let gate = Gate::new();
        gate.wind();
        assert!(gate.admit(order(Side::Sell, 6).into(), LONG).is_ok());
        assert!(
            gate.admit(order(Side::Sell, 7).into(), LONG).is_err(),
            "with what is under way it would flip"
        );
        assert!(gate.admit(order(Side::Buy, 1).into(), LONG).is_err());
        assert!(gate.admit(order(Side::Sell, 1).into(), Exposure::FLAT).is_err());
    }

    #[test]
    fn cancels_pass_in_every_position() {
        let gate = Gate::new();
        let cancel = Action::<BtcUsdt>::Cancel { id: OrderId::new(1), instrument: Only };
        assert!(gate.admit(cancel.into(), Exposure::FLAT).is_ok());
        gate.wind();
        assert!(gate.admit(cancel.into(), Exposure::FLAT).is_ok());
        let sweep = gate.seal();
        assert!(gate.admit(cancel.into(), Exposure::FLAT).is_ok());
        assert!(sweep.admit(cancel).is_ok());
    }

    #[test]
    fn a_sealed_gate_refuses_new_orders_and_its_sweep_too() {
        let gate = Gate::new();
        let sweep = gate.seal();
        assert!(gate.admit(order(Side::Sell, 1).into(), LONG).is_err());
        assert_eq!(sweep.admit(order(Side::Sell, 1)).expect_err("not a cancel"), order(Side::Sell, 1));
    }

    #[test]
    fn the_position_never_moves_back() {
        let gate = Gate::new();
        let _sweep = gate.seal();
        gate.wind();
        assert_eq!(gate.position(), Position::Sealed);
    }

    #[test]
    fn in_flight_counts_living_permits_across_the_seal() {
        let gate = Gate::new();
        let one = gate.admit(order(Side::Buy, 1).into(), Exposure::FLAT);
        let sweep = gate.seal();
        let two = sweep.admit(Action::<BtcUsdt>::Cancel { id: OrderId::new(1), instrument: Only });
        assert_eq!(gate.in_flight(), 2);
        drop(one);
        drop(two);
        assert_eq!(gate.in_flight(), 0);
    }
}
