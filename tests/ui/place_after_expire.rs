//! An expired order is placed.

use tidegate::market::{Expired, Order, OrderState};
use tidegate::prelude::*;

fn place(order: Order<BtcUsdt, Expired>) -> OrderState {
    order.place().state()
}

pub fn main() {
    let _ = place;
}
