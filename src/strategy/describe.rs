//! Looking at a strategy without running it.

use super::Strategy;
use crate::network::{BuildError, Description, Network};
use crate::time::Time;

/// How the network of a strategy looks, its ports included.
///
/// Nothing runs, so that sub-networks, which come into being with their keys, are not there yet.
///
/// # Errors
/// [`BuildError`] if the network cannot be built.
///
/// ```
/// use tidegate::prelude::*;
/// use tidegate::strategy::describe;
///
/// fn watch(market: MarketPort<BtcUsdt>) -> (impl Event<Item = Actions<BtcUsdt>>,) {
///     (market.trades().filter(|trade| trade.id.0 > 7).named("late").filter_map(|_| None),)
/// }
/// let text = describe(&uncontrolled(watch))?.to_text();
/// assert!(text.contains("input \"trades\": Trade<BtcUsdt>"));
/// assert!(text.contains("filter \"late\": Trade<BtcUsdt>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn describe<P, S: Strategy<P>>(strategy: &S) -> Result<Description, BuildError> {
    let (network, _) = Network::build(Time::EPOCH, |border| strategy.wire(border))?;
    Ok(network.describe())
}
