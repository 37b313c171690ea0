//! One keeper moves its gate twice.

use tidegate::safety::{Keeper, Open, Winding};

fn end(keeper: Keeper<Open>) -> Vec<Keeper<Winding>> {
    vec![keeper.request("SIGTERM"), keeper.request("SIGINT")]
}

pub fn main() {
    let _ = end;
}
