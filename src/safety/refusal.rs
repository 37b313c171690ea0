//! What a gate says to what may not leave.

use std::borrow::Cow;

use super::turnstile::Reason;
use super::word::{Position, Word};
use crate::market::{Advice, OrderEvent};
use crate::money::Market;

/// What a gate answers to an order that may not leave.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a refusal that the strategy does not hear of leaves it waiting for its order"]
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

    pub(super) fn by(advice: Advice<M>, (rule, limit): (&'static str, &'static str)) -> Self {
        Self { rule, found: advice.action.to_string().into(), limit: limit.into(), advice }
    }
}

/// Which rule refuses an order of the strategy at this word, and what it would allow. What is final comes first.
pub(super) const fn rule(word: Word) -> (&'static str, &'static str) {
    match word.position() {
        Position::Sealed => ("sealed", "cancels"),
        _ if word.is_halted() => ("halted", "cancels, until the kill switch is resumed"),
        Position::Open | Position::Winding => ("winding down", "cancels and orders that reduce the position"),
    }
}

/// A gate that does not let a submission begin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{operation}: expected an open gate, found it {rule}{}", self.because())]
pub struct NoEntry {
    operation: &'static str,
    rule: &'static str,
    reason: Option<Reason>,
}

impl NoEntry {
    pub(super) const fn new(operation: &'static str, word: Word, reason: Option<Reason>) -> Self {
        Self { operation, rule: rule(word).0, reason }
    }

    /// What was to begin.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        self.operation
    }

    /// The rule that refused: `sealed`, `halted` or `winding down`.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        self.rule
    }

    /// Why the gate has moved, if it has.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    fn because(&self) -> String {
        self.reason.as_ref().map_or_else(String::new, |reason| format!(" ({reason})"))
    }
}
