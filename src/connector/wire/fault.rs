//! What can go wrong on a wire, where, and how often.

use std::fmt;

use crate::time::Span;

/// Where something goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Boundary {
    /// The connector starts.
    Start,
    /// Trades, books, and the events of a feed, on their way to the strategy.
    MarketData,
    /// Actions and questions on their way to the venue.
    Orders,
    /// What the venue says of our orders, on its way back.
    Answers,
    /// The connector ends.
    End,
}

impl Boundary {
    /// Every boundary.
    pub const ALL: [Boundary; 5] =
        [Boundary::Start, Boundary::MarketData, Boundary::Orders, Boundary::Answers, Boundary::End];
}

impl fmt::Display for Boundary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Boundary::Start => "start",
            Boundary::MarketData => "market data",
            Boundary::Orders => "orders",
            Boundary::Answers => "answers",
            Boundary::End => "end",
        })
    }
}

/// What goes wrong. The table of the [module](super) says what that means at each boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// It never comes.
    Loss,
    /// It comes twice.
    Duplication,
    /// It comes so much later, and what is behind it waits.
    Delay(Span),
    /// It comes so much later, and what is behind it overtakes.
    Reorder(Span),
    /// The venue does not take it.
    Refusal,
    /// The part fails.
    Failure,
    /// The part panics.
    Panic,
    /// The connector does nothing for so long.
    Hang(Span),
    /// The link breaks, and the venue cannot be reached for so long.
    Disconnect(Span),
}

impl Fault {
    /// Whether it means anything at this boundary.
    #[must_use]
    pub const fn applies_at(self, boundary: Boundary) -> bool {
        match (boundary, self) {
            (Boundary::Start, Fault::Failure | Fault::Panic) => true,
            (Boundary::Start, _) | (Boundary::MarketData | Boundary::Answers, Fault::Refusal) => false,
            (Boundary::End, Fault::Duplication | Fault::Reorder(_) | Fault::Refusal) => false,
            _ => true,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Loss => f.write_str("lost"),
            Fault::Duplication => f.write_str("twice"),
            Fault::Delay(span) => write!(f, "late by {span}"),
            Fault::Reorder(span) => write!(f, "overtaken for {span}"),
            Fault::Refusal => f.write_str("refused"),
            Fault::Failure => f.write_str("failed"),
            Fault::Panic => f.write_str("panicked"),
            Fault::Hang(span) => write!(f, "hung for {span}"),
            Fault::Disconnect(span) => write!(f, "disconnected for {span}"),
        }
    }
}

/// How often a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// Each time with this chance, as the seed decides: one in 1 is always, one in 0 is never.
    OneIn(u32),
    /// Once: the first is 1.
    Nth(u64),
}
