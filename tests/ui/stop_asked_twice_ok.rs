//! Once.

use tidegate::safety::{Keeper, Open, Winding};

fn end(keeper: Keeper<Open>) -> Vec<Keeper<Winding>> {
    vec![keeper.request("SIGTERM")]
}

pub fn main() {
    let _ = end;
}
