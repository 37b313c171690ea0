//! Strategies: pure functions from ports to action streams and one answer to shutdown.

mod arity;
mod control;
mod describe;
mod port;
mod wanted;

pub use self::control::{Control, ControlTerminal, Done};
pub use self::describe::describe;
pub use self::port::{Feed, FeedItem, FeedTerminal, MarketInlet, MarketPort, MarketTerminal};

use crate::network::Border;

/// A trading strategy: a function that can be wired into any number of networks.
///
/// Implemented for functions whose arguments are market ports, then feeds, then [`Control`], and that
/// return one event of actions for each market, in the same order, then the [`Done`] that
/// [`Control::done_when`] gives. What occurs may be an [`Action`](crate::market::Action), an
/// [`Advice`](crate::market::Advice) (an action with its reason) or
/// [`Actions`](crate::market::Actions) (several at once).
///
/// ```
/// use tidegate::prelude::*;
///
/// /// Buys one unit at the first trade.
/// fn once(market: MarketPort<BtcUsdt>, control: Control) -> (impl Event<Item = Advice<BtcUsdt>>, Done) {
///     let buy = market.trades().once().map(|trade| {
///         let quantity = "1".parse().expect("a number");
///         let order = Action::Market { id: OrderId::new(1), instrument: Only, side: Side::Buy, quantity };
///         order.because(format!("first trade, at {}", trade.price))
///     });
///     (buy, control.done_at_once())
/// }
/// fn is_a_strategy<P>(_: impl Strategy<P>) {}
/// is_a_strategy(once);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a strategy",
    label = "this function has not the shape of a strategy",
    note = "a strategy is a function of market ports, then feeds, then `Control`; it returns one event of actions for \
            each market, in the same order, and last the `Done` that `control.done_when(..)` gives",
    note = "for a function without `Control` there is `uncontrolled(function)`, which answers shutdown at once; what it \
            returns is a tuple still: `(actions,)` for one market",
    note = "if the shape is right, look at the types: an action for another market than its port's does not fit, nor \
            a feed of something that is no data, nor a closure that captures what is not `Send + Sync`"
)]
pub trait Strategy<Ports>: Send + Sync + 'static {
    /// The runtime's side of the ports.
    type Terminals;

    /// Writes the strategy into the network under construction.
    fn wire(&self, border: &mut Border) -> (Self::Terminals, ControlTerminal);
}

/// A strategy without control: it is done as soon as it is told to stop.
///
/// The function has no [`Control`] argument and returns a tuple of one event for each market.
///
/// ```
/// use tidegate::prelude::*;
///
/// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
///     (market.trades().filter_map(|_| None),)
/// }
/// fn is_a_strategy<P>(_: impl Strategy<P>) {}
/// is_a_strategy(uncontrolled(watch));
/// ```
pub fn uncontrolled<F>(function: F) -> Uncontrolled<F> {
    Uncontrolled(function)
}

/// Strategy of [`uncontrolled`].
#[derive(Clone, Copy, Debug)]
pub struct Uncontrolled<F>(F);
