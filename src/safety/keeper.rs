//! Who may close a gate: there is one, and closing uses it up.
//!
//! ```text
//! Keeper<Open> -- request --> Keeper<Winding>
//!      |                            |
//!      +--- seal ----> Sweep <- seal+
//! ```

use super::sweep::{Closing, Sweep};
use super::sync::Arc;
use super::turnstile::{Reason, Turnstile};
use super::word::Position;

/// The gate is open.
#[derive(Debug)]
pub struct Open(());

/// The gate is winding down.
#[derive(Debug)]
pub struct Winding(());

/// The right to move a gate forward: not `Clone`, used up by the seal. So a gate is sealed once and gives one
/// [`Sweep`], and nobody sweeps before the seal.
///
/// Dropped unsealed, as by a panic of its runtime, it seals the gate: a gate without a keeper lets nothing out.
///
/// ```
/// use tidegate::safety::{Gate, Position};
///
/// let (gate, keeper) = Gate::open();
/// let keeper = keeper.request("SIGTERM");
/// assert_eq!(gate.position(), Position::Winding);
/// let _sweep = keeper.seal();
/// assert_eq!((gate.position(), gate.reason().as_deref()), (Position::Sealed, Some("SIGTERM")));
/// ```
#[derive(Debug)]
#[must_use = "a gate whose keeper is dropped is sealed"]
pub struct Keeper<P> {
    hold: Hold,
    /// The position, as a type.
    _position: P,
}

impl Keeper<Open> {
    pub(super) fn new(turnstile: Arc<Turnstile>) -> Self {
        Keeper { hold: Hold(turnstile), _position: Open(()) }
    }

    /// Asks for the shutdown and says why: from now on only cancels and what reduces exposure pass.
    pub fn request(self, reason: impl Into<Reason>) -> Keeper<Winding> {
        self.hold.0.advance(Position::Winding, reason.into());
        Keeper { hold: self.hold, _position: Winding(()) }
    }

    /// Seals at once, as when a kill switch or a crash leaves nothing to wind down.
    pub fn seal(self, reason: impl Into<Reason>) -> Sweep<Closing> {
        self.request(reason).seal()
    }
}

impl Keeper<Winding> {
    /// From now on nothing of the strategy passes but cancels, and the sweep begins. The reason remains that of
    /// the request.
    pub fn seal(self) -> Sweep<Closing> {
        self.hold.seal();
        Sweep::new(self.hold)
    }
}

/// Whoever holds this answers for the gate: it is sealed at the latest when this is dropped.
#[derive(Debug)]
pub(super) struct Hold(pub(super) Arc<Turnstile>);

impl Hold {
    fn seal(&self) {
        self.0.advance(Position::Sealed, Reason::Borrowed("its keeper is gone"));
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        // One that is sealed stays so, with its first reason.
        self.seal();
    }
}
