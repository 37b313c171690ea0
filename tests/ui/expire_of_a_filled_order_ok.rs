//! It waits for the venue's done.

use tidegate::market::{Filled, Order, OrderState};
use tidegate::prelude::*;

fn end(order: Order<BtcUsdt, Filled>) -> OrderState {
    order.done().state()
}

pub fn main() {
    let _ = end;
}
