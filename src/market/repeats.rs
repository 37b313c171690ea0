//! Fills that are told twice: one is enough.
//!
//! A venue may tell an execution in its answer to the request and again on its stream of events. The
//! execution's number gives it away ([`Fill::trade`]).
//!
//! Memory is bounded: the numbers of all fills of orders under way, and of the last [`REMEMBERED`] orders
//! that ended with fills or were never announced. A repeat of something older is taken for a new fill; it is
//! then a fill after its order's end, which the [`Contract`](super::Contract) names.

use super::{Fill, Fills, OrderId, TradeId};
use crate::money::Market;
use smallvec::SmallVec;
use std::collections::VecDeque;

/// Ended orders whose fills are remembered: a repeat comes seconds after the first, this is much more.
const REMEMBERED: usize = 1024;

/// The numbers of an order's fills, rising. Most orders have one or two, which need no allocation.
type Seen = SmallVec<[TradeId; 2]>;

/// The memory of fills that were told.
///
/// It costs O(log n) in the orders under way and in the fills of one of them, and allocates for an order's
/// third fill; a fill of an order that has ended is looked for among the remembered ones, the last first.
///
/// ```
/// use tidegate::{
///     market::{Fill, Liquidity, OrderId, Repeats, Side, TradeId},
///     money::{Amount, BtcUsdt, Only},
/// };
/// let fill = Fill::<BtcUsdt> {
///     id: OrderId::new(1),
///     trade: TradeId(70),
///     instrument: Only,
///     side: Side::Buy,
///     price: "100".parse()?,
///     quantity: "1".parse()?,
///     fee: Amount::ZERO,
///     liquidity: Liquidity::Taker,
/// };
/// let mut repeats = Repeats::new();
/// repeats.sent(fill.id);
/// assert!(!repeats.is_repeated(&fill), "the answer to the request");
/// repeats.ended(fill.id);
/// assert!(repeats.is_repeated(&fill), "the stream of events");
/// assert!(!repeats.is_repeated(&Fill { trade: TradeId(71), ..fill }));
/// # Ok::<(), tidegate::money::MoneyError>(())
/// ```
#[derive(Debug)]
pub struct Repeats<M: Market> {
    /// By rising id, as orders are sent. A map would ask for memory and free it with each order that comes and
    /// goes; a removal in the middle moves the shorter side.
    live: VecDeque<(OrderId<M>, Seen)>,
    ended: VecDeque<(OrderId<M>, Seen)>,
}

impl<M: Market> Repeats<M> {
    /// No fill so far.
    #[must_use]
    pub const fn new() -> Repeats<M> {
        Repeats { live: VecDeque::new(), ended: VecDeque::new() }
    }

    /// An order leaves, before any of its fills: all of them are remembered until it has ended.
    pub fn sent(&mut self, id: OrderId<M>) {
        if let Err(place) = self.place(id) {
            self.live.insert(place, (id, Seen::new()));
        }
    }

    /// An order has ended. To say so again, or of an order that was never sent, changes nothing.
    pub fn ended(&mut self, id: OrderId<M>) {
        let gone = self.place(id).ok().and_then(|place| self.live.remove(place));
        if let Some((id, seen)) = gone.filter(|(_, seen)| !seen.is_empty()) {
            self.remember(id, seen);
        }
    }

    /// Whether this fill was told before; from now on it was.
    pub fn is_repeated(&mut self, fill: &Fill<M>) -> bool {
        if let Ok(place) = self.place(fill.id) {
            return !note(&mut self.live[place].1, fill.trade);
        }
        match self.ended.iter_mut().rev().find(|(id, _)| *id == fill.id) {
            Some((_, seen)) => !note(seen, fill.trade),
            None => {
                self.remember(fill.id, SmallVec::from_iter([fill.trade]));
                false
            }
        }
    }

    /// The fills that were not told before; `None` if there were fills and all are repeats. A list that was
    /// empty from the start stays one (O8).
    #[must_use]
    pub fn leave_out(&mut self, mut fills: Fills<M>) -> Option<Fills<M>> {
        let told = fills.len();
        fills.retain(|fill| !self.is_repeated(fill));
        (told == 0 || !fills.is_empty()).then_some(fills)
    }

    /// Where an order under way is, or would be.
    fn place(&self, id: OrderId<M>) -> Result<usize, usize> {
        self.live.binary_search_by_key(&id, |(live, _)| *live)
    }

    fn remember(&mut self, id: OrderId<M>, seen: Seen) {
        if self.ended.len() == REMEMBERED {
            self.ended.pop_front();
        }
        self.ended.push_back((id, seen));
    }
}

impl<M: Market> Default for Repeats<M> {
    fn default() -> Self {
        Repeats::new()
    }
}

/// Notes the number of a fill; whether it is new. Numbers mostly rise.
fn note(seen: &mut Seen, trade: TradeId) -> bool {
    match seen.binary_search(&trade) {
        Ok(_) => false,
        Err(place) => {
            seen.insert(place, trade);
            true
        }
    }
}
