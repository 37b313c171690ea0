//! An order is cancelled by the id of another market's order.

use tidegate::prelude::*;

pub fn main() {
    let id = OrderId::<EthUsdt>::new(1);
    let cancel = Action::<BtcUsdt>::Cancel { id, instrument: Only };
    assert_eq!(cancel.to_string(), "cancel (order 1, only)");
}
