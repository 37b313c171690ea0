//! A filled order is cancelled.

use tidegate::market::{Filled, Order, OrderState};
use tidegate::prelude::*;

fn end(order: Order<BtcUsdt, Filled>) -> OrderState {
    order.cancel().state()
}

pub fn main() {
    let _ = end;
}
