//! What an order of the strategy has to pass before it leaves: the rules of the runtime, and then the gate.

use std::borrow::Cow;

use super::market::MarketLane;
use crate::connector::Connector;
use crate::market::{Action, Advice};
use crate::money::Market;
use crate::safety::{Admitted, Exposure, Refusal};
use crate::time::Time;

/// Why a rule of the runtime refuses an order.
struct Objection {
    rule: &'static str,
    found: Cow<'static, str>,
    limit: Cow<'static, str>,
}

impl<M: Market, C: Connector<M>> MarketLane<M, C> {
    /// Admits one piece of advice, or says why not. No rule of the runtime asks about cancels.
    #[inline(always)]
    pub(super) fn admit(&mut self, at: Time, advice: Advice<M>) -> Result<Admitted<M>, Refusal<M>> {
        let is_order = !matches!(advice.action, Action::Cancel { .. });
        if is_order && let Some(Objection { rule, found, limit }) = self.objection(at, &advice.action) {
            return Err(Refusal { advice, rule, found, limit });
        }
        let exposure = self.exposure(&advice.action);
        let admitted = self.gate.admit(advice, exposure)?;
        if let Some(limiter) = self.limiter.as_mut().filter(|_| is_order) {
            limiter.count(at);
        }
        Ok(admitted)
    }

    /// The first rule that has something against it. The sources of a kill switch are read last: that takes longest.
    fn objection(&self, at: Time, order: &Action<M>) -> Option<Objection> {
        self.reused_id(order)
            .or_else(|| self.not_connected())
            .or_else(|| self.too_many(at))
            .or_else(|| self.halted(at, order))
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
    fn too_many(&self, at: Time) -> Option<Objection> {
        let limiter = self.limiter.as_ref().filter(|limiter| !limiter.allows(at))?;
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
