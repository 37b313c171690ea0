//! The right to be under way: as long as it lives, a submission is in flight.

use super::sync::Arc;
use super::turnstile::Turnstile;
use super::word::Word;

/// The right to be under way; dropping it says that the submission is over, also when a panic drops it.
///
/// *In flight* is the number of living permits, the gate's count, and a drain waits for it. It is not the number
/// of *working* orders, which rest at the venue and are the ledger's count: a cancel phase waits for those (R10).
///
/// ```
/// use tidegate::safety::Gate;
///
/// let (gate, _keeper) = Gate::open();
/// let permit = gate.enter("transfer funds").expect("an open gate");
/// assert_eq!(gate.in_flight(), 1);
/// drop(permit);
/// assert_eq!(gate.in_flight(), 0);
/// ```
#[derive(Debug)]
#[must_use = "a permit that is dropped at once ends the submission before it began"]
pub struct Permit {
    turnstile: Arc<Turnstile>,
}

impl Permit {
    /// Enters if `passes`, else says what stood against it.
    pub(super) fn enter(turnstile: &Arc<Turnstile>, passes: impl Fn(Word) -> bool) -> Result<Permit, Word> {
        turnstile.enter(passes).map(|()| Permit { turnstile: Arc::clone(turnstile) })
    }

    /// One more beside this one, which lives: what is drained stays so.
    pub(super) fn beside(&self) -> Permit {
        Self::count(&self.turnstile)
    }

    /// Enters whatever the word says.
    pub(super) fn count(turnstile: &Arc<Turnstile>) -> Permit {
        turnstile.count();
        Permit { turnstile: Arc::clone(turnstile) }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.turnstile.leave();
    }
}
