//! An expired order is filled.

use tidegate::market::{Expired, Order};
use tidegate::prelude::*;

fn fill(order: Order<BtcUsdt, Expired>, fill: &Fill<BtcUsdt>) -> bool {
    order.fill(fill).is_ok()
}

pub fn main() {
    let _ = fill;
}
