//! A filled order expires.

use tidegate::market::{Filled, Order, OrderState};
use tidegate::prelude::*;

fn end(order: Order<BtcUsdt, Filled>) -> OrderState {
    order.expire().state()
}

pub fn main() {
    let _ = end;
}
