//! A sealed gate is asked to wind down.

use tidegate::safety::{Closing, Keeper, Open, Sweep};

fn stop(keeper: Keeper<Open>) -> Sweep<Closing> {
    keeper.seal("SIGTERM").request("SIGTERM")
}

pub fn main() {
    let _ = stop;
}
