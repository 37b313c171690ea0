//! The runtime sweeps before the gate is sealed.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Keeper, Winding};

fn sweep(keeper: Keeper<Winding>, id: OrderId<BtcUsdt>) -> Admitted<BtcUsdt> {
    keeper.cancel(id, Only)
}

pub fn main() {
    let _ = sweep;
}
