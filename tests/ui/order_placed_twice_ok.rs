//! Placed, it is another value.

use tidegate::market::{Order, OrderState, Requested};
use tidegate::prelude::*;

fn place(order: Order<BtcUsdt, Requested>) -> OrderState {
    order.place().state()
}

pub fn main() {
    let _ = place;
}
