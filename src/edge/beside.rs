//! Two outlets of which only the first gives items.

use super::outlet::Outlet;
use crate::network::Network;

/// Outlet of [`Outlet::beside`].
#[derive(Clone, Copy, Debug)]
pub struct Beside<O, P> {
    pub(crate) outlet: O,
    pub(crate) other: P,
}

impl<O: Outlet, P: Outlet> Outlet for Beside<O, P> {
    type Item = O::Item;

    fn read(&mut self, network: &Network) -> Option<O::Item> {
        let item = self.outlet.read(network);
        // Read for what it does on the way: its items are what `beside` is documented to leave out.
        let _ = self.other.read(network);
        item
    }
}
