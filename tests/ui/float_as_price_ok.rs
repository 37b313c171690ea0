//! `rounded_from_f64` names the rounding: to a tick.

use tidegate::prelude::*;

pub fn main() {
    let (id, instrument, side) = (OrderId::<BtcUsdt>::new(1), Only, Side::Buy);
    let price = Price::rounded_from_f64(61_800.004, "0.01".parse().expect("a tick")).expect("a price");
    let bid = Action::Limit { id, instrument, side, price, quantity: "0.5".parse().expect("a quantity") };
    assert_eq!(bid.to_string(), "limit buy 0.5 @ 61800 (order 1, only)");
}
