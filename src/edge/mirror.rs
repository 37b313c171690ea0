//! An outlet that shows its items in a `Mutable`.

use futures_signals::signal::Mutable;

use super::outlet::Outlet;
use crate::network::Network;

/// Outlet of [`Outlet::mirror`] and [`Outlet::mirror_neq`].
///
/// The `Mutable` is set after the instant and before the item is handed out, and never during an instant.
/// After [`Network::restore`] it shows what it was made with until the output occurs.
pub struct Mirror<O: Outlet> {
    pub(crate) outlet: O,
    pub(crate) mutable: Mutable<O::Item>,
    pub(crate) set: fn(&Mutable<O::Item>, O::Item),
}

impl<O: Outlet + std::fmt::Debug> std::fmt::Debug for Mirror<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mirror").field("outlet", &self.outlet).finish_non_exhaustive()
    }
}

impl<O: Outlet> Outlet for Mirror<O>
where
    O::Item: Clone,
{
    type Item = O::Item;

    fn read(&mut self, network: &Network) -> Option<O::Item> {
        let item = self.outlet.read(network)?;
        (self.set)(&self.mutable, item.clone());
        Some(item)
    }
}
