//! Each admission gives its own.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Permit};

fn end(first: Admitted<BtcUsdt>, second: Admitted<BtcUsdt>) -> [Permit; 2] {
    let (permit, other) = (first.into_parts().1, second.into_parts().1);
    let _ = &other;
    [other, permit]
}

pub fn main() {
    let _ = end;
}
