//! The rules that can be broken, and what is said when one is.

use crate::{market::OrderId, money::Market};
use std::{borrow::Cow, fmt};
use thiserror::Error;

/// The rules of the contract that can be broken, by their number in the requirements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// Ids are used once.
    O3,
    /// First the place event, once, then the others.
    O4,
    /// All fills of a cancelled or expired order come before that.
    O5,
    /// Done follows the last fill.
    O6,
    /// One end for each order, and nothing after it.
    O7,
    /// A fill names its order's side and instrument, and no more than was left.
    O8,
    /// No events of orders that are not ours.
    O10,
    /// No cancel before the place event.
    O12,
    /// The answer to a query comes after the events it tells of.
    Status,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A rule was broken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{rule}: order {order}: expected {expected}, found {found}")]
pub struct Breach {
    /// The rule.
    pub rule: Rule,
    /// The order that broke it.
    pub order: u64,
    /// What the rule asks for.
    pub expected: Cow<'static, str>,
    /// What happened.
    pub found: Cow<'static, str>,
}

/// What an event brings, for the words of a breach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Place,
    Fill,
    Cancel,
    Done,
    Refusal,
    Expiry,
    Loss,
    CancelRefusal,
    Answer,
}

impl Found {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Found::Place => "its place event",
            Found::Fill => "a fill",
            Found::Cancel => "its cancel event",
            Found::Done => "its done event",
            Found::Refusal => "its refusal",
            Found::Expiry => "its expiry",
            Found::Loss => "its loss",
            Found::CancelRefusal => "a refused cancel",
            Found::Answer => "an answer to a query",
        }
    }
}

pub(super) fn breach<M: Market>(
    rule: Rule,
    id: OrderId<M>,
    expected: impl Into<Cow<'static, str>>,
    found: impl Into<Cow<'static, str>>,
) -> Breach {
    Breach { rule, order: id.number(), expected: expected.into(), found: found.into() }
}
