//! An order is placed twice.

use tidegate::market::{Order, OrderState, Requested};
use tidegate::prelude::*;

fn place(order: Order<BtcUsdt, Requested>) -> OrderState {
    let _working = order.place();
    order.place().state()
}

pub fn main() {
    let _ = place;
}
