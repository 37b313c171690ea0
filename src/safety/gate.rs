//! The gate decides whether an order may leave.
//!
//! | position | orders of the strategy | cancels of the strategy | the runtime's [`Sweep`](super::Sweep) |
//! |---|---|---|---|
//! | Open | all | pass | does not exist |
//! | Winding | those that reduce exposure | pass | does not exist |
//! | Sealed | none | pass | cancels; closing orders until closing has ended |
//! | any, halted | none | pass | cancels; closing orders only if it was told to flatten |
//!
//! This is the side of those who want to pass. Only the gate's [`Keeper`] moves it, and only forward.
//!
//! Invariants: the count is never negative; the position never moves back; a gate that has moved has a reason.

use super::admitted::{Admitted, Origin};
use super::exposure::Exposure;
use super::keeper::{Keeper, Open};
use super::kill_switch::KillSwitch;
use super::permit::Permit;
use super::refusal::{NoEntry, Refusal, rule};
use super::sync::Arc;
use super::turnstile::{Reason, Turnstile};
use super::word::{Position, Word};
use crate::market::{Action, Advice};
use crate::money::Market;

/// The way out of a system; clones are the same gate.
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
/// let (gate, keeper) = Gate::open();
/// let admitted = gate.admit(buy.into(), Exposure::FLAT).expect("an open gate lets through");
/// assert_eq!(gate.in_flight(), 1);
/// drop(admitted);
/// assert_eq!(gate.in_flight(), 0);
///
/// let _keeper = keeper.request("end of the session");
/// let refusal = gate.admit(buy.into(), Exposure::FLAT).expect_err("a buy adds exposure");
/// assert_eq!(refusal.rule, "winding down");
/// assert_eq!(gate.reason().as_deref(), Some("end of the session"));
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Gate {
    turnstile: Arc<Turnstile>,
}

impl Gate {
    /// An open gate, and the one who may close it. When the keeper is dropped, the gate is sealed.
    ///
    /// ```
    /// use tidegate::safety::{Gate, Position};
    /// let (gate, keeper) = Gate::open();
    /// assert_eq!(gate.position(), Position::Open);
    /// drop(keeper);
    /// assert_eq!(gate.position(), Position::Sealed);
    /// ```
    #[must_use = "a gate whose keeper is dropped is sealed"]
    pub fn open() -> (Gate, Keeper<Open>) {
        let turnstile = Arc::new(Turnstile::new());
        (Gate { turnstile: Arc::clone(&turnstile) }, Keeper::new(turnstile))
    }

    /// The same under a kill switch: halted as long as it is.
    ///
    /// ```
    /// use tidegate::safety::{Gate, KillSwitch, Posture};
    /// use tidegate::time::Time;
    /// let kill = KillSwitch::new(Posture::Halted, Time::EPOCH);
    /// let (gate, _keeper) = Gate::under(&kill);
    /// assert_eq!(gate.enter("place order").expect_err("starts halted").rule(), "halted");
    /// ```
    #[must_use = "a gate whose keeper is dropped is sealed"]
    pub fn under(kill: &KillSwitch) -> (Gate, Keeper<Open>) {
        let (gate, keeper) = Gate::open();
        kill.guard(&gate.turnstile);
        (gate, keeper)
    }

    /// What passes now. For reading: what it says may be over when it is read; [`admit`](Gate::admit) decides.
    #[must_use]
    pub fn position(&self) -> Position {
        self.turnstile.look().position()
    }

    /// Whether a kill switch keeps orders back now.
    #[must_use]
    pub fn is_halted(&self) -> bool {
        self.turnstile.look().is_halted()
    }

    /// How many submissions are not over yet: living permits, not orders at the venue.
    #[must_use]
    pub fn in_flight(&self) -> u64 {
        self.turnstile.look().in_flight()
    }

    /// Why it moved: the first reason, `None` for an open gate.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        // The position first: a reason is there a moment before the gate moves.
        (self.position() > Position::Open).then(|| self.turnstile.reason()).flatten()
    }

    /// Lets an action through, or says which rule forbids it. Cancels pass always.
    ///
    /// # Errors
    /// The [`Refusal`], with the action in it; its rule is `sealed`, `halted` or `winding down`.
    pub fn admit<M: Market>(&self, advice: Advice<M>, exposure: Exposure) -> Result<Admitted<M>, Refusal<M>> {
        match Permit::enter(&self.turnstile, |word| allows(word, &advice.action, exposure)) {
            Ok(permit) => Ok(Admitted::new(advice, permit, Origin::Advised)),
            Err(word) => Err(Refusal::by(advice, rule(word))),
        }
    }

    /// Begins any other submission that is to be guarded, which has no way to show that it reduces anything: it
    /// passes an open gate only.
    ///
    /// # Errors
    /// [`NoEntry`], which names the operation and the rule.
    pub fn enter(&self, operation: &'static str) -> Result<Permit, NoEntry> {
        let open = |word: Word| word.position() == Position::Open && !word.is_halted();
        let reason = || self.turnstile.reason();
        Permit::enter(&self.turnstile, open).map_err(|word| NoEntry::new(operation, word, reason()))
    }
}

/// Whether an action of the strategy passes.
fn allows<M: Market>(word: Word, action: &Action<M>, exposure: Exposure) -> bool {
    match word.position() {
        _ if matches!(action, Action::Cancel { .. }) => true,
        _ if word.is_halted() => false,
        Position::Open => true,
        Position::Winding => exposure.is_reduced_by_action(action),
        Position::Sealed => false,
    }
}
