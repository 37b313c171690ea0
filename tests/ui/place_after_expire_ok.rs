//! An unknown one is.

use tidegate::market::{Order, OrderState, Unknown};
use tidegate::prelude::*;

fn place(order: Order<BtcUsdt, Unknown>) -> OrderState {
    order.place().state()
}

pub fn main() {
    let _ = place;
}
