//! A gate is sealed and nobody sweeps.

#![deny(unused_must_use)]

use tidegate::safety::{Closing, Keeper, Open, Sweep};

fn end(keeper: Keeper<Open>) -> Option<Sweep<Closing>> {
    let mut sweep = None;
    keeper.seal("SIGTERM");
    sweep.take()
}

pub fn main() {
    let _ = end;
}
