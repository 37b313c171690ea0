//! By an id of its own market.

use tidegate::prelude::*;

pub fn main() {
    let id = OrderId::<BtcUsdt>::new(1);
    let cancel = Action::<BtcUsdt>::Cancel { id, instrument: Only };
    assert_eq!(cancel.to_string(), "cancel (order 1, only)");
}
