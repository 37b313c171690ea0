//! Once; the sweep is handed on.

use tidegate::safety::{Closing, Keeper, Sweep, Winding};

fn seal(keeper: Keeper<Winding>) -> Sweep<Closing> {
    keeper.seal()
}

pub fn main() {
    let _ = seal;
}
