//! A permit is used for two submissions.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Permit};

fn begin(first: Admitted<BtcUsdt>, _second: Admitted<BtcUsdt>) -> (Permit, Permit) {
    let (_, permit) = first.into_parts();
    (permit.clone(), permit)
}

pub fn main() {
    let _ = begin;
}
