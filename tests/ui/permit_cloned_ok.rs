//! Each admission gives its own.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Permit};

fn begin(first: Admitted<BtcUsdt>, second: Admitted<BtcUsdt>) -> (Permit, Permit) {
    let (_, permit) = first.into_parts();
    (permit, second.into_parts().1)
}

pub fn main() {
    let _ = begin;
}
