//! What waited before a gate when it was sealed, in words.

use crate::market::Action;
use crate::money::Market;

/// So many are listed one by one; those behind them by the ids of their orders.
const ONE_BY_ONE: usize = 10_000;

/// Actions that are discarded. Millions of them must not keep anybody from hearing the next signal.
pub(super) fn listed<'a, M: Market>(mut waiting: impl Iterator<Item = &'a Action<M>>) -> Vec<String> {
    let one_by_one = waiting.by_ref().take(ONE_BY_ONE);
    let mut listed: Vec<String> = one_by_one.map(|action| format!("{}: {action}", M::NAME)).collect();
    let mut run: Option<Run> = None;
    for action in waiting {
        let id = action.id().number();
        match &mut run {
            Some(run) if run.takes(id) => run.extend(id),
            _ => listed.extend(run.replace(Run::of(id)).map(|run| run.words(M::NAME))),
        }
    }
    listed.extend(run.map(|run| run.words(M::NAME)));
    listed
}

/// Actions in a row whose ids rise by one at most.
struct Run {
    first: u64,
    last: u64,
    actions: u64,
}

impl Run {
    const fn of(id: u64) -> Self {
        Self { first: id, last: id, actions: 1 }
    }

    fn takes(&self, id: u64) -> bool {
        id == self.last || id.checked_sub(1) == Some(self.last)
    }

    const fn extend(&mut self, id: u64) {
        self.last = id;
        self.actions += 1;
    }

    fn words(&self, market: &str) -> String {
        let Self { first, last, actions } = self;
        format!("{market}: {actions} actions of orders {first} to {last}")
    }
}

#[cfg(test)]
mod tests {
    use super::{ONE_BY_ONE, listed};
    use crate::market::{Action, OrderId, Side};
    use crate::money::{BtcUsdt, Only};

    fn market(id: u64) -> Action<BtcUsdt> {
        let (id, quantity) = (OrderId::new(id), "1".parse().expect("a quantity"));
        Action::Market { id, instrument: Only, side: Side::Buy, quantity }
    }

    fn cancel(id: u64) -> Action<BtcUsdt> {
        Action::Cancel { id: OrderId::new(id), instrument: Only }
    }

    #[test]
    fn every_action_is_listed_by_itself_or_by_its_order() {
        let first = ONE_BY_ONE as u64;
        let many: Vec<_> =
            (1..=first + 5).map(market).chain([cancel(first + 5), cancel(3), market(u64::MAX)]).collect();
        let listed = listed(many.iter());
        assert_eq!(listed[ONE_BY_ONE - 1], "binance:BTCUSDT: market buy 1 (order 10000, only)");
        let behind = [
            "binance:BTCUSDT: 6 actions of orders 10001 to 10005",
            "binance:BTCUSDT: 1 actions of orders 3 to 3",
            "binance:BTCUSDT: 1 actions of orders 18446744073709551615 to 18446744073709551615",
        ];
        assert_eq!(listed[ONE_BY_ONE..], behind);
    }
}
