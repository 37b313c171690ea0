//! A floating-point number is given as a price.

use tidegate::prelude::*;

pub fn main() {
    let (id, instrument, side) = (OrderId::<BtcUsdt>::new(1), Only, Side::Buy);
    let price = 61_800.004;
    let bid = Action::Limit { id, instrument, side, price, quantity: "0.5".parse().expect("a quantity") };
    assert_eq!(bid.to_string(), "limit buy 0.5 @ 61800 (order 1, only)");
}
