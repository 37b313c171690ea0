//! A cancelled order is filled.

use tidegate::market::{Cancelled, Order};
use tidegate::prelude::*;

fn fill(order: Order<BtcUsdt, Cancelled>, fill: &Fill<BtcUsdt>) -> bool {
    order.fill(fill).is_ok()
}

pub fn main() {
    let _ = fill;
}
