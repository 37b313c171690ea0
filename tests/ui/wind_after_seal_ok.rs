//! It winds down before it is sealed.

use tidegate::safety::{Closing, Keeper, Open, Sweep};

fn stop(keeper: Keeper<Open>) -> Sweep<Closing> {
    keeper.request("SIGTERM").seal()
}

pub fn main() {
    let _ = stop;
}
