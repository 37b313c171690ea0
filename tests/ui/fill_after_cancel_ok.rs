//! A working one is.

use tidegate::market::{Order, Working};
use tidegate::prelude::*;

fn fill(order: Order<BtcUsdt, Working>, fill: &Fill<BtcUsdt>) -> bool {
    order.fill(fill).is_ok()
}

pub fn main() {
    let _ = fill;
}
