//! Once.

use tidegate::control::{Input, Protocol};
use tidegate::prelude::*;

fn end(protocol: Protocol, at: Time) -> Vec<Protocol> {
    vec![protocol.step(at, Input::Time).0]
}

pub fn main() {
    let _ = end;
}
