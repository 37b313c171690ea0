//! A gate is sealed twice.

use tidegate::safety::{Closing, Keeper, Sweep, Winding};

fn seal(keeper: Keeper<Winding>) -> Sweep<Closing> {
    drop(keeper.seal());
    keeper.seal()
}

pub fn main() {
    let _ = seal;
}
