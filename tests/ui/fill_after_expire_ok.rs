//! An unknown one may be.

use tidegate::market::{Order, Unknown};
use tidegate::prelude::*;

fn fill(order: Order<BtcUsdt, Unknown>, fill: &Fill<BtcUsdt>) -> bool {
    order.fill(fill).is_ok()
}

pub fn main() {
    let _ = fill;
}
