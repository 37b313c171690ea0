//! Euros are added to Tether.

use tidegate::prelude::*;

pub fn main() {
    let cash: Amount<Usdt> = "100".parse().expect("an amount");
    let more: Amount<Eur> = "50".parse().expect("an amount");
    assert_eq!(cash.checked_add(more), Some("150".parse().expect("an amount")));
}
