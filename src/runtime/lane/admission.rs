//! What an order of the strategy has to pass before it leaves: the rules of the runtime, and then the gate.

use std::borrow::Cow;

use super::market::MarketLane;
use crate::connector::Connector;
use crate::market::{Action, Advice};
use crate::money::Market;
use crate::runtime::Host;
use crate::safety::{Admitted, Exposure, Refusal};
use crate::time::Time;

/// Why a rule of the runtime refuses an order.
struct Objection {
    rule: &'static str,
    found: Cow<'static, str>,
    limit: Cow<'static, str>,
}

/// When something leaves: at an instant of the strategy, and at a time of the world. An alarm that comes late has the time
/// at which it was due; after the process stood still many of them come at one time of the world.
#[derive(Clone, Copy)]
pub(super) struct Leaving {
    pub(super) at: Time,
    /// Where orders are limited; as good as `at` where they are not.
    now: Time,
}

impl<M: Market, C: Connector<M>> MarketLane<M, C> {
    /// What leaves at this instant leaves now.
    #[inline(always)]
    pub(super) fn leaving<H: Host>(&self, at: Time, host: &H) -> Leaving {
        let now = self.limiter.as_ref().and_then(|_| host.now());
        Leaving { at, now: now.map_or(at, |now| now.max(at)) }
    }

    /// Admits one piece of advice, or says why not. No rule of the runtime asks about cancels.
    #[inline(always)]
    pub(super) fn admit(&mut self, leaving: Leaving, advice: Advice<M>) -> Result<Admitted<M>, Refusal<M>> {
        let is_order = !matches!(advice.action, Action::Cancel { .. });
        if is_order && let Some(Objection { rule, found, limit }) = self.objection(leaving, &advice.action) {
            return Err(Refusal { advice, rule, found, limit });
        }
        let exposure = self.exposure(&advice.action);
        let admitted = self.gate.admit(advice, exposure)?;
        if let Some(limiter) = self.limiter.as_mut().filter(|_| is_order) {
            limiter.count(leaving.now);
        }
        Ok(admitted)
    }

    /// The first rule that has something against it. The sources of a kill switch are read last: that takes longest.
    fn objection(&self, leaving: Leaving, order: &Action<M>) -> Option<Objection> {
        self.reused_id(order)
            .or_else(|| self.not_connected())
            .or_else(|| self.too_many(leaving.now))
            .or_else(|| self.halted(leaving.at, order))
    }

    /// O3: ids rise, so that none is used twice.
    fn reused_id(&self, order: &Action<M>) -> Option<Objection> {
        let highest = self.desk.books.highest().filter(|highest| order.id() <= *highest)?;
        Some(Objection {
            rule: "O3: order ids rise",
            found: format!("order {}", order.id()).into(),
            limit: format!("above {highest}").into(),
        })
    }

    fn not_connected(&self) -> Option<Objection> {
        let (found, limit) = ("a connector that cannot go on".into(), "a connection".into());
        self.end.is_lost.then_some(Objection { rule: "connected", found, limit })
    }

    /// What the kill switch says, just before the order would be sent.
    fn halted(&self, at: Time, order: &Action<M>) -> Option<Objection> {
        let operation = match order {
            Action::Limit { .. } => "place limit order",
            Action::Market { .. } => "place market order",
            Action::Cancel { .. } => return None,
        };
        let halted = self.rules.kill.as_ref()?.check(operation, at).err()?;
        Some(Objection { rule: "halted", found: halted.to_string().into(), limit: "cancels".into() })
    }

    /// A strategy that runs away.
    fn too_many(&self, now: Time) -> Option<Objection> {
        let limiter = self.limiter.as_ref().filter(|limiter| !limiter.allows(now))?;
        let (found, limit) = ("one order more".into(), limiter.limit().to_string().into());
        Some(Objection { rule: "rate limit", found, limit })
    }

    /// What the gate weighs. Only a winding one does, and to know it every live order is looked at.
    fn exposure(&self, action: &Action<M>) -> Exposure {
        match self.keys.is_winding() {
            true => self.desk.books.exposure(action),
            false => Exposure::FLAT,
        }
    }
}
