//! A price is compared with one of another market.

use tidegate::prelude::*;

pub fn main() {
    let bitcoin: Price<BtcUsdt> = "61800".parse().expect("a price");
    let ether: Price<EthUsdt> = "2400".parse().expect("a price");
    let spread = bitcoin.minus(ether);
    assert_eq!(spread.to_string(), "1");
}
