//! The venue's own ledger: what became of every order that came to it.

use std::collections::BTreeMap;

use crate::tap::{Line, Turn};

/// An order, by its market and its id.
pub(crate) type Key = (&'static str, u64);

/// Where an order stands at the venue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    Working,
    Filled,
    Cancelled,
    Refused,
}

/// What the venues of a run have.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) orders: BTreeMap<Key, Stands>,
    /// What is held by our orders, in 1e-8, by market.
    pub(crate) held: BTreeMap<&'static str, i64>,
}

impl Ledger {
    /// From what a tap at the venues has seen.
    pub(crate) fn of(lines: &[Line]) -> Self {
        let mut ledger = Ledger::default();
        for line in lines {
            match *line {
                Line::Turn { market, id, turn } => ledger.turn((market, id), turn),
                Line::Fill { market, units, .. } => *ledger.held.entry(market).or_default() += units,
                Line::Sent { .. } | Line::Phase(_) => {}
            }
        }
        ledger
    }

    fn turn(&mut self, key: Key, turn: Turn) {
        let stands = match turn {
            Turn::Placed => Stands::Working,
            Turn::Cancelled => Stands::Cancelled,
            Turn::Done => Stands::Filled,
            // The venue refuses the second of two orders with one id, too: the first is as it was.
            Turn::Refused if self.orders.contains_key(&key) => return,
            Turn::Refused => Stands::Refused,
            Turn::Other => return,
        };
        self.orders.insert(key, stands);
    }
}
