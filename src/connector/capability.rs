//! What a venue does with our orders when we are not there.

use std::fmt;

use crate::time::Span;

/// What a venue does with our orders when we are not there, as far as its documentation goes. What it does not say is said as
/// what leaves more to do: orders stay.
///
/// A stop relies on none of it: it cancels what works, and waits for the answers. What is written here says what can be kept
/// ([`OnOrders::Keep`](crate::control::OnOrders::Keep)), and what operators can count on when a connector is lost.
///
/// ```
/// use tidegate::connector::{CancelScope, Capability, Countdown};
/// use tidegate::time::Span;
///
/// // A venue that has a countdown for all orders of an account, and leaves them alone otherwise.
/// let (min, max) = (Span::from_secs(1), Span::from_secs(86_400));
/// let countdown = Countdown { scope: CancelScope::Account, min, max, step: Span::from_secs(1) };
/// let venue = Capability { countdown: Some(countdown), ..Capability::default() };
/// assert_eq!(venue.to_string(), "orders stay when the connection drops, and after a logout");
/// assert_eq!(countdown.fitting(Span::from_millis(2_500)), Some(Span::from_secs(3)), "in whole seconds");
/// assert_eq!(countdown.fitting(Span::from_secs(90_000)), None, "longer than the longest");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Capability {
    /// It cancels our orders when the connection drops.
    pub cancels_on_drop: bool,
    /// It cancels our orders when we leave as we should.
    pub cancels_on_logout: bool,
    /// The countdown that cancels our orders unless it is started anew in time (a dead man's switch).
    pub countdown: Option<Countdown>,
}

/// A countdown that a venue offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Countdown {
    /// Whose orders it cancels.
    pub scope: CancelScope,
    /// The shortest.
    pub min: Span,
    /// The longest.
    pub max: Span,
    /// It is counted in whole ones of these.
    pub step: Span,
}

/// Whose orders a venue cancels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CancelScope {
    /// Those of the connection.
    Session,
    /// Those for one instrument.
    Instrument,
    /// Those of the account: of other programs, too.
    Account,
}

impl Countdown {
    /// The shortest countdown of this venue that is no shorter than `wanted`; `None` if there is none.
    #[must_use]
    pub fn fitting(&self, wanted: Span) -> Option<Span> {
        let (least, step) =
            (wanted.max(self.min).nanos().unsigned_abs(), self.step.nanos().unsigned_abs().max(1));
        let fitting = Span::from_nanos(least.div_ceil(step).checked_mul(step)?);
        (fitting <= self.max).then_some(fitting)
    }
}

impl Capability {
    /// What has to be expected of a venue that cannot be asked: nothing can be kept there.
    pub(crate) const UNKNOWN: Capability =
        Capability { cancels_on_drop: false, cancels_on_logout: true, countdown: None };
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.cancels_on_drop, self.cancels_on_logout) {
            (false, false) => "orders stay when the connection drops, and after a logout",
            (true, false) => "orders are cancelled when the connection drops, and stay after a logout",
            (false, true) => "orders stay when the connection drops, and are cancelled after a logout",
            (true, true) => "orders are cancelled when the connection drops, and after a logout",
        })
    }
}
