//! The runtime's part in closing positions, as `src/runtime/market_end.rs` does it.

use tidegate::control::{CloseNews, Port, PositionKey, Purpose};

use super::plants::Plant;
use super::properties;
use super::runtime::{Runtime, key};
use super::venue::{Book, Kind, Order};
use super::world::Gate;

impl Runtime<'_> {
    pub(super) fn purpose(&self, order: &Order) -> Purpose {
        let position = PositionKey { port: Port(order.port), instrument: 0 };
        match (order.kind, self.world.booked(order.port)) {
            (Kind::Trade | Kind::Close, _) | (Kind::Protect, 0) => Purpose::Trade,
            _ if self.system.plan.reduce_only => Purpose::ProtectToTheEnd(position),
            _ => Purpose::Protect(position),
        }
    }

    /// Closes what is left of a position, less what is on its way out already.
    pub(super) fn close(&mut self, position: PositionKey) -> CloseNews {
        let port = position.port.0;
        let held = self.world.booked(port);
        if held <= 0 {
            return CloseNews::Flat;
        }
        let reducing = |order: &&Order| order.port == port && order.sells() && order.is_live();
        let counts = |order: &&Order| order.kind == Kind::Close || !self.system.plan.reduce_only;
        let orders = self.world.orders.iter().filter(reducing).filter(counts);
        let free = held - orders.map(|order| i16::from(order.lots - order.booked)).sum::<i16>();
        let Ok(lots @ 1..) = u8::try_from(free) else { return CloseNews::Blocked };
        if self.world.gate == Gate::CancelsOnly {
            return CloseNews::Blocked;
        }
        let news = self.send_closing(port, lots);
        if self.system.has(Plant::ClosesTwice) {
            self.send_closing(port, lots);
        }
        news
    }

    fn send_closing(&mut self, port: u8, lots: u8) -> CloseNews {
        let Some(place) = (2..4).find(|place| self.world.orders[*place].book == Book::Free) else {
            return CloseNews::Blocked;
        };
        properties::sends_closing(self.system, &self.protocol, &mut self.world);
        let mut order = Order::new(port, Kind::Close, lots);
        order.submit();
        self.world.orders[place] = order;
        CloseNews::Sent(key(&order, place))
    }
}
