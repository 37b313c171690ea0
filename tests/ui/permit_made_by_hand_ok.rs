//! The gate gives it with the action it admits.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Permit};

fn begin(admitted: Admitted<BtcUsdt>) -> Permit {
    admitted.into_parts().1
}

pub fn main() {
    let _ = begin;
}
