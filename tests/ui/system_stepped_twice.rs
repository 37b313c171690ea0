//! One state of a system is gone on from twice.

use tidegate::control::{Input, Protocol};
use tidegate::prelude::*;

fn end(protocol: Protocol, at: Time) -> Vec<Protocol> {
    vec![protocol.step(at, Input::Time).0, protocol.step(at, Input::Changed).0]
}

pub fn main() {
    let _ = end;
}
