//! That of a working one is.

use tidegate::market::{Order, OrderState, Working};
use tidegate::prelude::*;

fn lose(order: Order<BtcUsdt, Working>) -> OrderState {
    order.lose().state()
}

pub fn main() {
    let _ = lose;
}
