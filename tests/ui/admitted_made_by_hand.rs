//! An admitted action is written down instead of admitted.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Origin, Permit};

fn admit(permit: Permit, advice: Advice<BtcUsdt>) -> Admitted<BtcUsdt> {
    Admitted { advice, permit, origin: Origin::Advised }
}

pub fn main() {
    let _ = admit;
}
