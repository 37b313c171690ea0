//! The outcome of a done order is lost.

use tidegate::market::{Done, Order, OrderState};
use tidegate::prelude::*;

fn lose(order: Order<BtcUsdt, Done>) -> OrderState {
    order.lose().state()
}

pub fn main() {
    let _ = lose;
}
