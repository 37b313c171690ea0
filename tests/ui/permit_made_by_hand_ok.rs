//! The gate gives it with the action it admits.

use tidegate::prelude::*;
use tidegate::safety::{Admitted, Permit};

fn end(admitted: Admitted<BtcUsdt>) -> Permit {
    let admitted = Some(admitted);
    admitted.map(|admitted| admitted.into_parts().1).expect("a gate")
}

pub fn main() {
    let _ = end;
}
