//! The seal gives the sweep.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Keeper, Winding};

fn sweep(keeper: Keeper<Winding>, id: OrderId<BtcUsdt>) -> Admitted<BtcUsdt> {
    keeper.seal().cancel(id, Only)
}

pub fn main() {
    let _ = sweep;
}
