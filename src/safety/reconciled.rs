//! Evidence without which nothing resumes.

use super::halt::{Episode, Halt};
use crate::market::Counts;

/// Says that after a halt no working order is unaccounted for. A resume asks for it and uses it up (fault 74).
///
/// It belongs to the one halt it was made for: if somebody halts again meanwhile, it is worth nothing, and so it is at
/// another kill switch.
///
/// ```
/// use tidegate::market::{Action, Ledger, OrderId, Side};
/// use tidegate::money::{BtcUsdt, Only};
/// use tidegate::safety::{KillSwitch, Posture, Reconciled, Unreconciled};
/// use tidegate::time::Time;
///
/// let kill = KillSwitch::new(Posture::Halted, Time::EPOCH);
/// let halt = kill.standing().expect("it starts halted");
/// let mut ledger = Ledger::<BtcUsdt>::new();
/// let quantity = "1".parse()?;
/// ledger.submit(&Action::Market { id: OrderId::new(1), instrument: Only, side: Side::Buy, quantity })?;
/// assert_eq!(Reconciled::nothing_working(&halt, &[ledger.counts()]), Err(Unreconciled::UnderWay(1)));
///
/// let started = Ledger::<BtcUsdt>::new();
/// let evidence = Reconciled::nothing_working(&halt, &[started.counts()])?;
/// assert!(kill.resume(evidence, Time::from_secs(1)).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, PartialEq, Eq)]
#[must_use = "evidence for a resume: hand it to one"]
pub struct Reconciled {
    pub(super) episode: Episode,
}

/// Why there is no evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreconciled {
    /// These orders can still change a position.
    #[error("expected no order under way, found {0}")]
    UnderWay(u64),
    /// Nobody has counted anything.
    #[error("expected the counts of at least one market, found none")]
    NoLedger,
}

impl Reconciled {
    /// After this halt nothing is under way in any market: take the halt first, then count.
    ///
    /// The counts are those of ledgers that were compared with their venues; a ledger that has heard nothing for
    /// a while knows nothing.
    ///
    /// # Errors
    /// [`Unreconciled::UnderWay`] with the number of orders that are requested, working or of unknown outcome;
    /// [`Unreconciled::NoLedger`] if there are no counts.
    pub fn nothing_working(halt: &Halt, markets: &[Counts]) -> Result<Reconciled, Unreconciled> {
        if markets.is_empty() {
            return Err(Unreconciled::NoLedger);
        }
        let under_way = markets.iter().fold(0_u64, |sum, counts| sum.saturating_add(counts.under_way()));
        match under_way {
            0 => Ok(Reconciled { episode: halt.episode.clone() }),
            orders => Err(Unreconciled::UnderWay(orders)),
        }
    }
}
