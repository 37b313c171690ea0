//! With one of its own market.

use tidegate::prelude::*;

pub fn main() {
    let bitcoin: Price<BtcUsdt> = "61800".parse().expect("a price");
    let before: Price<BtcUsdt> = "61799".parse().expect("a price");
    let spread = bitcoin.minus(before);
    assert_eq!(spread.to_string(), "1");
}
