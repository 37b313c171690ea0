//! What a lane holds of its gate: who holds the keeper moves it.

use crate::market::{Advice, OrderId};
use crate::money::Market;
use crate::safety::{Admitted, Cancelling, Closing, Exposure, Keeper, Open, Refusal, Sweep, Winding};

/// The right to move the gate, in whichever position.
#[derive(Debug)]
pub(super) enum Keys {
    Open(Keeper<Open>),
    Winding(Keeper<Winding>),
    Closing(Sweep<Closing>),
    Cancelling(Sweep<Cancelling>),
    /// Between two of them.
    Moving,
}

impl Keys {
    pub(super) fn wind(&mut self, reason: &str) {
        *self = match std::mem::replace(self, Keys::Moving) {
            Keys::Open(keeper) => Keys::Winding(keeper.request(reason.to_owned())),
            further => further,
        }
    }

    pub(super) fn seal(&mut self, reason: &str, flattens: bool) {
        let sweep = match std::mem::replace(self, Keys::Moving) {
            Keys::Open(keeper) => keeper.seal(reason.to_owned()),
            Keys::Winding(keeper) => keeper.seal(),
            further => {
                *self = further;
                return;
            }
        };
        *self = Keys::Closing(if flattens { sweep.flatten() } else { sweep });
    }

    pub(super) fn end_closing(&mut self) {
        *self = match std::mem::replace(self, Keys::Moving) {
            Keys::Closing(sweep) => Keys::Cancelling(sweep.finish_closing()),
            other => other,
        }
    }

    pub(super) const fn is_winding(&self) -> bool {
        matches!(self, Keys::Winding(_))
    }

    pub(super) const fn is_sealed(&self) -> bool {
        matches!(self, Keys::Closing(_) | Keys::Cancelling(_))
    }

    /// A cancel of the sweep; `None` before the seal.
    pub(super) fn cancel<M: Market>(&self, id: OrderId<M>, instrument: M::Instrument) -> Option<Admitted<M>> {
        match self {
            Keys::Closing(sweep) => Some(sweep.cancel(id, instrument)),
            Keys::Cancelling(sweep) => Some(sweep.cancel(id, instrument)),
            Keys::Open(_) | Keys::Winding(_) | Keys::Moving => None,
        }
    }

    /// An order that closes; `None` where none passes any more.
    pub(super) fn close<M: Market>(
        &self,
        advice: Advice<M>,
        exposure: Exposure,
    ) -> Option<Result<Admitted<M>, Refusal<M>>> {
        match self {
            Keys::Closing(sweep) => Some(sweep.close(advice, exposure)),
            _ => None,
        }
    }
}
