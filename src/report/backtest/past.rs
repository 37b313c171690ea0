//! The last actions: why they were asked for, and what became of them.

use crate::market::{Action, Advice, Fill, OrderEvent, OrderId};
use crate::money::{Market, Quantity};
use crate::report::Table;
use crate::time::Time;
use std::collections::VecDeque;

/// What is known of an action so far.
#[derive(Debug)]
enum Fate {
    Asked,
    Placed,
    Cancelled,
    Done,
    Refused(String),
    Expired,
    Lost,
}

#[derive(Debug)]
struct Entry<M: Market> {
    at: Time,
    advice: Advice<M>,
    fate: Fate,
    filled: Quantity<M>,
}

impl<M: Market> Entry<M> {
    fn id(&self) -> OrderId<M> {
        self.advice.action.id()
    }

    fn fate(&self) -> String {
        let part = |word: &str| {
            if self.filled.is_zero() { word.to_owned() } else { format!("{word}, {} filled", self.filled) }
        };
        match &self.fate {
            Fate::Asked => "asked for".to_owned(),
            Fate::Placed => part("working"),
            Fate::Cancelled => part("cancelled"),
            Fate::Done => "filled".to_owned(),
            Fate::Refused(why) => format!("refused: {why}"),
            Fate::Expired => part("expired"),
            Fate::Lost => part("unknown"),
        }
    }
}

/// A bounded list of actions, the newest last.
#[derive(Debug)]
pub(super) struct Past<M: Market> {
    entries: VecDeque<Entry<M>>,
    limit: usize,
}

impl<M: Market> Past<M> {
    pub(super) const fn keeping(limit: usize) -> Self {
        Self { entries: VecDeque::new(), limit }
    }

    pub(super) fn asked(&mut self, at: Time, advice: &Advice<M>) {
        if self.limit == 0 {
            return;
        }
        if self.entries.len() == self.limit {
            self.entries.pop_front();
        }
        let (advice, filled) = (advice.clone(), Quantity::ZERO);
        self.entries.push_back(Entry { at, advice, fate: Fate::Asked, filled });
    }

    pub(super) fn filled(&mut self, fill: &Fill<M>) {
        for entry in self.of(fill.id) {
            entry.filled = entry.filled.checked_add(fill.quantity).unwrap_or(Quantity::MAX);
        }
    }

    pub(super) fn turned(&mut self, event: &OrderEvent<M>) {
        for entry in self.of(event.id()) {
            let is_cancel = matches!(entry.advice.action, Action::Cancel { .. });
            entry.fate = match event {
                OrderEvent::Placed { .. } => Fate::Placed,
                OrderEvent::Cancelled { .. } => Fate::Cancelled,
                OrderEvent::Done { .. } => Fate::Done,
                OrderEvent::Refused { rule, .. } => Fate::Refused(rule.to_string()),
                OrderEvent::Expired { .. } => Fate::Expired,
                OrderEvent::Lost { .. } => Fate::Lost,
                OrderEvent::CancelRefused { why, .. } if is_cancel => Fate::Refused(why.to_string()),
                // The order is as it was.
                OrderEvent::CancelRefused { .. } => continue,
            };
        }
    }

    /// The order and the cancel of this id, as far as they are kept.
    fn of(&mut self, id: OrderId<M>) -> impl Iterator<Item = &mut Entry<M>> {
        self.entries.iter_mut().filter(move |entry| entry.id() == id)
    }

    /// A row for each action; `None` if there was none.
    pub(super) fn table(&self) -> Option<Table> {
        let mut table = Table::new("Last actions").header(["time", "action", "fate", "reason"]);
        for entry in &self.entries {
            let fate = match (&entry.advice.action, &entry.fate) {
                (Action::Cancel { .. }, Fate::Done | Fate::Expired) => "too late".to_owned(),
                _ => entry.fate(),
            };
            let Advice { action, reason, protects: _ } = &entry.advice;
            table.push([entry.at.to_string(), action.to_string(), fate, reason.to_string()]);
        }
        (!table.is_empty()).then_some(table)
    }
}
