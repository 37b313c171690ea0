//! Somebody does.

#![deny(unused_must_use)]

use tidegate::safety::{Closing, Keeper, Open, Sweep};

fn end(keeper: Keeper<Open>) -> Option<Sweep<Closing>> {
    let mut sweep = None;
    sweep.replace(keeper.seal("SIGTERM"));
    sweep.take()
}

pub fn main() {
    let _ = end;
}
